"""Turns trees into source text on two rails: 'known true' and 'known false'.

A comparison with NaN is false on both rails, so three-valued logic costs nothing at run time. The two dialects
(scalar Python and
numpy) print the same operations in the same order, which is why their results are equal to the last bit.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection

from cip.rulebook.expressions import nodes as n


class Printer(ABC):
    """Prints numbers and the two rails of conditions.

    `names` says what a column or earlier result is called in the code; `conditions` are the results that are true or
    false there.
    """

    def __init__(self, names: dict[str, str], conditions: Collection[str]) -> None:
        self.names = names
        self.conditions = conditions

    def number(self, node: n.Number) -> str:
        """The source of a number (NaN while unknown)."""
        match node:
            case n.Const(value):
                return repr(value)
            case n.Var(name):
                return f"({self.names[name]} + 0.0)" if name in self.conditions else self.names[name]
            case n.Arith("/", left, right):
                return self.divide(self.number(left), self.number(right), right)
            case n.Arith(operator, left, right):
                return f"({self.number(left)} {operator} {self.number(right)})"
            case n.Extreme(least, left, right):
                return self.extreme(least, self.number(left), self.number(right), right)
            case n.Choose(condition, yes, no):
                return self.choose(condition, self.number(yes), self.number(no))
            case _:
                return self._called(node)

    def _called(self, node: n.Mean | n.Count | n.Years | n.Rounded) -> str:
        match node:
            case n.Mean(weights, values):
                pairs = ", ".join(f"{w!r}, {self.number(v)}" for w, v in zip(weights, values, strict=True))
                return f"mean({pairs})"
            case n.Count(conditions):
                return "(" + " + ".join(self.choose(item, "1.0", "0.0") for item in conditions) + ")"
            case n.Years(start, end):
                return f"years({self.number(start)}, {self.number(end)})"
            case n.Rounded(value_node):
                return f"rounded({self.number(value_node)})"

    def true(self, node: n.Condition) -> str:
        """The source that is true exactly when the condition is known to be true."""
        return self._rail(node, want=True)

    def false(self, node: n.Condition) -> str:
        """The source that is true exactly when the condition is known to be false."""
        return self._rail(node, want=False)

    def _rail(self, node: n.Condition, *, want: bool) -> str:
        match node:
            case n.Truth(name):
                return f"({self.names[name]} == {'1.0' if want else '0.0'})"
            case n.Fixed(value):
                return self.fixed(value is want)
            case n.Compare(operator, left, right):
                sign = operator if want else n.OPPOSITE[operator]
                return self.compare(sign, self.number(left), self.number(right))
            case n.Logic(every, items):
                return self.join(every is want, [self._rail(item, want=want) for item in items])
            case n.Not(item):
                return self._rail(item, want=not want)
            case n.ChooseCondition(condition, yes, no):
                first = self.join(True, [self.true(condition), self._rail(yes, want=want)])
                second = self.join(True, [self.false(condition), self._rail(no, want=want)])
                return self.join(False, [first, second])
            case n.Known(value_node):
                sign = "==" if want else "!="
                source = self.number(value_node)
                return f"({source} {sign} {source})"
            case _:
                return self._settled(node, want=want)

    def _settled(self, node: n.Condition, *, want: bool) -> str:
        """The rails of the functions that look at knowledge itself."""
        match node:
            case n.Given(value_node):
                source = self.number(value_node)
                return f"({source} == {source})" if want else self.fixed(False)
            case n.Decided(item):
                decided = self.join(False, [self.true(item), self.false(item)])
                return decided if want else self.negate(decided)
            case n.Surely(item):
                return self.true(item) if want else self.negate(self.true(item))
            case _:  # pragma: no cover - every node is listed above
                raise TypeError(node)

    @abstractmethod
    def divide(self, left: str, right: str, divisor: n.Number) -> str:
        """A division that is unknown where the divisor is zero."""

    @abstractmethod
    def extreme(self, least: bool, left: str, right: str, second: n.Number) -> str:
        """The lesser or greater of two numbers, unknown if either is."""

    @abstractmethod
    def choose(self, condition: n.Condition, yes: str, no: str) -> str:
        """One number or the other, unknown while the condition is."""

    @abstractmethod
    def compare(self, sign: n.Comparison, left: str, right: str) -> str:
        """A comparison that is false when a side is NaN."""

    @abstractmethod
    def join(self, every: bool, items: list[str]) -> str:
        """Ordinary two-valued `and` or `or` of printed rails."""

    @abstractmethod
    def negate(self, item: str) -> str:
        """Ordinary two-valued negation of a printed rail."""

    @abstractmethod
    def fixed(self, value: bool) -> str:
        """A literal truth."""


def local_names(columns: list[str]) -> dict[str, str]:
    """A safe local variable for every column and result."""
    return {column: f"v{index}" for index, column in enumerate(columns)}
