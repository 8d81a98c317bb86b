"""Exact arithmetic with what is not known yet: an expression of the rules over ranges of numbers.

A number that nobody stated is the range of all that it may be; a condition is true, false or unknown (Kleene). With
every fact stated both ends are the same, and equal to what the rulebook's interpreter gives, but in fractions: 0.1 is a
tenth. With facts unknown the true value, whatever the facts turn out to be, lies within the range.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import floor, inf, isfinite
from typing import NamedTuple

from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.interpreting import ROUNDING_LIMIT, years

End = Fraction | float
"""An end of a range: a fraction, or an infinity where there is no bound."""
ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)
FIRST_DAY, LAST_DAY = Fraction(1), Fraction(3_652_059)
"""The calendar's ends as ordinals: 0001-01-01 and 9999-12-31."""


class Range(NamedTuple):
    """All that a number may be, both ends included.

    `stated`: it is known, and both ends are the same. `total`: it is a number whatever the facts turn out to be;
    otherwise the ends hold for the cases in which it is one (a division by what may be zero).
    """

    low: End
    high: End
    stated: bool = False
    total: bool = True

    @property
    def settled(self) -> bool:
        """Whether there is one value only, whatever the facts turn out to be."""
        return self.total and self.low == self.high


UNBOUNDED = Range(-inf, inf)
UNDEFINED = Range(-inf, inf, total=False)
"""No number: a division by zero, a day outside the calendar."""
PERHAPS_ONE = Range(ZERO, ONE)


@dataclass(frozen=True, slots=True)
class View:
    """What is known: the range of each number column, the truth of each yes/no column.

    `unsettled`: facts that are not stated may still be stated, so nothing is known to be left out. `seen` answers what
    asks about knowledge itself, where this view imagines values that nobody stated.
    """

    numbers: Mapping[str, Range] = field(default_factory=dict)
    truths: Mapping[str, bool | None] = field(default_factory=dict)
    unsettled: bool = False
    seen: "View | None" = None


@lru_cache(maxsize=4096)
def exact(value: float) -> Fraction:
    """A number by its shortest decimal: 0.1 is a tenth, not the binary fraction that stands for it.

    >>> exact(0.1), exact(3)
    (Fraction(1, 10), Fraction(3, 1))
    """
    return Fraction(value) if isinstance(value, int) else Fraction(repr(value))


def stated(value: Fraction | float) -> Range:
    """The range of a number that is known."""
    found = value if isinstance(value, Fraction) else exact(value)
    return Range(found, found, stated=True)


def hull(ranges: Iterable[Range]) -> Range:
    """The smallest range that holds all of some; it is stated only where it is one alone."""
    found = list(ranges)
    if len(found) == 1:
        return found[0]
    return Range(min(r.low for r in found), max(r.high for r in found), total=all(r.total for r in found))


def number(node: n.Number, view: View) -> Range:
    """All that a number may be."""
    match node:
        case n.Const() | n.Var():
            return _column(node, view)
        case n.Choose(condition, yes, no):
            chosen = truth(condition, view)
            if chosen is None:
                return hull((number(yes, view), number(no, view)))
            return number(yes if chosen else no, view)
        case n.Mean(weights, values):
            return _mean([exact(weight) for weight in weights], [number(value, view) for value in values])
        case n.Count(conditions):
            return _count([truth(item, view) for item in conditions])
        case n.Rounded(value):
            return _rounded(number(value, view))
        case n.Arith(_, left, right) | n.Extreme(_, left, right) | n.Years(left, right):
            return _of_two(node, number(left, view), number(right, view))


def _column(node: n.Const | n.Var, view: View) -> Range:
    if isinstance(node, n.Const):
        return stated(node.value) if isfinite(node.value) else UNDEFINED
    if node.name in view.truths:
        answer = view.truths[node.name]
        return PERHAPS_ONE if answer is None else stated(int(answer))
    return view.numbers.get(node.name, UNBOUNDED)


def _of_two(node: n.Arith | n.Extreme | n.Years, a: Range, b: Range) -> Range:
    is_stated, is_total = a.stated and b.stated, a.total and b.total
    match node:
        case n.Extreme(least):
            choose = min if least else max
            return Range(choose(a.low, b.low), choose(a.high, b.high), is_stated, is_total)
        case n.Years():
            return _years(a, b)
        case n.Arith("+"):
            return Range(_plus(a.low, b.low), _plus(a.high, b.high), is_stated, is_total)
        case n.Arith("-"):
            return Range(_plus(a.low, -b.high), _plus(a.high, -b.low), is_stated, is_total)
        case n.Arith("*"):
            return _product(a, b)._replace(stated=is_stated, total=is_total)
        case _:
            return _quotient(a, b)


def _plus(a: End, b: End) -> End:
    """A sum in which an infinity wins (two that oppose each other never meet here)."""
    return a if isinstance(a, float) else b if isinstance(b, float) else a + b


def _times(a: End, b: End) -> End:
    """A product in which zero wins over an infinity: no number is infinite, it only has no bound."""
    if a == 0 or b == 0:
        return ZERO
    if isinstance(a, float) or isinstance(b, float):
        return inf if (a > 0) == (b > 0) else -inf
    return a * b


