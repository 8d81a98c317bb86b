"""Stage 5: rows of dated parameters follow each other without gap or overlap, and a date selects each."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Protocol

from cip.rulebook.diagnostics import Diagnostic, did_you_mean
from cip.rulebook.loading import LawFolder, ModelFolder
from cip.rulebook.shape_check import Entry
from cip.rulebook.shapes import law as law_shapes

_ONE_DAY = timedelta(days=1)


class _Row(Protocol):
    @property
    def start(self) -> date | None: ...
    @property
    def end(self) -> date | None: ...


def check_law_dates(folder: LawFolder) -> Iterator[Diagnostic]:
    """Mistakes of dates and selectors in `law/`."""
    read_on = folder.about.item.read_on if folder.about else None
    for entry in folder.parameters.values():
        selector = entry.item.selector
        if folder.selectors and selector not in folder.selectors:
            suggestion = did_you_mean(selector, folder.selectors)
            yield entry.diagnostic("E504", "selector", selector=selector, suggestion=suggestion)
        yield from _rows(entry, "values", entry.item.values)
        for index, row in enumerate(entry.item.values):
            yield from _precision(entry, index, row)
            if row.read_on and read_on and row.read_on > read_on:
                yield entry.diagnostic("E507", "values", index, "read_on", day=row.read_on, read_on=read_on)


def check_model_dates(folder: ModelFolder) -> Iterator[Diagnostic]:
    """Mistakes of dates in a model: its days of force, its weights, the acts of its duties."""
    if folder.about is not None:
        yield from _order(folder.about, folder.about.item)
    rows = [entry.item for entry in folder.weights]
    if folder.weights:
        whole = Entry(folder.weights[0].item, folder.weights[0].document, ())
        yield from _rows(whole, "values", rows)
    for duty in folder.duties:
        for index, act in enumerate(duty.item.acts):
            yield from _order(duty, act, "acts", index)


def _order(entry: Entry, row: _Row, *within: str | int) -> Iterator[Diagnostic]:  # type: ignore[type-arg]
    if row.start and row.end and row.start > row.end:
        yield entry.diagnostic("E503", *within, "from", start=row.start, end=row.end)


def _rows(entry: Entry, key: str, rows: Sequence[_Row]) -> Iterator[Diagnostic]:  # type: ignore[type-arg]
    for index, row in enumerate(rows):
        yield from _order(entry, row, key, index)
        if row.start is None and index > 0:
            yield entry.diagnostic("E505", key, index, "from")
        if row.end is None and index < len(rows) - 1:
            yield entry.diagnostic("E505", key, index, "to")
    for index in range(1, len(rows)):
        before, row = rows[index - 1].end, rows[index].start
        if before is None or row is None:
            continue
        if row <= before:
            yield entry.diagnostic("E502", key, index, "from", start=row, end=before)
        elif row != before + _ONE_DAY:
            yield entry.diagnostic("E501", key, index, "from", start=before + _ONE_DAY, end=row - _ONE_DAY)


def _precision(entry: Entry[law_shapes.Parameter], index: int, row: law_shapes.ParameterRow) -> Iterator[Diagnostic]:
    if row.precision is None or row.start is None:
        return
    first = row.start.replace(day=1) if row.precision == "month" else row.start.replace(month=1, day=1)
    if row.start != first and (row.end is None or _is_last(row.end, row.precision) is False):
        yield entry.diagnostic(
            "E508", "values", index, "from", precision=row.precision, expected="first day", found=row.start
        )


def _is_last(day: date, precision: str) -> bool:
    following = day + _ONE_DAY
    return following.day == 1 and (precision == "month" or following.month == 1)
