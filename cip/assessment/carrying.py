"""What of the answers of one check-up the next one can begin with. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cip.assessment.answer_file import AnswerFileError, read_answers
from cip.assessment.bound import BoundPack
from cip.assessment.plan import HEARD
from cip.assessment.stored import ANSWER_SECTIONS, EXTRA_SECTIONS, Section, StoredAnswers

Question = tuple[Section, str]


@dataclass(frozen=True, slots=True)
class Carried:
    """The answers to begin with, and the questions whose answers stay behind: they are no longer asked, or the rules of
    today do not take them.
    """

    answers: dict[Question, object]
    left_out: tuple[Question, ...]


def carry(stored: StoredAnswers, bound: BoundPack) -> Carried:
    """What of `stored` holds under another pack and on another day."""
    file = {section: dict(answers) for section, answers in stored.file.items()}
    left_out: list[Question] = []
    while problems := _refused(bound, file):
        for section, identifier in problems:
            del file[section][identifier]
        left_out += problems
    answers: dict[Question, object] = {
        (section, identifier): value for section in ANSWER_SECTIONS for identifier, value in file[section].items()
    }
    for section, held in _beside(stored).items():
        for identifier, value in held.items():
            if _has_place(section, identifier, bound, answers):
                answers[section, identifier] = value
            else:
                left_out.append((section, identifier))
    return Carried(answers, tuple(left_out))


def _refused(bound: BoundPack, file: dict[str, dict[str, Any]]) -> list[Question]:
    try:
        read_answers(bound, file)
    except AnswerFileError as error:
        named = {(problem.path[0], str(problem.path[1])) for problem in error.problems}
        found: list[Question] = [
            (section, identifier)
            for section in ANSWER_SECTIONS
            for identifier in file[section]
            if (section, identifier) in named
        ]
        if not found:
            raise
        return found
    return []


def _beside(stored: StoredAnswers) -> dict[Section, Mapping[str, object]]:
    extra: dict[Section, Mapping[str, object]] = {section: stored.extra[section] for section in EXTRA_SECTIONS}
    return {"notes": stored.notes, **extra}


def _has_place(section: Section, identifier: str, bound: BoundPack, answers: Mapping[Question, object]) -> bool:
    pack = bound.pack
    if section == "plan":
        return identifier in pack.measures or identifier == HEARD
    if section == "reasons":
        return any(identifier == question for _section, question in answers)
    if section == "notes":
        known = (pack.facts, pack.indicators, pack.duties, pack.needs, pack.measures)
        return any(identifier in questions for questions in known)
    return True
