"""The clocks that run from a joining: the committee is told (A-05), whoever works there is told (A-06). Pure.

Calendar days, as many as the agreement says on the day of joining; the day of joining is not counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from cip.agreement.adherence import Adherence
from cip.agreement.wording import by_day, on_day
from cip.kernel.texts import Reason, Text
from cip.rulebook.agreements import row_of
from cip.rulebook.shapes.agreement import Agreement

DutyKind = Literal["committee", "workers"]
# running: there is still time. late: the term is over and nothing was noted. unsaid: the text has no term, or nobody
# of us has read it.
DutyStatus = Literal["done", "done_late", "running", "late", "unsaid"]
DUTIES: tuple[DutyKind, ...] = get_args(DutyKind)
CLAUSE_OF: Mapping[DutyKind, str] = {"committee": "A-05", "workers": "A-06"}
PARAM_OF: Mapping[DutyKind, str] = {"committee": "notify_committee_days", "workers": "inform_workers_days"}

_SENTENCES: Mapping[str, Text] = {
    "noted": Text(it="Fatto {done}.", en="Done {done}."),
    "done": Text(it="Fatto {done}, entro il termine.", en="Done {done}, within the term."),
    "done_late": Text(it="Fatto {done}. Il termine era {due}.", en="Done {done}. The term was {due}."),
    "running": Text(it="Da fare entro {due}.", en="To be done by {due}."),
    "late": Text(it="Il termine era {due} e non risulta fatto.", en="The term was {due} and nothing was noted."),
    "unsaid": Text(
        it="Il testo non dice entro quanti giorni, o non lo conosciamo.",
        en="The text does not say within how many days, or we do not know it.",
    ),
}


@dataclass(frozen=True, slots=True)
class Duty:
    """One clock: its last day (None: not said), when it was done, how it stands on the day, and why."""

    kind: DutyKind
    clause: str
    due: date | None
    done_on: date | None
    status: DutyStatus
    days_left: int | None
    because: Reason


def number_on(agreement: Agreement, param: str, on: date) -> int | None:
    """A parameter of an agreement that is a number, on a day; None where the text has none or nobody has read it."""
    row = row_of(agreement.params.get(param), on)
    value = row.value if row is not None and row.kind == "known" else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def duties_of(adherence: Adherence, agreement: Agreement, on: date) -> tuple[Duty, ...]:
    """The clocks of a joining; none before it is signed."""
    return tuple(_duty(kind, adherence, agreement, on) for kind in DUTIES) if adherence.joined_on else ()


def _duty(kind: DutyKind, adherence: Adherence, agreement: Agreement, on: date) -> Duty:
    joined = adherence.joined_on or on
    days = number_on(agreement, PARAM_OF[kind], joined)
    due = None if days is None else joined + timedelta(days=days)
    done = adherence.committee_told_on if kind == "committee" else adherence.workers_told_on
    status = _status(due, done, on)
    values = {name: say(day) for name, day, say in (("due", due, by_day), ("done", done, on_day)) if day is not None}
    left = None if due is None or done is not None else (due - on).days
    said = _SENTENCES["noted" if status == "done" and due is None else status]
    return Duty(kind, CLAUSE_OF[kind], due, done, status, left, Reason(CLAUSE_OF[kind], said, values))


def _status(due: date | None, done: date | None, on: date) -> DutyStatus:
    if done is not None:
        return "done" if due is None or done <= due else "done_late"
    if due is None:
        return "unsaid"
    return "running" if on <= due else "late"
