"""For how long the measures of an award are kept (clause F-04): since when in use, until when, how they stand. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import JsonValue

from cip.kernel.days import add_months
from cip.rulebook.shapes.call import Call

KEEPING_CLAUSE = "F-04"
UseToday = Literal["in_use", "not_started", "ended", "unknown"]
LONGEST_SOURCE = 500


@dataclass(frozen=True, kw_only=True)
class UseNote:
    """What the office noted of a measure, with where it knows it from: it counts before what the plan says."""

    measure: str
    started_on: date | None
    ended_on: date | None
    seasonal: bool
    source: str
    noted_on: date
    by_label: str


@dataclass(frozen=True, kw_only=True)
class KeptMeasure:
    """A funded measure: since when it is in use, until when it is to be kept (None: not known yet), how it stands.

    A seasonal one is kept for one season: until `ended_on`, where it is known.
    """

    measure: str
    started_on: date | None
    ended_on: date | None
    keep_until: date | None
    months: int | None
    seasonal: bool
    today: UseToday
    source: str

    @property
    def broken(self) -> bool:
        """Whether it ended before the day until which it was to be kept."""
        if self.seasonal or self.ended_on is None or self.keep_until is None:
            return False
        return self.ended_on < self.keep_until

    def months_proved(self, on: date) -> int:
        """Whole months of use on a day; of one that ended, until its end; none of one that is only planned."""
        if self.started_on is None or self.today in ("unknown", "not_started"):
            return 0
        last = on if self.ended_on is None else min(on, self.ended_on)
        months = (last.year - self.started_on.year) * 12 + last.month - self.started_on.month
        return max(0, months - (add_months(self.started_on, months) > last))

    def days_due(self) -> int:
        """For how many days it was to be kept; 0 where that is not known."""
        if self.started_on is None or self.keep_until is None:
            return 0
        return max(0, (self.keep_until - self.started_on).days)

    def days_kept(self, on: date) -> int:
        """For how many of these it was kept, as far as a day."""
        if self.started_on is None:
            return 0
        last = on if self.ended_on is None else min(on, self.ended_on)
        return min(self.days_due(), max(0, (last - self.started_on).days))


def months_to_keep(call: Call, facts: Mapping[str, JsonValue]) -> int | None:
    """For how many months the measures are to be kept: the longest of what the call asks under the keeping clause, and
    of what the application promised. None where the call asks nothing.
    """
    found = []
    for one in call.obligations:
        if one.clause == KEEPING_CLAUSE and one.months is not None:
            found.append(one.months)
        promised = facts.get(one.months_of) if one.months_of is not None else None
        if isinstance(promised, int) and not isinstance(promised, bool):
            found.append(promised)
    return max(found, default=None)


def kept_measure(
    measure: str, months: int | None, on: date, *, planned: tuple[UseToday, date | None, date | None],
    notes: Sequence[UseNote] = (),
) -> KeptMeasure:  # fmt: skip
    """How a measure stands on a day. `planned`: what the signed plan and the looks at it say (state, start, end); the
    last note of the office counts before it.
    """
    state, start, end = planned
    note = notes[-1] if notes else None
    if note is not None:
        start, end = note.started_on, note.ended_on
        state = _state(start, end, on)
    ended = end if state == "ended" else None
    seasonal = note is not None and note.seasonal
    until = None if start is None or months is None else add_months(start, months)
    if seasonal:
        until = note.ended_on if note is not None else None
    return KeptMeasure(
        measure=measure,
        started_on=start,
        ended_on=ended,
        keep_until=until,
        months=None if seasonal else months,
        seasonal=seasonal,
        today=state,
        source="plan" if note is None else note.source,
    )


def by_measure(notes: Iterable[UseNote]) -> dict[str, list[UseNote]]:
    """Notes by measure, in their order."""
    found: dict[str, list[UseNote]] = {}
    for note in notes:
        found.setdefault(note.measure, []).append(note)
    return found


def _state(start: date | None, end: date | None, on: date) -> UseToday:
    if start is None:
        return "unknown"
    if on < start:
        return "not_started"
    return "ended" if end is not None and end <= on else "in_use"
