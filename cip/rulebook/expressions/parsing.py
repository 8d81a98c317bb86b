"""From one line of text to a typed tree, refusing everything that the language does not have."""

import ast
import warnings
from collections.abc import Callable
from math import isfinite
from typing import Never, cast

from cip.rulebook.diagnostics import did_you_mean, listed
from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.scope import Name, Scope, Type, known_column, option_column
from cip.rulebook.expressions.size import size_of

LENGTH_LIMIT = 400
DEPTH_LIMIT = 24
SIZE_LIMIT = 2000

_COMPARISONS: dict[type[ast.cmpop], n.Comparison] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_OPERATORS: dict[type[ast.operator], n.Operator] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_CHOOSABLE = (Type.CHOICE, Type.CODE)

Typed = tuple[n.Node, Type]


class ExpressionError(Exception):
    """A mistake in an expression: the code of the catalogue, the offset in the text, and what fills the sentence."""

    def __init__(self, code: str, offset: int, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.offset = offset
        self.values = values


def parse_condition(text: str, scope: Scope) -> n.Condition:
    """A condition from its text. Raises ExpressionError."""
    node, kind = _parse(text, scope)
    if kind is not Type.CONDITION:
        raise ExpressionError("E405", 0, found=kind.value, expected="condition", what=text)
    return cast("n.Condition", node)


def parse_number(text: str, scope: Scope) -> n.Number:
    """A number from its text. Raises ExpressionError."""
    node, kind = _parse(text, scope)
    if kind is not Type.NUMBER:
        raise ExpressionError("E405", 0, found=kind.value, expected="number", what=text)
    return cast("n.Number", node)


def _parse(text: str, scope: Scope) -> Typed:
    if len(text) > LENGTH_LIMIT:
        raise ExpressionError("E409", LENGTH_LIMIT, limit=LENGTH_LIMIT)
    line = text.strip()
    before = len(text) - len(text.lstrip())
    if len(line.splitlines()) > 1:
        raise ExpressionError("E401", before + len(line.splitlines()[0]), problem="it must stand on one line")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what Python only warns of, such as "\d", is a mistake here
            tree = ast.parse(line, mode="eval")
        node, kind = _Parser(line, scope).walk(tree.body, 0)
    except SyntaxError as error:
        offset = min(error.offset - 1, len(line)) if error.offset else len(line)  # none: the end came too early
        raise ExpressionError("E401", before + offset, problem=error.msg) from None
    except (ValueError, RecursionError, MemoryError):
        raise ExpressionError("E401", before, problem="it cannot be read") from None
    except ExpressionError as error:
        error.offset += before
        raise
    if size_of(node) > SIZE_LIMIT:
        raise ExpressionError("E414", before)
    return node, kind


class _Parser:
    def __init__(self, text: str, scope: Scope) -> None:
        self.text = text
        self.scope = scope
        self.functions: dict[str, Callable[[ast.Call, int], Typed]] = {
            "known": self._known,
            "given": self._given,
            "surely": self._surely,
            "count": self._count,
            "min": self._extreme,
            "max": self._extreme,
            "rounded": self._rounded,
            "years_between": self._years,
            "weighted_mean": self._mean,
        }

    def fail(self, code: str, node: ast.AST, **values: object) -> Never:
        raise ExpressionError(code, len(self.source(0, getattr(node, "col_offset", 0))), **values)

    def source(self, start: int, end: int | None) -> str:
        """The text between two offsets of the syntax tree, which count bytes."""
        return self.text.encode()[start:end].decode()

    def written(self, node: ast.expr) -> str:
        """A piece of the expression as its author wrote it."""
        return self.source(node.col_offset, node.end_col_offset)

    def walk(self, node: ast.expr, depth: int) -> Typed:
        if depth > DEPTH_LIMIT:
            self.fail("E410", node, limit=DEPTH_LIMIT)
        handler = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.BoolOp: self._logic,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._arithmetic,
            ast.Compare: self._compare,
            ast.IfExp: self._choose,
            ast.Call: self._call,
        }.get(type(node))
        if handler is None:
            self.fail("E403", node, what=_words_for(node))
        return handler(node, depth + 1)

    def number(self, node: ast.expr, depth: int) -> n.Number:
        tree, kind = self.walk(node, depth)
        if kind is not Type.NUMBER:
            self.fail("E405", node, found=kind.value, expected="number", what=self.written(node))
        return cast("n.Number", tree)

    def condition(self, node: ast.expr, depth: int) -> n.Condition:
        tree, kind = self.walk(node, depth)
        if kind is not Type.CONDITION:
            self.fail("E405", node, found=kind.value, expected="condition", what=self.written(node))
        return cast("n.Condition", tree)

    def declared(self, node: ast.Name) -> Name:
        name = self.scope.names.get(node.id)
        if name is None:
            if node.id in self.scope.texts:
                self.fail("E413", node, name=node.id)
            self.fail("E402", node, name=node.id, suggestion=did_you_mean(node.id, self.scope.names))
        return name

    def _constant(self, node: ast.expr, _depth: int) -> Typed:
        value = cast("ast.Constant", node).value
        if isinstance(value, bool):
            return n.Fixed(value), Type.CONDITION
        if isinstance(value, int | float):
            number = _ordinary(value)
            if number is None:
                self.fail("E412", node, found=self.written(node)[:20])
            return n.Const(number), Type.NUMBER
        return self.fail("E403", node, what=f"the word {value!r} alone" if isinstance(value, str) else f"{value!r}")

    def _name(self, node: ast.expr, _depth: int) -> Typed:
        name = self.declared(cast("ast.Name", node))
        if name.type is Type.CONDITION:
            return n.Truth(name.id), name.type
        return n.Var(name.id), name.type

    def _logic(self, node: ast.expr, depth: int) -> Typed:
        op = cast("ast.BoolOp", node)
        items = tuple(self.condition(value, depth) for value in op.values)
        return n.Logic(isinstance(op.op, ast.And), items), Type.CONDITION

    def _unary(self, node: ast.expr, depth: int) -> Typed:
        op = cast("ast.UnaryOp", node)
        if isinstance(op.op, ast.Not):
            return n.Not(self.condition(op.operand, depth)), Type.CONDITION
        if isinstance(op.op, ast.USub):
            return n.Arith("-", n.Const(0.0), self.number(op.operand, depth)), Type.NUMBER
        return self.fail("E403", node, what=_words_for(node))

    def _arithmetic(self, node: ast.expr, depth: int) -> Typed:
        op = cast("ast.BinOp", node)
        operator = _OPERATORS.get(type(op.op))
        if operator is None:
            self.fail("E403", node, what=f"the operator of `{self.written(node)}`")
        return n.Arith(operator, self.number(op.left, depth), self.number(op.right, depth)), Type.NUMBER

    def _compare(self, node: ast.expr, depth: int) -> Typed:
        op = cast("ast.Compare", node)
        if len(op.ops) != 1:
            self.fail("E411", node)
        operator, left, right = op.ops[0], op.left, op.comparators[0]
        if isinstance(operator, ast.In | ast.NotIn):
            return self._within(left, right, negated=isinstance(operator, ast.NotIn)), Type.CONDITION
        if type(operator) not in _COMPARISONS:
            self.fail("E403", node, what=f"`{self.written(node)}`")
        sign = _COMPARISONS[type(operator)]
        word, other = (right, left) if _is_word(right) else (left, right)
        if _is_word(word):
            return self._equals(other, word, sign), Type.CONDITION
        first, first_kind = self.walk(left, depth)
        second, second_kind = self.walk(right, depth)
        if first_kind is not second_kind or first_kind not in (Type.NUMBER, Type.DAY):
            wrong, kind = (left, first_kind) if first_kind not in (Type.NUMBER, Type.DAY) else (right, second_kind)
            expected = first_kind.value if wrong is right else "number"
            self.fail("E405", wrong, found=kind.value, expected=expected, what=self.written(wrong))
        return n.Compare(sign, cast("n.Number", first), cast("n.Number", second)), Type.CONDITION

    def _equals(self, other: ast.expr, word: ast.expr, sign: n.Comparison) -> n.Condition:
        name = self._choosable(other)
        if sign not in ("==", "!="):
            self.fail("E406", other, operator=sign)
        truth = n.Truth(option_column(name.id, self._option(name, word)))
        return truth if sign == "==" else n.Not(truth)

    def _choosable(self, node: ast.expr) -> Name:
        name = self.declared(node) if isinstance(node, ast.Name) else None
        if name is None or name.type not in _CHOOSABLE:
            found = name.type.value if name else "expression"
            self.fail("E405", node, found=found, expected="choice or code", what=self.written(node))
        return name

    def _option(self, name: Name, word: ast.expr) -> str:
        if not _is_word(word):
            self.fail("E405", word, found="expression", expected="word in quotes", what=self.written(word))
        option = str(cast("ast.Constant", word).value)
        if name.options and option not in name.options:
            suggestion = did_you_mean(option, name.options)
            allowed = listed(name.options)
            self.fail("E404", word, found=option, name=name.id, suggestion=suggestion, allowed=allowed)
        return option

    def _within(self, left: ast.expr, right: ast.expr, *, negated: bool) -> n.Condition:
        found: n.Condition
        if _is_word(left):
            name = self.declared(right) if isinstance(right, ast.Name) else None
            if name is None or name.type is not Type.SEVERAL:
                self.fail("E405", right, found="expression", expected=Type.SEVERAL.value, what=self.written(right))
            found = n.Truth(option_column(name.id, self._option(name, left)))
        else:
            name = self._choosable(left)
            if not isinstance(right, ast.Tuple | ast.List) or not right.elts:
                self.fail("E405", right, found="expression", expected="list of words", what=self.written(right))
            truths = tuple(n.Truth(option_column(name.id, self._option(name, item))) for item in right.elts)
            found = truths[0] if len(truths) == 1 else n.Logic(False, truths)
        return n.Not(found) if negated else found

    def _choose(self, node: ast.expr, depth: int) -> Typed:
        op = cast("ast.IfExp", node)
        condition = self.condition(op.test, depth)
        yes, kind = self.walk(op.body, depth)
        if kind is Type.CONDITION:
            no = self.condition(op.orelse, depth)
            return n.ChooseCondition(condition, cast("n.Condition", yes), no), kind
        if kind is not Type.NUMBER:
            self.fail("E405", op.body, found=kind.value, expected="number", what=self.written(op.body))
        return n.Choose(condition, cast("n.Number", yes), self.number(op.orelse, depth)), kind

    def _call(self, node: ast.expr, depth: int) -> Typed:
        call = cast("ast.Call", node)
        function = self.functions.get(call.func.id) if isinstance(call.func, ast.Name) else None
        if function is None:
            name = self.written(call.func)
            self.fail(
                "E407", node, name=name, suggestion=did_you_mean(name, self.functions), allowed=listed(self.functions)
            )
        if call.keywords or any(isinstance(item, ast.Starred) for item in call.args):
            self.fail("E403", node, what="a named or starred argument")
        return function(call, depth)

    def _arguments(self, call: ast.Call, fits: bool, expected: str) -> None:
        if not fits:
            name = self.written(call.func)
            self.fail("E408", call, name=name, expected=expected, found=len(call.args))

    def _value_or_known(self, call: ast.Call, depth: int) -> n.Node:
        self._arguments(call, len(call.args) == 1, "one name or expression")
        node, kind = self.walk(call.args[0], depth)
        if kind in (Type.CHOICE, Type.CODE, Type.SEVERAL):
            return n.Var(known_column(cast("n.Var", node).name))
        return node

    def _known(self, call: ast.Call, depth: int) -> Typed:
        node = self._value_or_known(call, depth)
        if n.is_condition(node):
            return n.Decided(cast("n.Condition", node)), Type.CONDITION
        return n.Known(cast("n.Number", node)), Type.CONDITION

    def _given(self, call: ast.Call, depth: int) -> Typed:
        node = self._value_or_known(call, depth)
        if isinstance(node, n.Truth):
            return n.Given(n.Var(node.name)), Type.CONDITION
        if n.is_condition(node):
            self.fail("E405", call.args[0], found="condition", expected="name", what=self.written(call.args[0]))
        return n.Given(cast("n.Number", node)), Type.CONDITION

    def _surely(self, call: ast.Call, depth: int) -> Typed:
        self._arguments(call, len(call.args) == 1, "one condition")
        return n.Surely(self.condition(call.args[0], depth)), Type.CONDITION

    def _count(self, call: ast.Call, depth: int) -> Typed:
        self._arguments(call, len(call.args) >= 1, "one condition or more")
        return n.Count(tuple(self.condition(item, depth) for item in call.args)), Type.NUMBER

    def _extreme(self, call: ast.Call, depth: int) -> Typed:
        self._arguments(call, len(call.args) >= 2, "two numbers or more")
        least = cast("ast.Name", call.func).id == "min"
        numbers = [self.number(item, depth) for item in call.args]
        tree = numbers[0]
        for other in numbers[1:]:
            tree = n.Extreme(least, tree, other)
        return tree, Type.NUMBER

    def _rounded(self, call: ast.Call, depth: int) -> Typed:
        self._arguments(call, len(call.args) == 1, "one number")
        return n.Rounded(self.number(call.args[0], depth)), Type.NUMBER

    def _years(self, call: ast.Call, depth: int) -> Typed:
        self._arguments(call, len(call.args) == 2, "two days")
        days = []
        for item in call.args:
            node, kind = self.walk(item, depth)
            if kind is not Type.DAY:
                self.fail("E405", item, found=kind.value, expected="day", what=self.written(item))
            days.append(cast("n.Number", node))
        return n.Years(days[0], days[1]), Type.NUMBER

    def _mean(self, call: ast.Call, depth: int) -> Typed:
        pairs = len(call.args) >= 2 and len(call.args) % 2 == 0
        self._arguments(call, pairs, "pairs of weight and number")
        weights = []
        for item in call.args[::2]:
            weight = self.number(item, depth)
            if not isinstance(weight, n.Const) or weight.value <= 0:
                self.fail("E405", item, found="expression", expected="positive number", what=self.written(item))
            weights.append(weight.value)
        return n.Mean(tuple(weights), tuple(self.number(item, depth) for item in call.args[1::2])), Type.NUMBER


def _ordinary(value: float) -> float | None:
    """The number as a float; None where it is too large to be one."""
    try:
        return float(value) if isfinite(value) else None
    except OverflowError:
        return None


def _is_word(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _words_for(node: ast.AST) -> str:
    """What an author would call a piece of syntax that the language does not have."""
    known = {
        ast.Attribute: "a dot (attribute access)",
        ast.Subscript: "a square bracket (subscript)",
        ast.Lambda: "a lambda",
        ast.NamedExpr: "an assignment",
        ast.JoinedStr: "a formatted text",
        ast.Tuple: "a list outside `in`",
        ast.List: "a list outside `in`",
    }
    return known.get(type(node), f"`{type(node).__name__}`")
