"""The slow, obvious meaning of a program: a walk over the trees with None for unknown. The compiled forms are checked
against it.
"""

import math
from collections.abc import Mapping
from datetime import date

from cip.kernel.days import full_years_between
from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.program import Program

Result = float | bool | None
Environment = dict[str, Result]

ROUNDING_LIMIT = 1e14
HALF = 0.5 + 1e-8


def run(program: Program, record: Mapping[str, float | None]) -> dict[str, Result]:
    """Every result of a program for one record of input columns (None or NaN where unknown)."""
    environment: Environment = {name: _known(record.get(name)) for name in program.inputs}
    environment.update({name: _known(value) for name, value in program.constants.items()})
    out: dict[str, Result] = {}
    for rule in program.rules:
        value: Result
        if rule.is_condition:
            value = truth(rule.body, environment) is True  # type: ignore[arg-type]
            if rule.hides and not value:
                environment[rule.hides] = None
        elif rule.only_if and environment[rule.only_if] is not True:
            value = None
        else:
            value = number(rule.body, environment)  # type: ignore[arg-type]
        environment[rule.name] = out[rule.name] = value
    return out


def _known(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)


def number(node: n.Number, environment: Environment) -> float | None:
    """The number, or None while it is unknown."""
    match node:
        case n.Const(value):
            return _known(value)
        case n.Var(name):
            found = environment[name]
            return None if found is None else float(found)
        case n.Choose(condition, yes, no):
            chosen = truth(condition, environment)
            return None if chosen is None else number(yes if chosen else no, environment)
        case n.Mean(weights, values):
            return _mean(weights, [number(value, environment) for value in values])
        case n.Count(conditions):
            found_truths = [truth(item, environment) for item in conditions]
            return None if None in found_truths else float(sum(item is True for item in found_truths))
        case n.Rounded(value):
            found = number(value, environment)
            return None if found is None else rounded(found)
        case n.Arith(_, left, right) | n.Extreme(_, left, right) | n.Years(left, right):
            a, b = number(left, environment), number(right, environment)
            return None if a is None or b is None else _known(_of_two(node, a, b))


def _of_two(node: n.Arith | n.Extreme | n.Years, a: float, b: float) -> float | None:
    match node:
        case n.Extreme(least):
            return (a if a < b else b) if least else (a if a > b else b)
        case n.Years():
            return years(a, b)
        case n.Arith("+"):
            return a + b
        case n.Arith("-"):
            return a - b
        case n.Arith("*"):
            return a * b
        case _:
            return a / b if b else None


def _mean(weights: tuple[float, ...], values: list[float | None]) -> float | None:
    total = weight_sum = 0.0
    for weight, value in zip(weights, values, strict=True):
        if value is not None:
            total += weight * value
            weight_sum += weight
    return _known(total / weight_sum) if weight_sum else None


def truth(node: n.Condition, environment: Environment) -> bool | None:
    """True, False, or None while it is unknown (Kleene)."""
    match node:
        case n.Fixed(value):
            return value
        case n.Truth(name):
            found = environment[name]
            return True if found == 1 else False if found == 0 else None
        case n.Compare(operator, left, right):
            return _compare(operator, number(left, environment), number(right, environment))
        case n.Not(item):
            found_truth = truth(item, environment)
            return None if found_truth is None else not found_truth
        case n.Logic(every, items):
            return _logic(every, [truth(item, environment) for item in items])
        case n.ChooseCondition(condition, yes, no):
            chosen = truth(condition, environment)
            return None if chosen is None else truth(yes if chosen else no, environment)
        case n.Known() | n.Given() | n.Decided() | n.Surely():
            return _settled(node, environment)


def _settled(node: n.Known | n.Given | n.Decided | n.Surely, environment: Environment) -> bool | None:
    """The functions that look at knowledge itself."""
    match node:
        case n.Known(value_node):
            return number(value_node, environment) is not None
        case n.Given(value_node):
            return True if number(value_node, environment) is not None else None
        case n.Decided(item):
            return truth(item, environment) is not None
        case n.Surely(item):
            return truth(item, environment) is True


def _compare(operator: n.Comparison, a: float | None, b: float | None) -> bool | None:
    if a is None or b is None:
        return None
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "==": a == b, "!=": a != b}[operator]


def _logic(every: bool, items: list[bool | None]) -> bool | None:
    decisive = not every
    if decisive in items:
        return decisive
    return None if None in items else every


def rounded(value: float) -> float:
    """Half up to one decimal; numbers too large to have one stay as they are.

    What lies within a billionth of a half counts as the half: 25 x 0.33 is 8.25 to a person and rounds to 8.3, though
    its binary fraction is a little less.

    >>> rounded(25 * 0.33), rounded(8.24), rounded(-0.05)
    (8.3, 8.2, 0.0)
    """
    if not -ROUNDING_LIMIT < value < ROUNDING_LIMIT:
        return value
    return math.floor(value * 10.0 + HALF) / 10.0


def years(start: float, end: float) -> float | None:
    """Completed years between two ordinals; unknown where one is no day of the calendar."""
    limit = date.max.toordinal()
    if not (1 <= start <= limit and 1 <= end <= limit):
        return None
    return float(full_years_between(date.fromordinal(int(start)), date.fromordinal(int(end))))
