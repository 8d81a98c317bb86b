"""The dated values of agreements and territories: rows without gap, the right kind of value, days in order."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from cip.rulebook.agreement_loading import AgreementFolder
from cip.rulebook.agreements import row_of
from cip.rulebook.checks.dates import check_order, check_rows
from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.shape_check import Entry, described
from cip.rulebook.shapes import agreement as shapes

_YES_NO = "true or false"
_WHOLE = "a whole number from 0 up"
_UNITS = ("calendar_day", "working_day")
_SAME_DAY = ("allowed", "forbidden")
AVERAGE = "contractual_average"
"""Hours equal to a day are those of the worker's own contract: weekly hours by working days."""
_WORDS: dict[str, tuple[str, ...]] = {
    "notice_unit": _UNITS,
    "notice_urgent_unit": _UNITS,
    "reply_unit": _UNITS,
    "silence": ("accepted", "refused"),
    "minutes_per_day": (AVERAGE,),
    "minutes_per_month": (AVERAGE,),
}
_DAY, _MONTH = 24 * 60, 31 * 24 * 60
_BOUNDS: dict[str, tuple[int, int]] = {
    "unit_share": (1, 100),
    "min_unit_minutes": (1, _DAY),
    "step_minutes": (1, _DAY),
    "minutes_per_day": (1, _DAY),
    "minutes_per_month": (1, _MONTH),
    "min_work_left_minutes": (0, _DAY),
    "min_work_left_share": (0, 100),
    # Numbers about fewer people than two would hide nothing.
    "cell_limit": (2, 1_000),
}
"""What a number can be at all, by its name; minutes of a day or of a month, parts of a hundred."""
_MOST, _MOST_SHARE = 100_000, 100
_TRUE_OR_FALSE = {"available", "monthly_whole_days", "minutes_per_month_pro_rata", "monthly_plan"}


def check_values(folder: AgreementFolder) -> Iterator[Diagnostic]:
    """Mistakes of values and days."""
    for agreement in folder.agreements:
        yield from _agreement(agreement)
    for territory in folder.territories:
        yield from _territory(territory)
    for card in folder.cards:
        for place, fact in enumerate(card.item.facts):
            yield from _card_fact(card, fact, place)
    if "statute" not in folder.declared.get("agreements", ()) and folder.agreements:
        yield folder.agreements[0].diagnostic("E301", kind="agreement", id=shapes.STATUTE, suggestion="")


def _agreement(entry: Entry[shapes.Agreement]) -> Iterator[Diagnostic]:
    item = entry.item
    ends = item.expires_on if isinstance(item.expires_on, date) else None
    # The day of signing says nothing here: national contracts are often signed after the day from which they hold.
    start = item.effective_from
    if start and ends and start > ends:
        yield entry.diagnostic("E503", "effective_from", start=start, end=ends)
    for name, field in shapes.HourlyLeave.model_fields.items():
        rows = getattr(item.hourly_parental_leave, name)
        if rows is not None:
            yield from check_rows(entry, rows, "hourly_parental_leave", field.alias or name)
            for place, row in enumerate(rows):
                yield from _value(entry, name, row, ("hourly_parental_leave", name, place, "value"))
    for name, rows in item.params.items():
        yield from check_rows(entry, rows, "params", name)
        for place, row in enumerate(rows):
            yield from _range(entry, name, row, ("params", name, place, "value"))
    yield from _urgent(entry)


def _value(
    entry: Entry[shapes.Agreement], name: str, row: shapes.ValueRow, path: tuple[str | int, ...]
) -> Iterator[Diagnostic]:
    """A known value is of the kind that its name asks for."""
    if row.kind != "known":
        return
    if _fits(name, row.value):
        yield from _range(entry, name, row, path)
        return
    words = _SAME_DAY if name.startswith("same_day_") else _WORDS.get(name, ())
    expected = _YES_NO if name in _TRUE_OR_FALSE else " or ".join(words) or _WHOLE
    yield entry.diagnostic("E317", *path, name=name, expected=expected, found=described(row.value))


def _range(
    entry: Entry[shapes.Agreement], name: str, row: shapes.ValueRow, path: tuple[str | int, ...]
) -> Iterator[Diagnostic]:
    """A number lies where one of its name can lie."""
    value = row.value
    if not isinstance(value, int) or isinstance(value, bool):
        return
    least, most = _BOUNDS.get(name, (0, _MOST_SHARE if name.endswith("_share") else _MOST))
    if not least <= value <= most:
        yield entry.diagnostic("E205", *path, found=value, expected=f"from {least} to {most}")


def _urgent(entry: Entry[shapes.Agreement]) -> Iterator[Diagnostic]:
    """Urgent notice is never longer than ordinary notice, where both count the same days."""
    hourly = entry.item.hourly_parental_leave
    for place, row in enumerate(hourly.notice_urgent_days or ()):
        day = row.start or row.end or date.min
        ordinary = row_of(hourly.notice_days, day)
        units = [row_of(rows, day) for rows in (hourly.notice_unit, hourly.notice_urgent_unit)]
        alike = units[1] is None or (units[0] is not None and units[0].value == units[1].value)
        if not alike or ordinary is None or not isinstance(row.value, int) or not isinstance(ordinary.value, int):
            continue
        if row.value > ordinary.value:
            at = ("hourly_parental_leave", "notice_urgent_days", place, "value")
            expected = f"at most the ordinary notice of {ordinary.value}"
            yield entry.diagnostic("E205", *at, found=row.value, expected=expected)


def _fits(name: str, value: shapes.DatedValue) -> bool:
    if name in _TRUE_OR_FALSE:
        return isinstance(value, bool)
    words = _SAME_DAY if name.startswith("same_day_") else _WORDS.get(name, ())
    number = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value in words or (number and (not words or AVERAGE in words))


def _territory(entry: Entry[shapes.Territory]) -> Iterator[Diagnostic]:
    for place, version in enumerate(entry.item.versions):
        yield from check_order(entry, version, "versions", place)
        yield from _municipalities(entry, version, place)


def _municipalities(entry: Entry[Any], version: shapes.TerritoryVersion, place: int) -> Iterator[Diagnostic]:
    codes = [municipality.code for municipality in version.municipalities]
    for index, municipality in enumerate(version.municipalities):
        at = ("versions", place, "municipalities", index)
        if codes.index(municipality.code) < index:
            line, _ = entry.document.position((*entry.path, *at[:-1], codes.index(municipality.code)))
            first = f"{entry.document.file}:{line}"
            yield entry.diagnostic("E302", *at, "code", kind="municipality", id=municipality.code, first=first)
        if municipality.patron is not None and not _is_day(municipality.patron):
            yield entry.diagnostic("E208", *at, "patron", problem=f'"{municipality.patron}" is no month and day')


def _is_day(text: str) -> bool:
    if not re.fullmatch(r"\d{2}-\d{2}", text):
        return False
    try:
        date.fromisoformat(f"2024-{text}")
    except ValueError:
        return False
    return True


def _card_fact(entry: Entry[shapes.ContractCard], fact: shapes.CardFact, place: int) -> Iterator[Diagnostic]:
    """What is said of a contract has its source; what is not known has none."""
    for key in ("source", "confidence"):
        if fact.status == "known" and getattr(fact, key) is None:
            yield entry.document.diagnostic("E202", (*entry.path, "facts", place), key=key)
