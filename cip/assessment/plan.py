"""The plan: the measures that a firm chose, who follows each, from when to when, and what became of it. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from pydantic import JsonValue

State = Literal["planned", "in_use", "done", "dropped"]
STATES: tuple[State, ...] = get_args(State)
FOLLOW_UP_MONTHS = (6, 12)
"""When one looks whether a measure is still in use, counted from its start (the grid asks for both)."""


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
    """One measure of the plan; `owner` and `note` are the firm's own words."""

    code: str
    state: State
    owner: str = ""
    start: date | None = None
    end: date | None = None
    note: str = ""
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def promised(self) -> bool:
        """Whether people may count on it: it is planned or in use."""
        return self.state in ("planned", "in_use")

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

    def next_appointment(self, today: date) -> Appointment | None:
        """The first day that matters from today on."""
        return min(
            (day for measure in self.promised for day in _days(measure) if day.on >= today),
            key=lambda day: (day.on, day.code),
            default=None,
        )


def read_plan(stored: Mapping[str, object]) -> Plan:
    """The plan as stored: by code of measure `{state, owner, start, end, note, checked_6, checked_12}`, days in ISO, a
    look as `{on, state}`; only the state must be there.
    """
    found = [_measure(code, value) for code, value in stored.items() if isinstance(value, dict)]
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
    }
    return {"state": measure.state, **{key: item for key, item in value.items() if item}, **looks}


def follow_ups(start: date | None, looks: Mapping[int, tuple[date | None, State]]) -> tuple[FollowUp, ...]:
    """The looks at a measure that starts on a day, with those already taken."""
    return tuple(
        FollowUp(months, add_months(start, months) if start else None, *looks.get(months, (None, None)))
        for months in FOLLOW_UP_MONTHS
    )


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def overdue(measures: Iterable[PlannedMeasure], today: date) -> tuple[tuple[PlannedMeasure, FollowUp], ...]:
    """Every look that is due and was not taken, oldest first."""
    found = [(measure, look) for measure in measures for look in measure.overdue(today)]
    return tuple(sorted(found, key=lambda pair: (pair[1].due or date.min, pair[0].code)))


def _measure(code: str, value: Mapping[str, object]) -> PlannedMeasure:
    start = _day(value.get("start"))
    looks: dict[int, tuple[date | None, State]] = {}
    for months in FOLLOW_UP_MONTHS:
        look = value.get(f"checked_{months}")
        if isinstance(look, dict) and (state := _state(look.get("state"))):
            looks[months] = (_day(look.get("on")), state)
    return PlannedMeasure(
        code=code,
        state=_state(value.get("state")) or "planned",
        owner=str(value.get("owner") or ""),
        start=start,
        end=_day(value.get("end")),
        note=str(value.get("note") or ""),
        follow_ups=follow_ups(start, looks),
    )


def _state(value: object) -> State | None:
    return next((state for state in STATES if state == value), None)


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _days(measure: PlannedMeasure) -> Iterable[Appointment]:
    if measure.start and measure.state == "planned":
        yield Appointment(measure.start, "start", measure.code)
    if measure.end:
        yield Appointment(measure.end, "end", measure.code)
    for look in measure.follow_ups:
        if look.due and not look.done:
            yield Appointment(look.due, "look", measure.code, look.months)
