"""The texts of pages and papers: Italian in the code, English in a catalogue of each package that has some.

`check`   complains about every text that is missing, untranslated, uncertain, unused, or filled in differently, and
          about one that two catalogues translate differently.
`update`  brings the catalogue up to date: new texts with an empty translation, unused ones dropped.
"""

import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("cip/web", "cip/documents")
CATALOGUE = "locale/en/LC_MESSAGES/messages.po"
METHODS = [("**/static/**", "ignore"), ("**.py", "python"), ("**/templates/**.*", "jinja2")]
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
COMMENT_TAGS = ("i18n:",)
HEADER = "# The words of CIP in English; the Italian texts are the keys (make messages)."


def wanted(root: Path, folder: str) -> Catalog:
    """Every text that the code of a package asks for, with the places where it does."""
    catalogue = Catalog(fuzzy=False)
    found = extract_from_dir(
        root / folder,
        METHODS,
        options_map={"**/templates/**.*": {"silent": "false", "trimmed": "true", "newstyle_gettext": "true"}},
        keywords=KEYWORDS,
        comment_tags=COMMENT_TAGS,
    )
    for file, line, text, comments, context in found:
        catalogue.add(text, None, [(f"{folder}/{file}", line)], auto_comments=comments, context=context)
    return catalogue


def place(message: Message) -> str:
    file, line = message.locations[0]
    return f"{file}:{line}"


def shown(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"'{text}'" if len(text) <= 60 else f"'{text[:57]}...'"


def is_empty(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return not strings or not all(strings)


def problem_with(asked: Message, given: Message | None) -> str | None:
    if given is None:
        return "is not in the catalogue"
    if is_empty(given):
        return "has no translation"
    if given.fuzzy:
        return "is marked fuzzy: look at the translation and take the mark away"
    return None


def format_errors(catalogue: Catalog, file: str) -> Iterator[str]:
    for message in catalogue:
        if message.id and not is_empty(message):
            for error in message.check(catalogue):
                yield f"{file}:{message.lineno or 1} {shown(message)} {error}"


def complaints(asked: Catalog, given: Catalog, file: str) -> Iterator[str]:
    for message in asked:
        if message.id:
            problem = problem_with(message, given.get(message.id, message.context))
            if problem:
                yield f"{place(message)} {shown(message)} {problem}"
    for message in given:
        if message.id and asked.get(message.id, message.context) is None:
            yield f"{file}:{message.lineno or 1} {shown(message)} is no longer used"
    yield from format_errors(given, file)


def disagreements(catalogues: Mapping[str, Catalog]) -> Iterator[str]:
    """The same Italian text must not have one English text on a page and another on a paper."""
    first: dict[tuple[object, str | None], tuple[str, Message]] = {}
    for file, catalogue in catalogues.items():
        for message in catalogue:
            if not message.id or is_empty(message):
                continue
            known_in, known = first.setdefault((message.id, message.context), (file, message))
            if known.string != message.string:
                yield (
                    f"{file}:{message.lineno or 1} {shown(message)} is {message.string!r} here, "
                    f"{known.string!r} in {known_in}"
                )


def read(path: Path) -> Catalog:
    if not path.is_file():
        return Catalog(locale="en", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale="en", abort_invalid=True)


def packages(root: Path) -> list[str]:
    return [folder for folder in SOURCES if (root / folder).is_dir()]


def check(root: Path) -> int:
    found: list[str] = []
    catalogues = {f"{folder}/{CATALOGUE}": read(root / folder / CATALOGUE) for folder in packages(root)}
    for folder, (file, given) in zip(packages(root), catalogues.items(), strict=True):
        found += complaints(wanted(root, folder), given, file)
    found += disagreements(catalogues)
    for text in found:
        print(text)
    if found:
        print(f"{len(found)} to mend: `make messages` brings the catalogues up to date, the translations are yours.")
    return 1 if found else 0


def update(root: Path) -> int:
    for folder in packages(root):
        path = root / folder / CATALOGUE
        old, new = read(path), wanted(root, folder)
        old.update(new, no_fuzzy_matching=True, update_creation_date=False)
        old.obsolete.clear()
        old.fuzzy, old.project, old.version, old.header_comment = False, "CIP", "1", HEADER
        old.msgid_bugs_address = old.last_translator = old.language_team = "CIP maintainers"
        stream = BytesIO()
        write_po(stream, old, width=100, no_location=True, omit_header=False, sort_output=True, ignore_obsolete=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(stream.getvalue())
    return 0


def main(arguments: list[str]) -> int:
    commands = {"check": check, "update": update}
    if len(arguments) != 1 or arguments[0] not in commands:
        print("messages.py knows check and update", file=sys.stderr)
        return 1
    return commands[arguments[0]](ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
