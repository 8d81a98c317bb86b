"""Questions of firms, unions and workers to the committee, and how long their answers take (clause F-09). Pure.

The clause says hours, and leaves open whether days off count: hours on the clock are counted, and the working days are
shown beside them, so that nobody decides the doubt silently.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from cip.kernel.clock import today

Asker = Literal["firm", "worker", "union"]
ASKERS: tuple[Asker, ...] = get_args(Asker)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Question:
    """One question: of whom, when it came, what was asked, when and what was answered. Of a worker it says nothing of
    who it was or where they work.
    """

    id: str
    agreement_id: str
    asker: Asker
    adherence_id: str | None
    firm_id: str | None
    asked_at: datetime
    text: str
    answered_at: datetime | None = None
    answer: str | None = None
    answered_by: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a question waits or waited: whole hours begun, the moment by which (None: the agreement sets no term),
    whether that is past, and how many working days lie in between. `because`: clause F-09.
    """

    hours: int
    due: datetime | None
    late: bool
    working_days: int
    because: str = "F-09"


def waiting(question: Question, term_hours: int | None, now: datetime, is_working: Callable[[date], bool]) -> Waiting:
    """How long a question has waited at a moment; `is_working` tells working days from days off."""
    end = question.answered_at or now
    due = None if term_hours is None else question.asked_at + timedelta(hours=term_hours)
    first, last = today(question.asked_at), today(end)
    days = sum(is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    return Waiting(hours_between(question.asked_at, end), due, due is not None and end > due, days)


def hours_between(start: datetime, end: datetime) -> int:
    """Hours from one moment to another, begun ones whole; never less than none."""
    return max(0, -((start - end) // _HOUR))


def slowest_hours(questions: Iterable[Question], since: datetime, now: datetime) -> int | None:
    """The fact of clause F-09: the hours of the slowest answer to what was asked since a moment, open questions as long
    as they wait already; None where nothing was asked.
    """
    asked = [one for one in questions if since <= one.asked_at <= now]
    return max((hours_between(one.asked_at, one.answered_at or now) for one in asked), default=None)
