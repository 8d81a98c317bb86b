"""What facts that nobody stated may be, case by case.

A range alone forgets that two conditions read the same fact: "4 points below 10 workers, 6 from 10 on" can never give
ten. So the cases between which the conditions of a rule tell apart are looked at one at a time, and the ranges joined.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import product
from math import ceil, floor, inf

from cip.incentives.bounds import FIRST_DAY, LAST_DAY, PERHAPS_ONE, End, Range, View, number, stated
from cip.incentives.call_facts import NUMBERS, WHOLE, FactValue, least_of, most_of
from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.scope import known_column, name_of_column
from cip.rulebook.shapes.call import CallFact

MOST_WORLDS = 256
"""Facts that would make more cases than this stay ranges: the result is wider than it need be, never too narrow."""
HAIR = Fraction(1, 10**9)
"""How far beside a threshold a number that is not whole is looked at."""


@dataclass(frozen=True)
class Imagined:
    """One case of one fact: what its columns are in it."""

    numbers: Mapping[str, Range] = field(default_factory=dict)
    truths: Mapping[str, bool | None] = field(default_factory=dict)


def columns_of(fact: CallFact, value: FactValue | None, columns: Iterable[str]) -> Imagined:
    """What the columns of a fact are where its value is given, or None where nobody stated it."""
    if fact.type in NUMBERS or fact.type == "day":
        return Imagined(numbers={fact.id: range_of(fact, value)})
    if fact.type == "yes_no":
        return Imagined(truths={fact.id: value if isinstance(value, bool) else None})
    known = known_column(fact.id)
    words = {column: column.split("=", 1)[1] for column in columns if column != known}
    truths = {column: None if value is None else _is(value, word) for column, word in words.items()}
    return Imagined({known: PERHAPS_ONE if value is None else stated(1)}, truths)


def _is(value: FactValue, word: str) -> bool:
    return word in value if isinstance(value, tuple) else word == value


def range_of(fact: CallFact, value: FactValue | None) -> Range:
    """All that a number or day fact may be."""
    if isinstance(value, Fraction):
        return stated(value)
    if isinstance(value, date):
        return stated(value.toordinal())
    if fact.type == "day":
        return Range(FIRST_DAY, LAST_DAY)
    most = most_of(fact)
    return Range(least_of(fact), inf if most is None else most)


def worlds(view: View, facts: Mapping[str, CallFact], rules: tuple[n.Node, ...]) -> Iterator[View]:
    """The cases of what is not stated, between which some rules tell apart; one alone where all is stated."""
    columns: dict[str, list[str]] = {}
    for column in dict.fromkeys(column for rule in rules for column in n.columns_read(rule)):
        columns.setdefault(name_of_column(column), []).append(column)
    cases: list[list[Imagined]] = []
    count = 1
    for name, read in columns.items():
        found = _cases(view, facts[name], read, rules) if name in facts else []
        if len(found) > 1 and count * len(found) <= MOST_WORLDS:
            cases.append(found)
            count *= len(found)
    for chosen in product(*cases):
        yield _with(view, chosen) if chosen else view


def _with(view: View, chosen: Iterable[Imagined]) -> View:
    numbers, truths = dict(view.numbers), dict(view.truths)
    for one in chosen:
        numbers |= one.numbers
        truths |= one.truths
    return View(numbers, truths, view.unsettled, view.seen or view)


def _cases(view: View, fact: CallFact, columns: list[str], rules: tuple[n.Node, ...]) -> list[Imagined]:
    """The cases of one fact; none where it is stated."""
    if fact.type in NUMBERS or fact.type == "day":
        held = view.numbers[fact.id]
        return [] if held.stated else [Imagined(numbers={fact.id: r}) for r in _pieces(held, fact, view, rules)]
    read = [column for column in columns if column in view.truths]
    if any(view.truths[column] is not None for column in read):
        return []
    if fact.type == "choice" or fact.type == "code":
        all_named = len(read) == len(fact.options) and fact.type == "choice"
        chosen = [{column: column == one for column in read} for one in (*read, *(() if all_named else (None,)))]
        return [Imagined(truths=truths) for truths in chosen]
    return [Imagined(truths=dict(zip(read, answers, strict=True))) for answers in _answers(len(read))]


def _answers(count: int) -> Iterable[tuple[bool, ...]]:
    return product((True, False), repeat=count) if 2**count <= MOST_WORLDS else ()


def _pieces(held: Range, fact: CallFact, view: View, rules: tuple[n.Node, ...]) -> list[Range]:
    """A range cut at the numbers with which rules compare the fact: these numbers, and what lies between them."""
    whole = fact.type in WHOLE or fact.type == "day"
    low: End = held.low
    out: list[Range] = []
    for cut in sorted(set(_thresholds(fact.id, view, rules))):
        if not held.low <= cut <= held.high:
            continue
        below: End = Fraction(ceil(cut) - 1) if whole else cut - HAIR
        if low <= below:
            out.append(Range(low, below))
        if not whole or cut.denominator == 1:
            out.append(Range(cut, cut))
        low = Fraction(floor(cut) + 1) if whole else cut + HAIR
    return [*out, Range(low, held.high)] if low <= held.high else out


def _thresholds(name: str, view: View, rules: Iterable[n.Node]) -> Iterator[Fraction]:
    for rule in rules:
        if isinstance(rule, n.Compare):
            for one, other in ((rule.left, rule.right), (rule.right, rule.left)):
                limit = number(other, view) if one == n.Var(name) else None
                if limit is not None and limit.stated and isinstance(limit.low, Fraction):
                    yield limit.low
        yield from _thresholds(name, view, tuple(n.children(rule)))
