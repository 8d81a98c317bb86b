"""A million respondents through polars: nulls are Kleene there without any help of ours."""

import operator
import time
from collections.abc import Callable
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.worker import Subject
from benchmarks.yardstick.columns import Columns, first_of, mismatches, read_columns
from benchmarks.yardstick.pack import Tree, YardstickPack, make_pack

pl: Any = import_module("polars")

_TWO: dict[str, Callable[[Any, Any], Any]] = {
    "and": operator.and_,
    "or": operator.or_,
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def subject(file: str) -> Subject:
    """All 199 results from one lazy plan in float32; POLARS_MAX_THREADS says on how many threads."""
    pack = make_pack()
    columns = read_columns(pack, Path(file))
    few = first_of(columns)
    answered = _plan(pack, _frame(few).lazy()).collect()
    found = {
        name: answered[name].to_numpy() if name in pack.conditions else answered[name].fill_null(np.nan).to_numpy()
        for name in pack.outputs
    }
    wrong = mismatches(pack, few, found)
    frame = _frame(columns)
    start = time.perf_counter()
    plan = _plan(pack, frame.lazy())
    prepared_ms = (time.perf_counter() - start) * 1e3
    return Subject(plan.collect, frame.height, wrong, prepared_ms)


def _frame(columns: Columns) -> Any:
    return pl.DataFrame({name: pl.Series(name, column).fill_nan(None) for name, column in columns.items()})


def _plan(pack: YardstickPack, frame: Any) -> Any:
    """Results that do not depend on each other stand in one step, so that polars can work on them side by side."""
    for level in range(1, max(pack.depth.values()) + 1):
        asked = [question for question in pack.visible if pack.depth[question] == level]
        frame = frame.with_columns([_known_true(pack.visible[q]).alias(f"v_{q}") for q in asked])
        frame = frame.with_columns([_only_if(f"v_{q}", pl.col(q)).alias(q) for q in asked])
    frame = frame.with_columns([_expression(tree).alias(name) for name, tree in pack.indicators.items()])
    areas = [_expression(tree).alias(name) for name, tree in pack.areas.items()]
    frame = frame.with_columns(areas + [_known_true(tree).alias(name) for name, tree in pack.eligible.items()])
    pairs = zip(pack.eligible, pack.priority.items(), strict=True)
    last = [_only_if(measure, _expression(tree)).alias(name) for measure, (name, tree) in pairs]
    return frame.with_columns([_expression(pack.total).alias("total"), *last]).select(pack.outputs)


def _known_true(tree: Tree) -> Any:
    return _expression(tree).fill_null(False)


def _only_if(condition: str, value: Any) -> Any:
    return pl.when(pl.col(condition)).then(value).otherwise(None)


def _expression(tree: Tree) -> Any:
    kind = tree[0]
    if kind == "num":
        return pl.lit(tree[1], dtype=pl.Float32)
    if kind == "var":
        return pl.col(tree[1])
    if kind == "not":
        return ~_expression(tree[1])
    if kind == "wmean":
        return _mean(tree)
    if kind == "if":
        return _choice(_expression(tree[1]), _expression(tree[2]), _expression(tree[3]))
    left, right = _expression(tree[-2]), _expression(tree[-1])
    if kind in ("min", "max"):
        return _choice(left < right if kind == "min" else left > right, left, right)
    return _TWO[tree[1] if kind == "cmp" else kind](left, right)


def _choice(condition: Any, yes: Any, no: Any) -> Any:
    return pl.when(condition).then(yes).when(~condition).then(no).otherwise(None)


def _mean(tree: Tree) -> Any:
    def weight(value: float) -> Any:
        return pl.lit(value, dtype=pl.Float32)

    def total(parts: list[Any]) -> Any:
        return reduce(lambda left, right: left + right, parts)

    points = total([pl.col(name).fill_null(0.0) * weight(w) for w, name in tree[1]])
    weights = total([pl.col(name).is_not_null().cast(pl.Float32) * weight(w) for w, name in tree[1]])
    return pl.when(weights > 0).then(points / weights).otherwise(None)
