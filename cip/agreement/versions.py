"""What changes between two days of an agreement, or between an agreement and the one that renews it. Pure.

A text changes by dated rows, never in place: so two days are compared row by row, and what is the same on both is left
out. Nothing here says which one is better: that is for who bargains, and clause H-05 for who applies it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cip.rulebook.agreements import row_of
from cip.rulebook.shapes.agreement import Agreement, HourlyLeave, Rows, ValueRow

Part = Literal["head", "joining", "hourly", "param", "obligations"]
HEAD_FIELDS = ("signed_on", "effective_from", "expires_on", "after_expiry", "precedence")


@dataclass(frozen=True, slots=True)
class Side:
    """An agreement on a day."""

    agreement: Agreement
    on: date


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says of one thing: the word that sorts it (`missing`: it is not asked), the value, its source."""

    kind: Literal["known", "unknown", "none", "missing"]
    value: int | bool | str | date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same: in which part, its name, before and after."""

    part: Part
    name: str
    before: Said
    after: Said


@dataclass(frozen=True, slots=True)
class ObligationChange:
    """A clause that only one of the two takes up."""

    clause: str
    added: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is not the same between two sides; `same` counts what is."""

    before: Side
    after: Side
    differences: tuple[Difference, ...]
    obligations: tuple[ObligationChange, ...]
    same: int


def compare(before: Side, after: Side) -> Comparison:
    """Two sides, side by side: the head only where the agreements differ, values on the day of each side."""
    pairs = list(_pairs(before, after))
    changed = tuple(one for one in pairs if _differs(one))
    old, new = set(before.agreement.obligations), set(after.agreement.obligations)
    clauses = [ObligationChange(clause, added=clause in new) for clause in sorted(old ^ new)]
    return Comparison(before, after, changed, tuple(clauses), len(pairs) - len(changed))


def change_days(agreement: Agreement) -> tuple[date, ...]:
    """The days on which a value of an agreement begins or has ended, oldest first: after each of them it reads
    otherwise than the day before.
    """
    days: set[date] = set()
    for rows in _all_rows(agreement).values():
        days |= {row.start for row in rows if row.start is not None}
        days |= {row.end + timedelta(days=1) for row in rows if row.end is not None}
    return tuple(sorted(days))


def latest_change(agreement: Agreement, on: date) -> date | None:
    """The last day up to `on` on which something began to read otherwise, the first day of the text aside; None where
    nothing ever did.
    """
    days = change_days(agreement)
    return max((day for day in days[1:] if day <= on), default=None)


def _pairs(before: Side, after: Side) -> Iterator[Difference]:
    if before.agreement.id != after.agreement.id:
        for name in HEAD_FIELDS:
            yield Difference("head", name, _head(before.agreement, name), _head(after.agreement, name))
        yield Difference("joining", "routes", _routes(before.agreement), _routes(after.agreement))
    for name in HourlyLeave.model_fields:
        old = getattr(before.agreement.hourly_parental_leave, name)
        new = getattr(after.agreement.hourly_parental_leave, name)
        yield Difference("hourly", name, _said(old, before.on), _said(new, after.on))
    names = [
        *before.agreement.params,
        *(name for name in after.agreement.params if name not in before.agreement.params),
    ]
    for name in names:
        old, new = before.agreement.params.get(name), after.agreement.params.get(name)
        yield Difference("param", name, _said(old, before.on), _said(new, after.on))


def _differs(pair: Difference) -> bool:
    return (pair.before.kind, pair.before.value) != (pair.after.kind, pair.after.value)


def _said(rows: Rows | None, on: date) -> Said:
    row = row_of(rows, on)
    return Said("missing") if row is None else _of_row(row)


def _of_row(row: ValueRow) -> Said:
    return Said(row.kind, row.value if row.kind == "known" else None, row.source)


def _head(agreement: Agreement, name: str) -> Said:
    value = getattr(agreement, name)
    if value == "unknown":
        return Said("unknown")
    return Said("none") if value is None else Said("known", value)


def _routes(agreement: Agreement) -> Said:
    return Said("none") if agreement.joining is None else Said("known", ",".join(agreement.joining.routes))


def _all_rows(agreement: Agreement) -> Mapping[str, Rows]:
    leave = agreement.hourly_parental_leave
    hourly = {f"hourly.{name}": getattr(leave, name) for name in HourlyLeave.model_fields}
    return {name: rows for name, rows in {**hourly, **agreement.params}.items() if rows is not None}
