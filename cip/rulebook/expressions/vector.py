"""The same program over many respondents: one generated numpy function over blocks of rows.

float64 gives exactly the numbers of the scalar function; float32 is for statistics and may differ in the last digits.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.interpreting import HALF, ROUNDING_LIMIT
from cip.rulebook.expressions.printing import Printer, local_names
from cip.rulebook.expressions.program import Program, Rule

Column: TypeAlias = NDArray[np.float64] | NDArray[np.float32]
Columns: TypeAlias = Mapping[str, Column]
Answers: TypeAlias = dict[str, NDArray[np.generic]]
FloatType: TypeAlias = type[np.float64] | type[np.float32]
Bits: TypeAlias = NDArray[np.integer[Any]]
Value: TypeAlias = Any
"""A column, or one number for all rows."""
Truths: TypeAlias = Any
"""A column of truths, or one truth for all rows."""

BLOCK_ROWS = 16_384
"""Rows of a block in float64 on one thread."""
_DAYS_TO_EPOCH = 719_163  # ordinal of 1970-01-01
_LAST_DAY = 3_652_059  # ordinal of 9999-12-31
_RETAINED_BYTES = 30 * 1024 * 1024


class _Numpy(Printer):
    def divide(self, left: str, right: str, divisor: n.Number) -> str:
        if isinstance(divisor, n.Const) and divisor.value:
            return f"({left} / {right})"
        return f"divide({left}, {right})"

    def extreme(self, least: bool, left: str, right: str, second: n.Number) -> str:
        return f"{'minimum' if least else 'maximum'}({left}, {right})"

    def choose(self, condition: n.Condition, yes: str, no: str) -> str:
        if n.two_valued(condition):
            return f"pick({self.true(condition)}, {yes}, {no})"
        return f"choose({self.true(condition)}, {self.false(condition)}, {yes}, {no})"

    def compare(self, sign: n.Comparison, left: str, right: str) -> str:
        if sign == "!=":
            return f"(({left} < {right}) | ({left} > {right}))"
        return f"({left} {sign} {right})"

    def join(self, every: bool, items: list[str]) -> str:
        return "(" + (" & " if every else " | ").join(items) + ")"

    def negate(self, item: str) -> str:
        return f"logical_not({item})"

    def fixed(self, value: bool) -> str:
        return "yes" if value else "no"


def vector_source(program: Program, outputs: frozenset[str]) -> str:
    """The source of `block(columns, out, rows)`, which writes the wanted outputs of one block."""
    names = local_names([*program.inputs, *program.outputs, *program.constants])
    printer = _Numpy(names, program.conditions)
    lines = ["def block(columns, out, rows):"]
    lines.extend(f"    {names[column]} = columns[{column!r}][rows]" for column in program.inputs)
    for name, value in program.constants.items():
        lines.append(f"    {names[name]} = {value!r}" if math.isfinite(value) else f"    {names[name]} = nan")
    last_use = {name: index for index, rule in enumerate(program.rules) for name in (*rule.reads(), rule.name)}
    for index, rule in enumerate(program.rules):
        kept = f"out[{rule.name!r}][rows] = " if rule.name in outputs else ""
        lines.append(f"    {kept}{names[rule.name]} = {_value(rule, printer)}")
        if rule.hides and last_use.get(rule.hides, 0) > index:
            lines.append(f"    {names[rule.hides]} = only_where({names[rule.name]}, {names[rule.hides]})")
        done = [names[name] for name in dict.fromkeys((*rule.reads(), rule.name)) if last_use[name] == index]
        if done:
            # Their memory, still in the processor's cache, goes to the next rules.
            lines.append(f"    del {', '.join(done)}")
    return "\n".join(lines)


def _value(rule: Rule, printer: _Numpy) -> str:
    if isinstance(rule.body, n.CONDITIONS):
        return printer.true(rule.body)
    source = printer.number(rule.body)
    return f"only_where({printer.names[rule.only_if]}, {source})" if rule.only_if else source


class VectorProgram:
    """A program compiled for columns; `run` gives one array a wanted output."""

    def __init__(self, program: Program, outputs: Iterable[str] | None = None, dtype: FloatType = np.float64) -> None:
        wanted = frozenset(program.outputs if outputs is None else outputs)
        self.program = program.for_outputs(wanted)
        self.dtype = dtype
        self._kinds = {rule.name: rule.is_condition for rule in self.program.rules if rule.name in wanted}
        self._block = _load(vector_source(self.program, wanted), dtype)

    def run(self, columns: Columns, rows: int, *, block_rows: int | None = None, threads: int = 1) -> Answers:
        """Results for `rows` respondents. Columns left out are unknown for all; arrays hold NaN where unknown."""
        block_rows = block_rows or self._block_rows(rows, threads)
        unknown: Value = np.full(rows, np.nan, self.dtype)
        given: Columns = {name: columns.get(name, unknown) for name in self.program.inputs}
        _retain_freed_memory()
        out = self._empty(rows)
        slices = [slice(start, min(start + block_rows, rows)) for start in range(0, rows, block_rows)]
        if threads == 1:
            self._work(given, out, slices)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(lambda part: self._work(given, out, slices[part::threads]), range(threads)))
        return out

    def _block_rows(self, rows: int, threads: int) -> int:
        """Blocks that stay in the processor's cache; larger ones for threads, whose changes of turn cost more than the
        arithmetic on a small block.
        """
        wanted = BLOCK_ROWS * (1 if self.dtype is np.float64 else 2) * (1 if threads == 1 else 4)
        return max(1, min(wanted, -(-rows // threads)))

    def _empty(self, rows: int) -> Answers:
        """Room for the results: one allocation a kind, since the system hands out large ones in large pages."""
        conditions = [name for name, is_condition in self._kinds.items() if is_condition]
        numbers = [name for name, is_condition in self._kinds.items() if not is_condition]
        out: Answers = dict(zip(conditions, np.empty((len(conditions), rows), np.bool_), strict=True))
        out.update(zip(numbers, np.empty((len(numbers), rows), self.dtype), strict=True))
        return {name: out[name] for name in self._kinds}

    def _work(self, columns: Columns, out: Answers, slices: list[slice]) -> None:
        with np.errstate(all="ignore"):
            for rows in slices:
                self._block(columns, out, rows)


def _retain_freed_memory() -> None:
    """Let the process keep the memory of temporaries: a block makes a thousand of them, one after the other.

    glibc hands freed memory back to the system at once and fetches it again with page faults that take longer than the
    arithmetic, until it has seen a piece of this size freed. Other allocators take no notice; no page is touched.
    """
    np.empty(_RETAINED_BYTES, np.uint8)


def _load(source: str, dtype: FloatType) -> Callable[[Columns, Answers, slice], None]:
    select = _Select(dtype)
    space: dict[str, object] = {
        "only_where": select.only_where,
        "pick": select.pick,
        "choose": select.choose,
        "divide": select.divide,
        "mean": select.mean,
        "rounded": select.rounded,
        "minimum": np.minimum,
        "maximum": np.maximum,
        "logical_not": np.logical_not,
        "nan": dtype(np.nan),
        "yes": np.bool_(True),
        "no": np.bool_(False),
        "years": _years,
    }
    exec(compile(source, "<rules>", "exec"), space)  # noqa: S102 - our own generated source; no author's text is in it
    return space["block"]  # type: ignore[return-value]


class _Select:
    """One value or the other, row by row, by masks over their bits.

    `np.where` mispredicts a branch at every other row of real answers; the masks have no branch and take a fifth of its
    time. A value that is selected keeps its bits; NaN has all bits set.
    """

    def __init__(self, dtype: FloatType) -> None:
        self._dtype = dtype
        self._whole: type[np.integer[Any]] = np.int32 if dtype is np.float32 else np.int64

    def _bits(self, value: Value) -> Bits:
        bits: Bits = np.asarray(value, self._dtype).view(self._whole)
        return bits

    def _mask(self, condition: NDArray[np.bool_]) -> Bits:
        """All bits where the condition is true, none elsewhere."""
        return np.negative(condition.view(np.int8)).astype(self._whole)

    def only_where(self, condition: Truths, value: Value) -> Value:
        """The value where the condition is true, NaN elsewhere."""
        if not isinstance(condition, np.ndarray):
            return value if condition else self._dtype(np.nan)
        bits: Bits = np.subtract(condition.view(np.int8), np.int8(1)).astype(self._whole)
        np.bitwise_or(bits, self._bits(value), out=bits)
        return bits.view(self._dtype)

    def pick(self, condition: Truths, yes: Value, no: Value) -> Value:
        """One value where the condition is true, the other elsewhere."""
        if not isinstance(condition, np.ndarray):
            return yes if condition else no
        bits, other = self._mask(condition), self._bits(no)
        np.bitwise_and(bits, self._bits(yes) ^ other, out=bits)
        np.bitwise_xor(bits, other, out=bits)
        return bits.view(self._dtype)

    def choose(self, true: Truths, false: Truths, yes: Value, no: Value) -> Value:
        """The same under a condition that may be unknown, where the result is NaN."""
        return self.only_where(true | false, self.pick(true, yes, no))

    def divide(self, left: Value, right: Value) -> Value:
        """NaN where the divisor is zero."""
        return self.only_where(right != 0, np.divide(left, right))

    def mean(self, *pairs: Value) -> Value:
        """The weighted mean over the values that are no NaN."""
        total: Value = 0.0
        weights: Value = 0.0
        for weight, value in zip(pairs[::2], pairs[1::2], strict=True):
            mask, bits = self._mask(np.asarray(value == value)), self._bits(value)
            total = total + (mask & bits).view(self._dtype) * weight
            weights = weights + (mask & self._bits(weight)).view(self._dtype)
        return np.divide(total, weights)

    def rounded(self, value: Value) -> Value:
        """Half up to one decimal; numbers too large to have one stay as they are."""
        return self.pick(np.abs(value) < ROUNDING_LIMIT, np.floor(value * 10.0 + HALF) / 10.0, value)


def _years(start: Column, end: Column) -> Column:
    fits = (start >= 1) & (start <= _LAST_DAY) & (end >= 1) & (end <= _LAST_DAY)
    from_year, from_day = _year_and_day(np.where(fits, start, 1))
    to_year, to_day = _year_and_day(np.where(fits, end, 1))
    return np.where(fits, to_year - from_year - (to_day < from_day), np.nan)


def _year_and_day(ordinal: Column) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The year, and the day within it as month * 100 + day."""
    days = (np.asarray(ordinal).astype(np.int64) - _DAYS_TO_EPOCH).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    month_number = months.astype(np.int64)
    day = (days - months).astype(np.int64) + 1
    return month_number // 12 + 1970, month_number % 12 * 100 + day
