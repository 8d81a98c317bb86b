"""One generated Python function for one respondent: about a tenth of a microsecond a rule."""

import math
from collections.abc import Callable, Mapping
from types import CodeType

from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.interpreting import rounded as _round_known
from cip.rulebook.expressions.interpreting import years as _years_known
from cip.rulebook.expressions.printing import Printer, local_names
from cip.rulebook.expressions.program import Program, Rule

Record = Mapping[str, float | None]
Results = dict[str, float | bool | None]
ScalarFunction = Callable[[Record], Results]

_SIMPLE = (n.Const, n.Var)
_INLINE_LENGTH = 200


class _Python(Printer):
    def divide(self, left: str, right: str, divisor: n.Number) -> str:
        if isinstance(divisor, n.Const) and divisor.value:
            return f"({left} / {right})"
        if isinstance(divisor, n.Var):
            return f"({left} / {right} if {right} else nan)"
        return f"divide({left}, {right})"

    def extreme(self, least: bool, left: str, right: str, second: n.Number) -> str:
        # Python's own min and max lose a NaN; these keep it on either side. Long operands are not repeated: they would
        # grow threefold at each level.
        if len(left) + len(right) > _INLINE_LENGTH:
            return f"{'least' if least else 'most'}({left}, {right})"
        sign, opposite = ("<", ">=") if least else (">", "<=")
        if isinstance(second, n.Const):
            return f"({right} if {left} {opposite} {right} else {left})"
        return f"({left} if ({left} {sign} {right} or {left} != {left}) else {right})"

    def choose(self, condition: n.Condition, yes: str, no: str) -> str:
        if n.two_valued(condition):
            return f"({yes} if {self.true(condition)} else {no})"
        return f"({yes} if {self.true(condition)} else {no} if {self.false(condition)} else nan)"

    def compare(self, sign: n.Comparison, left: str, right: str) -> str:
        if sign == "!=":
            return f"({left} < {right} or {left} > {right})"
        return f"({left} {sign} {right})"

    def join(self, every: bool, items: list[str]) -> str:
        return "(" + (" and " if every else " or ").join(items) + ")"

    def negate(self, item: str) -> str:
        return f"(not {item})"

    def fixed(self, value: bool) -> str:
        return repr(value)


def scalar_source(program: Program) -> str:
    """The source of `results(record) -> dict` for a program.

    The dict starts as a copy of one that has every key: growing it key by key would take longer than all the rules.
    """
    names = local_names([*program.inputs, *program.outputs, *program.constants])
    printer = _Python(names, program.conditions)
    blank = {rule.name: False if rule.is_condition else None for rule in program.rules}
    lines = [f"blank = {blank!r}", "def results(record):", "    out = blank.copy()"]
    if program.inputs:
        lines.append("    get = record.get")
    for column in program.inputs:
        local = names[column]
        lines.append(f"    {local} = get({column!r})")
        lines.append(f"    if {local} is None: {local} = nan")
    lines.extend(f"    {names[name]} = {_literal(value)}" for name, value in program.constants.items())
    for rule in program.rules:
        lines.extend("    " + line for line in _statements(rule, printer, names))
    lines.append("    return out")
    return "\n".join(lines)


def _literal(value: float) -> str:
    return repr(value) if math.isfinite(value) else "nan"


def _statements(rule: Rule, printer: _Python, names: dict[str, str]) -> list[str]:
    local, body = names[rule.name], rule.body
    if isinstance(body, n.CONDITIONS):
        lines = [f"{local} = {printer.true(body)}", f"if {local}: out[{rule.name!r}] = True"]
        return [*lines, f"else: {names[rule.hides]} = nan"] if rule.hides else lines
    lines = [*_number(body, local, printer), f"if {local} == {local}: out[{rule.name!r}] = {local}"]
    if not rule.only_if:
        return lines
    return [f"if {names[rule.only_if]}:", *("    " + line for line in lines), f"else: {local} = nan"]


def _number(body: n.Number, local: str, printer: _Python) -> list[str]:
    """Statements that leave the number in its local variable."""
    if not isinstance(body, n.Mean) or not all(isinstance(value, _SIMPLE) for value in body.values):
        return [f"{local} = {printer.number(body)}"]
    lines = ["total = weights = 0.0"]
    for weight, value in zip(body.weights, body.values, strict=True):
        source = printer.number(value)
        lines.append(f"if {source} == {source}: total += {weight!r} * {source}; weights += {weight!r}")
    return [*lines, f"{local} = total / weights if weights else nan"]


def compile_source(program: Program) -> CodeType:
    """The generated function's code, which a cache may keep."""
    return compile(scalar_source(program), "<rules>", "exec")


def load_code(code: CodeType) -> ScalarFunction:
    """The function inside compiled code."""
    helpers: dict[str, object] = {
        "nan": math.nan,
        "divide": _divide,
        "mean": _mean,
        "rounded": _rounded,
        "years": _years,
    }
    helpers |= {"least": _least, "most": _most}
    exec(code, helpers)  # noqa: S102 - our own generated source; no author's text is in it but numbers and names we made
    function: ScalarFunction = helpers["results"]  # type: ignore[assignment]
    return function


def compile_scalar(program: Program) -> ScalarFunction:
    """A function from a record of input columns (None or NaN where unknown) to all results (None where unknown)."""
    return load_code(compile_source(program))


def _divide(left: float, right: float) -> float:
    return left / right if right else math.nan


def _least(left: float, right: float) -> float:
    return left if left < right or left != left else right


def _most(left: float, right: float) -> float:
    return left if left > right or left != left else right


def _mean(*pairs: float) -> float:
    total = weights = 0.0
    for weight, value in zip(pairs[::2], pairs[1::2], strict=True):
        if value == value:
            total += weight * value
            weights += weight
    return total / weights if weights else math.nan


def _rounded(value: float) -> float:
    return _round_known(value) if value == value else math.nan


def _years(start: float, end: float) -> float:
    found = _years_known(start, end)
    return math.nan if found is None else found
