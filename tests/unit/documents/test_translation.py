"""The words of the papers: every Italian text has its English one, none is uncertain, none is left over."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from cip.documents.translation import catalogue_path, translations

DOCUMENTS = Path(__file__).parents[3] / "cip/documents"
OPTIONS = {"**/templates/**.*": {"silent": "false", "trimmed": "true", "newstyle_gettext": "true"}}


def asked() -> Catalog:
    catalogue = Catalog(locale="en", fuzzy=False)
    methods = [("**.py", "python"), ("**/templates/**.*", "jinja2")]
    for file, line, text, _comments, context in extract_from_dir(DOCUMENTS, methods, options_map=OPTIONS):
        catalogue.add(text, None, [(file, line)], context=context)
    return catalogue


def given() -> Catalog:
    with catalogue_path("en").open("rb") as stream:
        return read_po(stream, locale="en", abort_invalid=True)


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def test_nothing_is_missing_empty_or_uncertain() -> None:
    catalogue = given()
    for message in messages(asked()):
        found = catalogue.get(message.id, message.context)
        assert found is not None, f"{message.id!r} is not in the catalogue"
        strings = found.string if isinstance(found.string, tuple | list) else (found.string,)
        assert strings, message.id
        assert all(strings), f"{message.id!r} has no translation"
        assert not found.fuzzy, f"{message.id!r} is uncertain"


def test_nothing_is_left_over_and_every_placeholder_is_kept() -> None:
    wanted, catalogue = asked(), given()
    for message in messages(catalogue):
        assert wanted.get(message.id, message.context) is not None, f"{message.id!r} is no longer used"
        assert not list(message.check(catalogue)), message.id


def test_italian_needs_no_catalogue() -> None:
    assert translations("it").gettext("Fonti") == "Fonti"
    assert translations("en").gettext("Fonti") == "Sources"
