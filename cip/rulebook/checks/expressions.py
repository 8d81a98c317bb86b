"""Stage 4: every expression of a model parses and its types fit; and the lines of the file where they do not."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from cip.rulebook.diagnostics import Diagnostic, did_you_mean, listed, message
from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.parsing import ExpressionError, parse_condition
from cip.rulebook.expressions.scope import Scope
from cip.rulebook.loading import LawFolder, ModelFolder
from cip.rulebook.packs import scope_of
from cip.rulebook.parameters import row_on
from cip.rulebook.shape_check import Entry
from cip.rulebook.shapes import model
from cip.rulebook.shapes.law import Parameter

_NUMBERS = ("whole", "percent", "hours")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def folder_scope(folder: ModelFolder, law: LawFolder) -> Scope:
    """The names that expressions of a model may use, as far as they are sound."""
    parameters = {key: entry.item for key, entry in law.parameters.items()}
    facts = [entry.item for entry in folder.facts]
    return scope_of(facts, sorted(folder.declared.get("indicators", set())), parameters)


def expressions_of(folder: ModelFolder) -> Iterator[tuple[Entry[Any], tuple[str | int, ...], str]]:
    """Every expression of a model: its entry, the path inside it, and its text."""
    for fact in folder.facts:
        if fact.item.applies:
            yield fact, ("applies",), fact.item.applies
        for index, derived in enumerate(fact.item.derived):
            yield fact, ("derived", index, "when"), derived.when
        for index, doubt in enumerate(fact.item.doubts):
            yield fact, ("doubts", index, "when"), doubt.when
    for indicator in folder.indicators:
        yield from _of_indicator(indicator)
    entries: list[Entry[model.Duty] | Entry[model.Measure]] = [*folder.duties, *folder.measures]
    for entry in entries:
        if entry.item.applies:
            yield entry, ("applies",), entry.item.applies


def _of_indicator(entry: Entry[model.Indicator]) -> Iterator[tuple[Entry[Any], tuple[str | int, ...], str]]:
    item = entry.item
    if item.applies:
        yield entry, ("applies",), item.applies
    for index, reason in enumerate(item.not_applicable):
        if reason.when:
            yield entry, ("not_applicable", index, "when"), reason.when
        if reason.denied:
            yield entry, ("not_applicable", index, "denied"), reason.denied
    if item.reachable:
        yield entry, ("reachable", "when"), item.reachable.when
    for index, variant in enumerate(item.variants):
        yield entry, ("variants", index, "when"), variant.when


def check_expressions(folder: ModelFolder, law: LawFolder) -> Iterator[Diagnostic]:
    """Mistakes in expressions, and values of facts that do not fit their type."""
    scope = folder_scope(folder, law)
    day = folder.about.item.start if folder.about else None
    for entry, within, text in expressions_of(folder):
        try:
            node = parse_condition(text, scope)
        except ExpressionError as error:
            if not cites_unsound(error, folder, law):
                yield at_expression(entry, within, error)
            continue
        yield from _parameters_known(entry, within, node, law, day)
    for fact in folder.facts:
        yield from _fact(fact)


def cites_unsound(error: ExpressionError, folder: ModelFolder, law: LawFolder) -> bool:
    """Whether a name is missing only because its own mistake keeps it out: mending that one is enough."""
    name = str(error.values.get("name"))
    there = folder.may_hold("facts", name) or folder.may_hold("indicators", name) or law.may_hold(name)
    return error.code == "E402" and there


def at_expression(entry: Entry[Any], within: tuple[str | int, ...], error: ExpressionError) -> Diagnostic:
    """The diagnostic of a mistake in the expression at a place of an item."""
    path = (*entry.path, *within)
    line, column = entry.document.position(path)
    column += entry.document.text_offset(path, error.offset)
    return Diagnostic(entry.document.file, line, column, error.code, message(error.code, **error.values))


def _parameters_known(
    entry: Entry[Any], within: tuple[str | int, ...], node: n.Condition, law: LawFolder, day: date | None
) -> Iterator[Diagnostic]:
    if day is None:
        return
    for name in n.columns_read(node):
        parameter = law.parameters.get(name)
        if parameter is not None and _has_none(parameter.item, day):
            yield entry.diagnostic("E506", *within, name=name, day=day)


def _has_none(parameter: Parameter, day: date) -> bool:
    """Whether a parameter has no value on a day; a gap between its rows is a mistake of the rows, not of the rule."""
    row = row_on(parameter, day)
    if row is not None:
        return row.value is None
    start, end = parameter.values[0].start, parameter.values[-1].end
    return (start is not None and day < start) or (end is not None and day > end)


def _fact(entry: Entry[model.Fact]) -> Iterator[Diagnostic]:
    fact = entry.item
    needs_options = fact.type in ("choice", "several")
    if needs_options and not fact.options:
        yield entry.diagnostic("E202", key="options")
    if fact.options and not needs_options:
        yield entry.diagnostic("E208", "options", problem=f"a fact of type {fact.type} has no options")
    if fact.min is not None and fact.max is not None and fact.min > fact.max:
        yield entry.diagnostic("E208", "min", problem=f"min {fact.min:g} is more than max {fact.max:g}")
    for key in ("min", "max"):
        if getattr(fact, key) is not None and fact.type not in _NUMBERS:
            yield entry.diagnostic("E208", key, problem=f"a fact of type {fact.type} has no {key}")
    if not fact.asked and fact.asked_later is None:
        yield entry.diagnostic("E202", key="asked_later")
    yield from _pattern(entry)
    yield from _derived(entry)


def _pattern(entry: Entry[model.Fact]) -> Iterator[Diagnostic]:
    fact = entry.item
    if fact.pattern and fact.type != "code":
        yield entry.diagnostic("E208", "pattern", problem=f"a fact of type {fact.type} has no pattern")
    elif fact.pattern:
        try:
            re.compile(fact.pattern)
        except re.error as error:
            yield entry.diagnostic("E208", "pattern", problem=f"this is no regular expression: {error.msg}")


def _derived(entry: Entry[model.Fact]) -> Iterator[Diagnostic]:
    fact = entry.item
    if fact.derived and fact.type == "code":
        yield entry.diagnostic("E208", "derived", problem="a fact of type code cannot be filled in by itself")
        return
    allowed = ["yes", "no"] if fact.type == "yes_no" else [option.id for option in fact.options]
    for index, derived in enumerate(fact.derived):
        within = ("derived", index, "value")
        if fact.type in _NUMBERS and not _NUMBER.fullmatch(derived.value):
            yield entry.diagnostic("E203", *within, expected="write a number in quotes", found=f'"{derived.value}"')
        elif allowed and derived.value not in allowed:
            suggestion = did_you_mean(derived.value, allowed)
            yield entry.diagnostic("E204", *within, found=derived.value, suggestion=suggestion, allowed=listed(allowed))
