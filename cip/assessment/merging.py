"""Two forms about the same answers: which of the later one's answers are saved, which give way, which want a choice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cip.assessment.answers import UNKNOWN
from cip.assessment.stored import ALL_SECTIONS, Section, StoredAnswers

Question = tuple[Section, str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question that both changed, each to something else; None is no answer."""

    question: Question
    mine: object
    theirs: object


@dataclass(frozen=True, slots=True)
class Merged:
    """`changes` are to be saved, `kept` are answers of others that this form did not touch, `conflicts` stay open,
    `unsaid` is what others changed and this form says nothing of.
    """

    changes: dict[Question, object]
    kept: tuple[Question, ...]
    conflicts: tuple[Conflict, ...]
    unsaid: tuple[Question, ...] = ()


def held(answers: StoredAnswers, question: Question) -> object:
    """The stored answer to a question, None if there is none."""
    section, identifier = question
    return _held_in(answers, section).get(identifier)


def merge(drawn: StoredAnswers, now: StoredAnswers, mine: Mapping[Question, object]) -> Merged:
    """Three-way: `drawn` are the answers that the form showed, `now` those stored since, `mine` what the form says.

    What nobody else touched is saved. What somebody else changed stays theirs where the form still says what it was
    drawn with; where both changed it to different values, a person has to choose.
    """
    changes: dict[Question, object] = {}
    kept: list[Question] = []
    conflicts: list[Conflict] = []
    for question, value in mine.items():
        before, theirs = held(drawn, question), held(now, question)
        if before == theirs or value == theirs:
            changes[question] = value
        elif _same(value, before):
            kept.append(question)
        else:
            conflicts.append(Conflict(question, value, theirs))
    unsaid = tuple(question for question in _changed(drawn, now) if question not in mine)
    return Merged(changes, tuple(kept), tuple(conflicts), unsaid)


def _changed(drawn: StoredAnswers, now: StoredAnswers) -> Iterator[Question]:
    """The questions whose answer is another one now."""
    for section in ALL_SECTIONS:
        ids = dict.fromkeys([*_held_in(drawn, section), *_held_in(now, section)])
        yield from ((section, each) for each in ids if held(drawn, (section, each)) != held(now, (section, each)))


def _held_in(answers: StoredAnswers, section: Section) -> Mapping[str, object]:
    return answers.notes if section == "notes" else answers.file.get(section, answers.extra.get(section, {}))


def _same(value: object, before: object) -> bool:
    """Whether a form left a question as it was drawn. An empty box and «I don't know» are sent alike by some fields, so
    between these two nothing was changed.
    """
    return value == before or {_open(value), _open(before)} == {True}


def _open(value: object) -> bool:
    return value is None or value == UNKNOWN
