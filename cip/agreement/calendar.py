"""What waits for a committee, with its terms: one list, the most urgent first. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cip.agreement.adherence import Adherence
from cip.agreement.committee import Balance, Rhythm
from cip.agreement.disputes import Clock, Dispute
from cip.agreement.questions import Question, Waiting
from cip.agreement.reviews import Alert
from cip.kernel.clock import today

ThingKind = Literal["meeting", "dispute", "law", "lodge", "question", "list", "seats"]


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to do: what it is, the day by which (None: no term), whether that is past, what it is about, and the
    clause that asks for it.
    """

    kind: ThingKind
    due: date | None
    late: bool
    about: str
    because: str


@dataclass(frozen=True, slots=True)
class CommitteeCalendar:
    """Everything that a committee keeps, as it stands on a day."""

    balance: Balance
    rhythm: Rhythm
    alert: Alert
    list_due: date | None
    disputes: Sequence[tuple[Dispute, Clock]]
    questions: Sequence[tuple[Question, Waiting]]
    to_lodge: Sequence[tuple[Adherence, str]]
    joined: int


def due_things(calendar: CommitteeCalendar, on: date) -> tuple[Thing, ...]:
    """What is to be done, late things first, then by their day, those without a term last."""
    return tuple(
        sorted(_things(calendar, on), key=lambda one: (not one.late, one.due or date.max, one.kind, one.about))
    )


def _things(calendar: CommitteeCalendar, on: date) -> Iterator[Thing]:
    yield from _of_committee(calendar, on)
    for dispute, clock in calendar.disputes:
        if dispute.open:
            yield Thing("dispute", clock.due, clock.late, dispute.id, clock.because)
    for question, waiting in calendar.questions:
        if question.answered_at is None:
            due = None if waiting.due is None else today(waiting.due)
            yield Thing("question", due, waiting.late, question.id, waiting.because)
    for adherence, _name in calendar.to_lodge:
        yield Thing("lodge", None, late=False, about=adherence.id, because="A-04")


def _of_committee(calendar: CommitteeCalendar, on: date) -> Iterator[Thing]:
    if calendar.balance.kept is not True:
        yield Thing("seats", None, late=False, about="", because=calendar.balance.because)
    if calendar.rhythm.due is not None:
        yield Thing("meeting", calendar.rhythm.due, calendar.rhythm.late, "", calendar.rhythm.because)
    if calendar.alert.changes:
        yield Thing("law", calendar.alert.due, calendar.alert.late, "", calendar.alert.because)
    if calendar.joined:
        yield Thing("list", calendar.list_due, calendar.list_due is not None and calendar.list_due < on, "", "A-09")
