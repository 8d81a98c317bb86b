"""The plan: the measures that a firm chose, who follows each, from when to when, and what became of it. Pure.

What was stored once is read for ever: `planned`, the first word for a measure that is proposed, still means that.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from pydantic import JsonValue

from cip.kernel.days import add_months, parse_day

State = Literal["proposed", "agreed", "in_use", "done", "dropped"]
STATES: tuple[State, ...] = get_args(State)
HEARD = "heard"
"""The one entry of a stored plan that is no measure: how the workers were heard (`cip.assessment.plan_heard`)."""
_FORMER: Mapping[str, State] = {"planned": "proposed"}
_LOOK = re.compile(r"checked_([1-9][0-9]{0,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One look after so many months: the day it is due, and, once it was done, the day and the state found then."""

    months: int
    due: date | None
    on: date | None = None
    state: State | None = None

    @property
    def done(self) -> bool:
        """Whether somebody looked."""
        return self.state is not None

    def overdue(self, today: date) -> bool:
        """Whether its day has come and nobody looked."""
        return self.due is not None and self.due <= today and not self.done


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """One measure of the plan; `owner`, `note`, `evidence` (what will prove it) and `reason` (why it was dropped) are
    the firm's own words. `cost` is what the firm expects to pay in cents; None: it has not said.
    """

    code: str
    state: State
    owner: str = ""
    start: date | None = None
    end: date | None = None
    note: str = ""
    follow_ups: tuple[FollowUp, ...] = ()
    cost: int | None = None
    evidence: str = ""
    reason: str = ""

    def look(self, months: int) -> FollowUp | None:
        """The look after so many months, where one is asked for or was taken."""
        return next((look for look in self.follow_ups if look.months == months), None)

    @property
    def promised(self) -> bool:
        """Whether people may count on it: it is proposed, agreed or in use."""
        return self.state in ("proposed", "agreed", "in_use")

    def overdue(self, today: date) -> tuple[FollowUp, ...]:
        """The looks that are due and were not taken; what was dropped is no longer looked at."""
        if self.state == "dropped":
            return ()
        return tuple(look for look in self.follow_ups if look.overdue(today))


@dataclass(frozen=True, slots=True)
class Appointment:
    """A day of the plan to come: the start or the end of a measure, or a look at it."""

    on: date
    kind: Literal["start", "end", "look"]
    code: str
    months: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The measures in the order of their start; those without one stand last."""

    measures: tuple[PlannedMeasure, ...] = ()

    @property
    def promised(self) -> tuple[PlannedMeasure, ...]:
        """What people may count on."""
        return tuple(measure for measure in self.measures if measure.promised)

    @property
    def cost(self) -> int:
        """What the firm expects to pay for what is promised, in cents, as far as it has said."""
        return sum(measure.cost or 0 for measure in self.promised)

    def measure(self, code: str) -> PlannedMeasure | None:
        """The measure with this code, where the plan has it."""
        return next((item for item in self.measures if item.code == code), None)

    @property
    def days(self) -> tuple["Appointment", ...]:
        """Every day of what is promised that is still ahead of somebody: starts, ends and looks not taken, in order."""
        return tuple(sorted((day for item in self.promised for day in _days(item)), key=lambda day: (day.on, day.code)))

    def next_appointment(self, today: date) -> Appointment | None:
        """The first day that matters from today on."""
        return next((day for day in self.days if day.on >= today), None)


def read_plan(stored: Mapping[str, object], months: Iterable[int] = ()) -> Plan:
    """The plan as stored: by code of measure `{state, owner, start, end, cost, note, evidence, reason, checked_6,
    checked_12}`, days in ISO, a look as `{on, state}`; only the state must be there, what is odd counts as not there.

    `months` are those after which the rules ask for a look (`follow_up_months`); looks taken after other months stay.
    """
    found = [
        _measure(code, value, months) for code, value in stored.items() if code != HEARD and isinstance(value, dict)
    ]
    return Plan(tuple(sorted(found, key=lambda item: (item.start is None, item.start or date.min, item.code))))


def as_stored(measure: PlannedMeasure) -> dict[str, JsonValue]:
    """What `read_plan` reads, without what is empty."""
    looks: dict[str, JsonValue] = {
        f"checked_{look.months}": {"on": look.on.isoformat() if look.on else None, "state": look.state}
        for look in measure.follow_ups
        if look.done
    }
    value: dict[str, JsonValue] = {
        "owner": measure.owner,
        "start": measure.start.isoformat() if measure.start else None,
        "end": measure.end.isoformat() if measure.end else None,
        "note": measure.note,
        "evidence": measure.evidence,
        "reason": measure.reason,
    }
    # A cost of nothing is something said, and stays.
    cost: dict[str, JsonValue] = {} if measure.cost is None else {"cost": measure.cost}
    return {"state": measure.state, **{key: item for key, item in value.items() if item}, **cost, **looks}


def follow_ups(
    start: date | None, looks: Mapping[int, tuple[date | None, State]], months: Iterable[int] = ()
) -> tuple[FollowUp, ...]:
    """The looks at a measure that starts on a day: those already taken, and those asked for after so many months."""
    return tuple(
        FollowUp(each, add_months(start, each) if start else None, *looks.get(each, (None, None)))
        for each in sorted({*months, *looks})
    )


def months_of(measures: Iterable[PlannedMeasure], months: Iterable[int]) -> tuple[int, ...]:
    """The months after which some of these measures are looked at: those that the rules ask for, and those taken."""
    return tuple(sorted({*months, *(look.months for measure in measures for look in measure.follow_ups)}))


def overdue(measures: Iterable[PlannedMeasure], today: date) -> tuple[tuple[PlannedMeasure, FollowUp], ...]:
    """Every look that is due and was not taken, oldest first."""
    found = [(measure, look) for measure in measures for look in measure.overdue(today)]
    return tuple(sorted(found, key=lambda pair: (pair[1].due or date.min, pair[0].code)))


def _measure(code: str, value: Mapping[str, object], months: Iterable[int]) -> PlannedMeasure:
    start = day_of(value.get("start"))
    looks: dict[int, tuple[date | None, State]] = {}
    for key, look in value.items():
        named = _LOOK.fullmatch(key)
        if named and isinstance(look, dict) and (state := state_of(look.get("state"))):
            looks[int(named[1])] = (day_of(look.get("on")), state)
    return PlannedMeasure(
        code=code,
        state=state_of(value.get("state")) or "proposed",
        owner=str(value.get("owner") or ""),
        start=start,
        end=day_of(value.get("end")),
        note=str(value.get("note") or ""),
        follow_ups=follow_ups(start, looks, months),
        cost=_cents(value.get("cost")),
        evidence=str(value.get("evidence") or ""),
        reason=str(value.get("reason") or ""),
    )


def state_of(value: object) -> State | None:
    """A state of a measure, None for anything else; what it was called before counts."""
    former = _FORMER.get(value) if isinstance(value, str) else None
    return former or next((state for state in STATES if state == value), None)


def _cents(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def day_of(value: object) -> date | None:
    """A day written in ISO, None for anything else."""
    try:
        return parse_day(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _days(measure: PlannedMeasure) -> Iterable[Appointment]:
    if measure.start and measure.state != "in_use":
        yield Appointment(measure.start, "start", measure.code)
    if measure.end:
        yield Appointment(measure.end, "end", measure.code)
    for look in measure.follow_ups:
        if look.due and not look.done:
            yield Appointment(look.due, "look", measure.code, look.months)
