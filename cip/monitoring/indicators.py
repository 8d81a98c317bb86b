"""The actual of each indicator of a programme, with the rows and the entries behind it. Pure.

Numbers are hundredths, for percentages have two decimals. What nothing tells is None, never zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cip.monitoring.programme import EVERYTHING, Entry, Evidence, Scope, standing_entries
from cip.rulebook.shapes.programme import Measured, Programme, ResultIndicator

LEAST_FIRMS = 5
"""Of fewer firms nothing exact leaves the office: the limit of surveys (model 5.3) and of comparisons among firms."""
_HUNDRED = 100

Known = Literal["computed", "by_hand", "nothing_written", "not_measured"]
Rows = Mapping[Measured, Sequence[Evidence]]


@dataclass(frozen=True, slots=True)
class Actual:
    """An indicator with its target and actual in hundredths, and all that stands behind it. `known` says how the actual
    is known; it is None for `nothing_written` and `not_measured`.
    """

    indicator: ResultIndicator
    target: int
    actual: int | None
    known: Known
    rows: tuple[Evidence, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def firms(self) -> int:
        """How many firms stand behind a computed number."""
        return len({row.firm_id for row in self.rows})

    @property
    def share(self) -> float | None:
        """The actual as a share of the target, 0 and up; None where there is no actual or no target."""
        return None if self.actual is None or not self.target else self.actual / self.target

    @property
    def small(self) -> bool:
        """Whether so few firms stand behind it that only the office may see the number."""
        return self.known == "computed" and 0 < self.firms < LEAST_FIRMS


def actuals_of(
    programme: Programme, rows: Rows, entries: Sequence[Entry], scope: Scope = EVERYTHING
) -> Sequence[Actual]:
    """Every indicator of a programme in its order, within a scope."""
    written = standing_entries(entries, scope)
    return [_actual(indicator, rows, written, scope) for indicator in programme.indicators]


def _actual(indicator: ResultIndicator, rows: Rows, written: Sequence[Entry], scope: Scope) -> Actual:
    target = round(indicator.target * _HUNDRED)
    if indicator.measured == "not_measured":
        return Actual(indicator, target, None, "not_measured")
    if indicator.measured == "by_hand":
        own = tuple(entry for entry in written if entry.indicator_id == indicator.id)
        value = _of_entries(indicator, own)
        return Actual(indicator, target, value, "nothing_written" if value is None else "by_hand", entries=own)
    found = [row for row in rows.get(indicator.measured, ()) if scope.holds(row)]
    if indicator.measures:
        found = [row for row in found if row.measure in indicator.measures]
    if indicator.measured == "firms_with_measures":
        found = _first_of_each_firm(found)
    return Actual(indicator, target, sum(row.amount for row in found) * _HUNDRED, "computed", rows=tuple(found))


def _first_of_each_firm(rows: Iterable[Evidence]) -> list[Evidence]:
    first: dict[str, Evidence] = {}
    for row in rows:
        if row.firm_id not in first or row.on < first[row.firm_id].on:
            first[row.firm_id] = row
    return sorted(first.values(), key=lambda row: (row.on, row.firm_id))


def _of_entries(indicator: ResultIndicator, entries: Sequence[Entry]) -> int | None:
    """Counts of alliances add up, percentages are their mean, a yes of one is a yes. An entry for the whole programme
    stands for all alliances: it wins over theirs.
    """
    values = [entry.hundredths for entry in entries if entry.alliance_id is None] or [
        entry.hundredths for entry in entries
    ]
    known = [value for value in values if value is not None]
    if not known:
        return None
    if indicator.type == "percent":
        return (2 * sum(known) + len(known)) // (2 * len(known))
    return max(known) if indicator.type == "yes_no" else sum(known)


def places_in(rows: Rows) -> Sequence[str]:
    """The municipalities of all rows, by name; those of firms without one are left out."""
    return sorted({row.place for of in rows.values() for row in of if row.place})