def _product(a: Range, b: Range) -> Range:
    ends = [_times(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    return Range(min(ends), max(ends))


def _quotient(a: Range, b: Range) -> Range:
    if b.low == b.high == 0:
        return UNDEFINED
    without_zero = b.low > 0 or b.high < 0
    inverse = UNBOUNDED if b.low < 0 < b.high else Range(_inverse(b.high, least=True), _inverse(b.low, least=False))
    total = a.total and b.total and without_zero
    return _product(a, inverse)._replace(stated=a.stated and b.stated and total, total=total)


def _inverse(end: End, *, least: bool) -> End:
    """One over an end of a range that lies on one side of zero; next to zero there is no bound on that side."""
    if end == 0:
        return -inf if least else inf
    return ZERO if isinstance(end, float) else 1 / end


def _count(truths: list[bool | None]) -> Range:
    sure = sum(item is True for item in truths)
    perhaps = sum(item is None for item in truths)
    return Range(Fraction(sure), Fraction(sure + perhaps), stated=not perhaps)


def _rounded(value: Range) -> Range:
    return value._replace(low=_one_decimal(value.low), high=_one_decimal(value.high))


def _one_decimal(value: End) -> End:
    """Half up to one decimal; numbers as large as the interpreter leaves alone stay as they are."""
    if isinstance(value, float) or not -ROUNDING_LIMIT < value < ROUNDING_LIMIT:
        return value
    return Fraction(floor(value * 10 + HALF), 10)


def _years(start: Range, end: Range) -> Range:
    if not _meets_calendar(start) or not _meets_calendar(end):
        return UNDEFINED
    low = years(float(_clamped(start.high)), float(_clamped(end.low)))
    high = years(float(_clamped(start.low)), float(_clamped(end.high)))
    if low is None or high is None:  # pragma: no cover - both lie within the calendar
        return UNDEFINED
    is_total = start.total and end.total and _in_calendar(start) and _in_calendar(end)
    return Range(exact(low), exact(high), start.stated and end.stated and is_total, is_total)


def _clamped(end: End) -> End:
    return min(max(end, FIRST_DAY), LAST_DAY)


def _meets_calendar(days: Range) -> bool:
    return days.high >= FIRST_DAY and days.low <= LAST_DAY


def _in_calendar(days: Range) -> bool:
    """Whether every day that may be meant is one; a day without a bound is one all the same."""
    low_inside = days.low == -inf or days.low >= FIRST_DAY
    return low_inside and (days.high == inf or days.high <= LAST_DAY)


def _mean(weights: list[Fraction], values: list[Range]) -> Range:
    """The weighted mean over the known ones. One that is not known is left out, or is anything in its range once it is
    known.
    """
    known = [(weight, value.low) for weight, value in zip(weights, values, strict=True) if value.stated]
    open_ones = [(weight, value) for weight, value in zip(weights, values, strict=True) if not value.stated]
    if not open_ones:
        mean = _weighted(known)
        return Range(mean, mean, stated=True)
    low = _least_mean(known, [(weight, value.low) for weight, value in open_ones])
    high = -_least_mean([(w, -v) for w, v in known], [(w, -value.high) for w, value in open_ones])
    # Something is known: what is left out changes the number, but it stays one.
    return Range(low, high, stated=False, total=bool(known))


def _weighted(pairs: list[tuple[Fraction, End]]) -> End:
    total: End = ZERO
    for weight, value in pairs:
        total = _plus(total, _times(weight, value))
    return total if isinstance(total, float) else total / sum(weight for weight, _ in pairs)


def _least_mean(known: list[tuple[Fraction, End]], others: list[tuple[Fraction, End]]) -> End:
    """The least that the mean can be where each of `others` may count or not: the lowest count while they lower it."""
    counted = list(known)
    for weight, value in sorted(others, key=lambda pair: pair[1]):
        if counted and value >= _weighted(counted):
            break
        counted.append((weight, value))
    return _weighted(counted)


def truth(node: n.Condition, view: View) -> bool | None:
    """True, False, or None while facts that nobody stated may still decide it."""
    match node:
        case n.Fixed(value):
            return value
        case n.Truth(name):
            return view.truths.get(name)
        case n.Compare(operator, left, right):
            return _compare(operator, number(left, view), number(right, view))
        case n.Not(item):
            return opposite(truth(item, view))
        case n.Logic(every, items):
            return _logic(every, [truth(item, view) for item in items])
        case n.ChooseCondition():
            return _chosen(node, view)
        case n.Known() | n.Given() | n.Decided() | n.Surely():
            return _settled(node, view.seen or view)


def opposite(found: bool | None) -> bool | None:
    """Not; unknown stays unknown."""
    return None if found is None else not found


def _chosen(node: n.ChooseCondition, view: View) -> bool | None:
    chosen = truth(node.condition, view)
    if chosen is not None:
        return truth(node.yes if chosen else node.no, view)
    first, second = truth(node.yes, view), truth(node.no, view)
    return first if first == second else None


def _settled(node: n.Known | n.Given | n.Decided | n.Surely, view: View) -> bool | None:
    """The functions that look at knowledge itself. Where facts may still be stated, not known now is no "no"."""
    not_now = None if view.unsettled else False
    match node:
        case n.Known(value_node):
            return True if number(value_node, view).stated else not_now
        case n.Given(value_node):
            return True if number(value_node, view).stated else None
        case n.Decided(item):
            return not_now if truth(item, view) is None else True
        case n.Surely(item):
            found = truth(item, view)
            return not_now if found is None else found


def _compare(operator: n.Comparison, a: Range, b: Range) -> bool | None:
    if not (a.total and b.total):
        return None
    if operator in (">", ">="):
        return _compare("<" if operator == ">" else "<=", b, a)
    if operator in ("==", "!="):
        same = a.low == a.high == b.low == b.high
        apart = a.high < b.low or b.high < a.low
        return None if not (same or apart) else same == (operator == "==")
    if operator == "<":
        return True if a.high < b.low else False if a.low >= b.high else None
    return True if a.high <= b.low else False if a.low > b.high else None


def _logic(every: bool, items: list[bool | None]) -> bool | None:
    decisive = not every
    if decisive in items:
        return decisive
    return None if None in items else every
