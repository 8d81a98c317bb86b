"""Saves one page: what is right is saved, what is not is named, and nothing answered elsewhere is lost unseen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

from cip.assessment.actions import ChangedMeanwhileError, save_answers
from cip.assessment.answer_file import AnswerFileError, Problem, read_answers
from cip.assessment.answers import Answers
from cip.assessment.merging import Question
from cip.assessment.reads import CHECK_UP
from cip.assessment.stored import ANSWER_SECTIONS, Section, StoredAnswers
from cip.parties.access import permit
from cip.web.firm.visit import File, Visit, visit_after
from cip.web.state import actor, working

__all__ = ["Changes", "Question", "Saved", "again_if_changed", "save"]

Changes = dict[Question, object]

# The parts of an answer that can be wrong while the rest of it is right.
_PARTS = ("date", "count")
_MOST_ROUNDS = 20
# Each try somebody else has saved: with people at the other end this never comes near.
_MOST_TRIES = 20

Done = TypeVar("Done")


@dataclass
class Saved:
    """What became of a page: the answers after it, the changes that were taken and how many of them were new, the
    mistakes in it, and answers of other pages that it denies.
    """

    before: Visit
    answers: Answers
    taken: Changes = field(default_factory=dict)
    written: int = 0
    problems: list[Problem] = field(default_factory=list)
    released: list[Question] = field(default_factory=list)

    @cached_property
    def after(self) -> Visit:
        """The check-up as this save left it, without asking the database again."""
        return visit_after(self.before, self.taken, self.answers, self.written)


def save(visit: Visit, changes: Mapping[Question, object], source: str, *, seen: StoredAnswers | None = None) -> Saved:
    """Save `changes` (None withdraws) as far as the rules take them, in one Work; `seen` is what they rest
    on.

    Raises NotYoursError or RowGoneError if the check-up is no longer there, ChangedMeanwhileError if anything was saved
    since.
    """
    saved = _acceptable(visit, changes)
    with working() as work:
        # Loaded through the one door by this request; the row is read again under its lock.
        permit(work.session, actor(), CHECK_UP, visit.check_up, action="answer")
        saved.written = save_answers(work, visit.id, saved.taken, source, seen=seen)
    return saved


def again_if_changed(decide: Callable[[], Done]) -> Done:
    """What `decide` gives: it reads, decides and saves, and is asked anew while somebody else saves in between. Raises
    ChangedMeanwhileError where that never ends; the page of that error asks to wait.
    """
    for _try in range(_MOST_TRIES - 1):
        try:
            return decide()
        except ChangedMeanwhileError:
            continue
    return decide()


def _acceptable(visit: Visit, changes: Mapping[Question, object]) -> Saved:
    """Drop what the rules refuse: a wrong part of a changed answer, else the change, else the older answer."""
    pending: Changes = dict(changes)
    saved = Saved(visit, visit.answers, pending)
    refused: set[Question] = set()
    for _round in range(_MOST_ROUNDS):
        try:
            saved.answers = read_answers(visit.bound, _merged(visit.file, pending))
        except AnswerFileError as error:
            for problem in error.problems:
                _drop(visit, problem, pending, refused, saved, changes)
        else:
            return saved
    raise RuntimeError("the answers of a page never become readable")


def _drop(
    visit: Visit,
    problem: Problem,
    pending: Changes,
    refused: set[Question],
    saved: Saved,
    changes: Mapping[Question, object],
) -> None:
    question: Question = (cast("Section", problem.path[0]), str(problem.path[1]))
    part = problem.path[2] if len(problem.path) > 2 else None
    value = pending.get(question)
    if question not in changes or question in refused:
        pending[question] = _before_mark(visit, question)
        saved.released.append(question)
    elif part in _PARTS and isinstance(value, dict):
        saved.problems.append(problem)
        pending[question] = _without(value, str(part), visit.file[question[0]].get(question[1]))
    else:
        saved.problems.append(problem)
        refused.add(question)
        pending.pop(question, None)


def _before_mark(visit: Visit, question: Question) -> object:
    """What takes the place of an older answer that is denied now: of a mark, the step that stood there before."""
    return visit.before_marks.get(question[1]) if question[0] == "indicators" else None


def _without(value: Mapping[str, object], part: str, before: object) -> object:
    """A step without its wrong part; the part that it had before stays."""
    kept = {key: item for key, item in value.items() if key != part}
    if isinstance(before, dict) and part in before and before[part] != value[part]:
        kept[part] = before[part]
    return kept["step"] if set(kept) == {"step"} else kept


def _merged(file: File, changes: Mapping[Question, object]) -> dict[str, dict[str, Any]]:
    merged = {section: dict(answers) for section, answers in file.items()}
    for (section, identifier), value in changes.items():
        if section not in ANSWER_SECTIONS:
            continue
        if value is None:
            merged[section].pop(identifier, None)
        else:
            merged[section][identifier] = value
    return merged
