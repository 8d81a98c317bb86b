"""The survey that is asked now, the words of its questions and of its rules, the vault."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import current_app

from cip.kernel.texts import LANGUAGES, Language
from cip.rulebook.packs import Pack
from cip.rulebook.shapes.survey import SurveyQuestion, SurveyWords
from cip.rulebook.surveys import SurveyBook, read_survey
from cip.voice.rules import LINE, Asked, Protection
from cip.voice.surveys import Survey
from cip.voice.vault import Vault
from cip.web.language import current
from cip.web.packs import rules_folder
from cip.web.state import state, today


@dataclass(frozen=True, slots=True)
class Question:
    """A question as a page draws it: options as pairs of code and words; `limit` is None where one may be chosen.
    `only_of` is the earlier question whose choices it asks about.
    """

    id: str
    kind: str
    ask: str
    help: str
    options: tuple[tuple[str, str], ...]
    limit: int | None
    only_of: str = ""
    longest: int | None = None


@lru_cache(maxsize=4)
def _read(root: Path) -> SurveyBook | None:
    return read_survey(root)


def survey_book() -> SurveyBook | None:
    """The survey of the folder of rules; None where it has none."""
    return _read(rules_folder(state().settings))


def vault() -> Vault:
    """Seals under the secret key of this installation."""
    return Vault(str(current_app.secret_key))


def newest_pack() -> Pack:
    """The model in force: it has the names of needs and measures."""
    return state().packs.newest_on(today())


def words_in(book: SurveyBook, code: str | None = None) -> SurveyWords:
    """The words of a language that the survey has, else those of the page."""
    return book.words.get(code or "") or book.words[current()]


def closed_questions(book: SurveyBook, cards: tuple[str, ...]) -> tuple[Asked, ...]:
    """The questions whose numbers are published, as a survey keeps them when it opens."""
    return tuple(
        Asked(
            question.id,
            question.kind,
            cards if question.cards is not None else book.options_of(question),
            question.limit or 1,
            question.panel,
        )
        for question in book.structure.questions
        if question.kind != LINE and (question.cards is None or len(cards) >= (question.limit or 1))
    )


def protection_of(book: SurveyBook) -> Protection:
    """The protection that a survey opened now runs under."""
    return Protection.from_json(book.structure.protection.model_dump())


def questions_of(survey: Survey, book: SurveyBook, words: SurveyWords) -> tuple[Question, ...]:
    """The questions of a survey in words: its own closed questions, then the free line."""
    shapes = {question.id: question for question in book.structure.questions}
    found = [_question(shapes.get(asked.id), asked, book, words) for asked in survey.asked]
    for shape in shapes.values():
        if shape.kind == LINE:
            said = words.questions[shape.id]
            found.append(Question(shape.id, LINE, said.ask, said.help or "", (), None, longest=shape.longest))
    return tuple(found)


def _question(shape: SurveyQuestion | None, asked: Asked, book: SurveyBook, words: SurveyWords) -> Question:
    said = words.questions.get(asked.id)
    options = tuple((option, option_words(asked.id, option, book, words)) for option in asked.options)
    return Question(
        asked.id,
        asked.kind,
        said.ask if said else asked.id,
        (said.help or "") if said else "",
        options,
        asked.limit if asked.limit > 1 else None,
        only_of=shape.options_of or "" if shape is not None else "",
    )


def option_words(question: str, option: str, book: SurveyBook, words: SurveyWords) -> str:
    """An option in words: its own, those of the question that it borrows from, or a measure as workers say it, else its
    name.
    """
    shape = next((one for one in book.structure.questions if one.id == question), None)
    source = question if shape is None or shape.options_of is None else shape.options_of
    said = words.questions.get(source)
    if said is not None and option in said.options:
        return said.options[option]
    if option in words.cards:
        return words.cards[option]
    measure = newest_pack().measures.get(option)
    language: Language = words.language if words.language in LANGUAGES else current()
    return measure.name.in_language(language) if measure else option


def reason_in_words(rule: str, protection: Protection, book: SurveyBook) -> str:
    """Why a number is said or not, in the language of the page."""
    filled: Mapping[str, int] = protection.as_json()
    return words_in(book).reasons[rule].format_map(filled)
