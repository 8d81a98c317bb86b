"""Programmes: ids stand once, what they cite is there, targets fit their type, months lie within the programme."""

from collections.abc import Iterable, Iterator
from typing import Any

from cip.rulebook.checks.texts import check_entry
from cip.rulebook.diagnostics import Diagnostic, did_you_mean
from cip.rulebook.shape_check import Entry
from cip.rulebook.shapes.programme import WITH_MEASURES, Programme

_ALL = 100.0


def check_programme(
    entry: Entry[Programme], calls: frozenset[str], measures: frozenset[str] | None
) -> Iterator[Diagnostic]:
    """Every mistake of one programme. `calls` and `measures` are what it may name (None: not read)."""
    programme = entry.item
    for key, one in (("alliances", "alliance"), ("groups", "group"), ("indicators", "indicator"), ("timetable", "due")):
        yield from _twice(entry, key, one, getattr(programme, key))
    yield from _alliances(entry, calls)
    yield from _indicators(entry, measures)
    first, last = programme.about.start, programme.about.to
    if first is not None and last is not None and first > last:
        yield entry.diagnostic("E503", "about", "from", start=first.isoformat(), end=last.isoformat())
    else:
        yield from _months(entry)
    yield from check_entry(entry)


def _twice(entry: Entry[Programme], key: str, one: str, items: Iterable[Any]) -> Iterator[Diagnostic]:
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        if item.id in first:
            line, _column = entry.document.position((key, first[item.id], "id"))
            yield entry.diagnostic("E302", key, index, "id", kind=one, id=item.id, first=f"line {line}")
        first.setdefault(item.id, index)


def _alliances(entry: Entry[Programme], calls: frozenset[str]) -> Iterator[Diagnostic]:
    owner: dict[str, str] = {}
    for index, alliance in enumerate(entry.item.alliances):
        for place, call in enumerate(alliance.calls):
            at = ("alliances", index, "calls", place)
            if call not in calls:
                yield entry.diagnostic("E301", *at, kind="call", id=call, suggestion=did_you_mean(call, calls))
            elif call in owner:
                problem = f'the call {call} already belongs to "{owner[call]}"; its firms would count twice'
                yield entry.diagnostic("E208", *at, problem=problem)
            owner.setdefault(call, alliance.id)


def _indicators(entry: Entry[Programme], measures: frozenset[str] | None) -> Iterator[Diagnostic]:
    groups = [group.id for group in entry.item.groups]
    for index, indicator in enumerate(entry.item.indicators):
        at = ("indicators", index)
        if indicator.group not in groups:
            near = did_you_mean(indicator.group, groups)
            yield entry.diagnostic("E301", *at, "group", kind="group", id=indicator.group, suggestion=near)
        problem = _odd_target(indicator.type, indicator.target)
        if problem:
            yield entry.diagnostic("E208", *at, "target", problem=problem)
        if (indicator.measured in WITH_MEASURES) != bool(indicator.measures):
            problem = f"what is measured as {' or '.join(WITH_MEASURES)} names its `measures`, and nothing else does"
            yield entry.diagnostic("E208", *at, "measured", problem=problem)
        for place, code in enumerate(indicator.measures):
            if measures is not None and code not in measures:
                near = did_you_mean(code, measures)
                yield entry.diagnostic("E301", *at, "measures", place, kind="measure", id=code, suggestion=near)


def _odd_target(kind: str, target: float) -> str | None:
    if kind == "count" and not target.is_integer():
        return "a count is a whole number"
    if kind == "percent" and target > _ALL:
        return "a percentage is at most 100"
    if kind == "yes_no" and target not in (0.0, 1.0):
        return "the target of a yes or no is 1 (yes) or 0 (no)"
    return None


def _months(entry: Entry[Programme]) -> Iterator[Diagnostic]:
    start, end = entry.item.about.start, entry.item.about.to
    for index, due in enumerate(entry.item.timetable):
        for place, month in enumerate(due.months):
            problem = None
            if place and month <= due.months[place - 1]:
                problem = "the months follow each other, each once"
            elif (start and month < start.isoformat()[:7]) or (end and month > end.isoformat()[:7]):
                problem = "this month lies outside the programme"
            if problem:
                yield entry.diagnostic("E208", "timetable", index, "months", place, problem=problem)
