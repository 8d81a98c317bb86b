"""Stage 5: rows of dated parameters follow each other without gap or overlap, and a date selects each."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Protocol

from cip.rulebook.diagnostics import Diagnostic, did_you_mean
from cip.rulebook.loading import LawFolder, ModelFolder
from cip.rulebook.shape_check import Entry
from cip.rulebook.shapes import law as law_shapes
from cip.rulebook.shapes.base import OPEN

_ONE_DAY = timedelta(days=1)


class DatedRow(Protocol):
    """Whatever has a first and a last day, None being open."""

    @property
    def start(self) -> date | None: ...
    @property
    def end(self) -> date | None: ...


def check_law_dates(folder: LawFolder) -> Iterator[Diagnostic]:
    """Mistakes of dates and selectors in `law/`."""
    read_on = folder.about.item.read_on if folder.about else None
    for entry in folder.parameters.values():
        selector = entry.item.selector
        if not folder.may_hold_selector(selector):
            suggestion = did_you_mean(selector, folder.selectors)
            yield entry.diagnostic("E504", "selector", selector=selector, suggestion=suggestion)
        yield from check_rows(entry, entry.item.values, "values")
        for index, row in enumerate(entry.item.values):
            yield from _precision(entry, index, row)
            if row.read_on and read_on and row.read_on > read_on:
                yield entry.diagnostic("E507", "values", index, "read_on", day=row.read_on, read_on=read_on)


def check_model_dates(folder: ModelFolder) -> Iterator[Diagnostic]:
    """Mistakes of dates in a model: its days of force, its weights, the acts of its duties."""
    if folder.about is not None:
        yield from check_order(folder.about, folder.about.item)
    if folder.weights and folder.is_whole("weights"):
        rows = [entry.item for entry in folder.weights]
        whole = Entry(folder.weights[0].item, folder.weights[0].document, ())
        yield from check_rows(whole, rows, "values")
        if folder.about is not None:
            yield from _covers(whole, rows, folder.about.item)
    for duty in folder.duties:
        for index, act in enumerate(duty.item.acts):
            yield from check_order(duty, act, "acts", index)


def _covers(whole: Entry[Any], rows: Sequence[DatedRow], about: DatedRow) -> Iterator[Diagnostic]:
    """The first and the last row reach as far as the model is in force."""
    first, last = rows[0].start, rows[-1].end
    if first and (about.start is None or about.start < first):
        start = about.start or OPEN
        yield whole.diagnostic("E501", "values", 0, "from", start=start, end=first - _ONE_DAY)
    if last and (about.end is None or about.end > last):
        end = about.end or OPEN
        yield whole.diagnostic("E501", "values", len(rows) - 1, "to", start=last + _ONE_DAY, end=end)


def _reversed(row: DatedRow) -> bool:
    return row.start is not None and row.end is not None and row.start > row.end


def check_order(entry: Entry[Any], row: DatedRow, *within: str | int) -> Iterator[Diagnostic]:
    """`from` does not come after `to`."""
    if _reversed(row):
        yield entry.diagnostic("E503", *within, "from", start=row.start, end=row.end)


def check_rows(entry: Entry[Any], rows: Sequence[DatedRow], *key: str | int) -> Iterator[Diagnostic]:
    """Rows at the place `key` of an item follow each other without gap or overlap."""
    for index, row in enumerate(rows):
        yield from check_order(entry, row, *key, index)
        if row.start is None and index > 0:
            yield entry.diagnostic("E505", *key, index, "from")
        if row.end is None and index < len(rows) - 1:
            yield entry.diagnostic("E505", *key, index, "to")
    for index, (earlier, later) in enumerate(pairwise(rows), start=1):
        before, start = earlier.end, later.start
        if before is None or start is None or _reversed(earlier) or _reversed(later):
            continue
        if start <= before:
            yield entry.diagnostic("E502", *key, index, "from", start=start, end=before)
        elif start != before + _ONE_DAY:
            yield entry.diagnostic("E501", *key, index, "from", start=before + _ONE_DAY, end=start - _ONE_DAY)


def _precision(entry: Entry[law_shapes.Parameter], index: int, row: law_shapes.ParameterRow) -> Iterator[Diagnostic]:
    """`precision` says that one end of the row is known to the month or year only: its first or last day."""
    if row.precision is None:
        return
    ends_well = row.end is not None and _is_last(row.end, row.precision)
    if (row.start is not None and _is_first(row.start, row.precision)) or ends_well:
        return
    key, day, expected = ("from", row.start, "first day") if row.start else ("to", row.end, "last day")
    if day is not None:
        yield entry.diagnostic("E508", "values", index, key, precision=row.precision, expected=expected, day=day)


def _is_first(day: date, precision: str) -> bool:
    return day.day == 1 and (precision == "month" or day.month == 1)


def _is_last(day: date, precision: str) -> bool:
    following = day + _ONE_DAY
    return following.day == 1 and (precision == "month" or following.month == 1)
