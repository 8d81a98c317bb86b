"""The workers' survey of a folder of rules: structure and languages, checked together.

It stands outside every pack: no score reads its words. The protection that a survey runs under is kept with the survey.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cip.kernel.errors import RefusalError
from cip.rulebook.checks.texts import SENTENCE_WORDS, sentences_in
from cip.rulebook.diagnostics import Diagnostic, did_you_mean, listed, message
from cip.rulebook.loading import RulesFolder, not_yaml
from cip.rulebook.reading import Document, read_yaml
from cip.rulebook.shape_check import Entry, check_shape
from cip.rulebook.shapes.survey import REASONS, ProtectionRules, SurveyQuestion, SurveyStructure, SurveyWords

FOLDER = "survey"
STRUCTURE = "structure.yaml"
NEEDED_LANGUAGES = ("it", "en")
_PLACEHOLDER = re.compile(r"\{([a-z_]*)\}")


class SurveyBrokenError(RefusalError):
    """The survey has mistakes; the sentence names the first and how to see all."""


@dataclass(frozen=True)
class SurveyBook:
    """The survey: its structure and the words of each language by code."""

    structure: SurveyStructure
    words: Mapping[str, SurveyWords]

    def options_of(self, question: SurveyQuestion) -> tuple[str, ...]:
        """The options of a question, those of the earlier one where it says so; none for cards and lines."""
        if question.options_of is None:
            return question.options
        return next(other.options for other in self.structure.questions if other.id == question.options_of)


@dataclass
class _Read:
    structure: Entry[SurveyStructure] | None
    words: dict[str, Entry[SurveyWords]]
    found: list[Diagnostic]


def check_survey(root: Path, folder: RulesFolder) -> list[Diagnostic]:
    """Every mistake in the survey of a folder that was read, in order of place; none where there is no survey."""
    if not (root / FOLDER).is_dir():
        return []
    read = _read(root)
    found = [*read.found]
    if read.structure is not None:
        found += _needs_that_are_not_there(read.structure, folder)
        for entry in read.words.values():
            found += _check_words(entry, read.structure.item)
    return sorted(set(found))


def read_survey(root: Path) -> SurveyBook | None:
    """The survey of a folder, None where there is none. Raises SurveyBrokenError."""
    if not (root / FOLDER).is_dir():
        return None
    mistakes = check_survey(root, RulesFolder())
    read = _read(root)
    if mistakes or read.structure is None:
        first = mistakes[0] if mistakes else f"{FOLDER}/{STRUCTURE} is missing"
        raise SurveyBrokenError(f"the survey has mistakes: {first} (run `cip rules check`)")
    return SurveyBook(read.structure.item, {code: entry.item for code, entry in sorted(read.words.items())})


def _read(root: Path) -> _Read:
    out = _Read(None, {}, list(not_yaml(root, root / FOLDER)))
    names = {f"{language}.yaml" for language in NEEDED_LANGUAGES} | {STRUCTURE}
    names |= {path.name for path in (root / FOLDER).glob("*.yaml")}
    for name in sorted(names):
        document = _document(root, name, out.found)
        if document is None:
            continue
        if name == STRUCTURE:
            out.structure, found = check_shape(document, (), SurveyStructure)
        else:
            entry, found = check_shape(document, (), SurveyWords)
            if entry is not None:
                out.words[Path(name).stem] = entry
        out.found += found
    if out.structure is not None:
        out.found += _references(out.structure)
    return out


def _document(root: Path, name: str, found: list[Diagnostic]) -> Document | None:
    path = root / FOLDER / name
    file = f"{FOLDER}/{name}"
    if not path.is_file():
        found.append(Diagnostic(file, 1, 1, "E209", message("E209", file=file)))
        return None
    document, mistakes = read_yaml(path.read_bytes(), file)
    found += mistakes
    return document


def _references(entry: Entry[SurveyStructure]) -> Iterator[Diagnostic]:
    """Questions twice, and options of a question that does not come earlier."""
    earlier: list[str] = []
    for place, question in enumerate(entry.item.questions):
        at = ("questions", place)
        if question.id in earlier:
            first = f"{entry.document.file}:{entry.document.position(('questions', earlier.index(question.id)))[0]}"
            yield entry.diagnostic("E302", *at, "id", kind="question", id=question.id, first=first)
        if question.options_of is not None and question.options_of not in earlier:
            near = did_you_mean(question.options_of, earlier)
            yield entry.diagnostic(
                "E301", *at, "options_of", kind="earlier question", id=question.options_of, suggestion=near
            )
        earlier.append(question.id)


def _needs_that_are_not_there(entry: Entry[SurveyStructure], folder: RulesFolder) -> Iterator[Diagnostic]:
    """Options that look like needs must be needs of every model: their counts go into the recommendation."""
    for place, question in enumerate(entry.item.questions):
        for at, option in enumerate(question.options):
            for model in folder.models.values():
                if re.fullmatch(r"N\d+", option) and not model.may_hold("needs", option):
                    near = did_you_mean(option, model.declared.get("needs", ()))
                    where = ("questions", place, "options", at)
                    yield entry.diagnostic("E301", *where, kind="need", id=option, suggestion=near)


def _check_words(entry: Entry[SurveyWords], structure: SurveyStructure) -> Iterator[Diagnostic]:
    if entry.item.language != Path(entry.document.file).stem:
        yield entry.diagnostic("E208", "language", problem="the file has another name; use the same code")
    asked = {question.id: question for question in structure.questions}
    yield from _same_keys(entry, ("questions",), entry.item.questions, tuple(asked))
    for identifier, words in entry.item.questions.items():
        if identifier in asked:
            yield from _same_keys(entry, ("questions", identifier, "options"), words.options, asked[identifier].options)
    yield from _same_keys(entry, ("reasons",), entry.item.reasons, REASONS)
    yield from _placeholders(entry)
    for path, text in _texts(entry.item):
        yield from _sentences(entry, path, text)


def _same_keys(
    entry: Entry[SurveyWords], path: tuple[str, ...], given: Mapping[str, object], wanted: tuple[str, ...]
) -> Iterator[Diagnostic]:
    for key in given:
        if key not in wanted:
            yield entry.document.diagnostic(
                "E201", (*path, key), of_key=True, key=key, suggestion=did_you_mean(key, wanted), allowed=listed(wanted)
            )
    for key in wanted:
        if key not in given:
            yield entry.document.diagnostic("E202", path, key=key)


def _placeholders(entry: Entry[SurveyWords]) -> Iterator[Diagnostic]:
    filled = tuple(ProtectionRules.model_fields)
    for key, text in entry.item.reasons.items():
        for name in _PLACEHOLDER.findall(text):
            if name not in filled:
                yield entry.diagnostic(
                    "E307",
                    "reasons",
                    key,
                    id=key,
                    name=name,
                    suggestion=did_you_mean(name, filled),
                    allowed=listed(filled),
                )


def _texts(words: SurveyWords) -> Iterator[tuple[tuple[str, ...], str]]:
    yield ("name",), words.name
    yield ("no_answer",), words.no_answer
    for identifier, question in words.questions.items():
        yield ("questions", identifier, "ask"), question.ask
        if question.help is not None:
            yield ("questions", identifier, "help"), question.help
        for option, text in question.options.items():
            yield ("questions", identifier, "options", option), text
    for code, text in words.cards.items():
        yield ("cards", code), text
    for key, text in words.reasons.items():
        yield ("reasons", key), text


def _sentences(entry: Entry[SurveyWords], path: tuple[str, ...], text: str) -> Iterator[Diagnostic]:
    if not text.strip():
        yield entry.diagnostic("E701", *path, language=entry.item.language)
    for sentence in sentences_in(text):
        words = sentence.split()
        if len(words) > SENTENCE_WORDS:
            start = " ".join(words[:5])
            yield entry.diagnostic("E702", *path, found=len(words), limit=SENTENCE_WORDS, start=start)
