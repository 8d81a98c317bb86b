"""The slow, obvious meaning of the yardstick pack: what every engine is checked against before it is timed."""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from benchmarks.yardstick.pack import Tree, YardstickPack

Answers: TypeAlias = Mapping[str, float | None]
Results: TypeAlias = dict[str, Any]
Engine: TypeAlias = Callable[[Answers], Mapping[str, Any]]

_TWO: dict[str, Callable[[float, float], Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "min": min,
    "max": max,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def value_of(tree: Tree, known: Mapping[str, Any]) -> Any:
    """A number, a truth, or None while it is unknown."""
    kind = tree[0]
    if kind == "num":
        return tree[1]
    if kind == "var":
        return known[tree[1]]
    if kind == "wmean":
        return _mean(tree, known)
    if kind in ("and", "or", "not", "if"):
        return _logic(tree, known)
    kind, left, right = tree if kind != "cmp" else tree[1:]
    a, b = value_of(left, known), value_of(right, known)
    return None if a is None or b is None else _TWO[kind](a, b)


def _mean(tree: Tree, known: Mapping[str, Any]) -> float | None:
    total = weights = 0.0
    for weight, name in tree[1]:
        if known[name] is not None:
            total += weight * known[name]
            weights += weight
    return total / weights if weights else None


def _logic(tree: Tree, known: Mapping[str, Any]) -> Any:
    first = value_of(tree[1], known)
    if tree[0] == "not":
        return None if first is None else not first
    if tree[0] == "if":
        return None if first is None else value_of(tree[2] if first else tree[3], known)
    decisive = tree[0] == "or"
    second = value_of(tree[2], known)
    if first is decisive or second is decisive:
        return decisive
    return None if first is None or second is None else not decisive


def evaluate(pack: YardstickPack, answers: Answers) -> Results:
    """All 199 results for one respondent."""
    known: Results = dict(answers)
    out: Results = {}
    for question, tree in pack.visible.items():
        shown = out[f"v_{question}"] = value_of(tree, known) is True
        if not shown:
            known[question] = None
    for name, tree in pack.numbers.items():
        known[name] = out[name] = value_of(tree, known)
    for (measure, condition), (priority, tree) in zip(pack.eligible.items(), pack.priority.items(), strict=True):
        out[measure] = value_of(condition, known) is True
        out[priority] = value_of(tree, known) if out[measure] else None
    return out


def mismatches(pack: YardstickPack, engine: Engine, respondents: Sequence[Answers], closeness: float = 1e-9) -> int:
    """How many results of an engine differ from the meaning."""
    wrong = 0
    for answers in respondents:
        found = engine(answers)
        wrong += sum(not same(value, found[name], closeness) for name, value in evaluate(pack, answers).items())
    return wrong


def same(expected: Any, found: Any, closeness: float = 1e-9) -> bool:
    """Whether two results are equal, up to rounding."""
    if expected is None:
        return found is None or found != found
    if isinstance(expected, bool):
        return bool(found) == expected
    return found is not None and abs(float(found) - expected) <= closeness * max(1.0, abs(expected))
