"""What an expression means once it is parsed: a small tree over columns of numbers.

Every input is a column of floats: a number, a day as its ordinal, a yes/no as 1 or 0, an option as a column of its
own that is 1 or 0. Unknown is NaN (None outside the compiled functions). `Condition` nodes are three-valued,
`Number` nodes are a number or unknown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Comparison: TypeAlias = Literal["<", "<=", ">", ">=", "==", "!="]
Operator: TypeAlias = Literal["+", "-", "*", "/"]


@dataclass(frozen=True, slots=True)
class Const:
    """A number written in the rule."""

    value: float


@dataclass(frozen=True, slots=True)
class Var:
    """The number in a column (an input, a parameter or the result of an earlier rule)."""

    name: str


@dataclass(frozen=True, slots=True)
class Arith:
    """`a + b` and so on; division by zero is unknown."""

    operator: Operator
    left: "Number"
    right: "Number"


@dataclass(frozen=True, slots=True)
class Extreme:
    """`min` or `max` of two numbers; unknown if either is."""

    least: bool
    left: "Number"
    right: "Number"


@dataclass(frozen=True, slots=True)
class Choose:
    """`yes if condition else no`; unknown while the condition is."""

    condition: "Condition"
    yes: "Number"
    no: "Number"


@dataclass(frozen=True, slots=True)
class Mean:
    """The weighted mean over the known ones; unknown if none is known."""

    weights: tuple[float, ...]
    values: tuple["Number", ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many conditions are true; unknown if any is unknown."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Years:
    """Completed years between two days (ordinals)."""

    start: "Number"
    end: "Number"


@dataclass(frozen=True, slots=True)
class Rounded:
    """Half up to one decimal."""

    value: "Number"


@dataclass(frozen=True, slots=True)
class Truth:
    """A yes/no column: 1 is true, 0 is false."""

    name: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """`true` or `false` written in the rule."""

    value: bool


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two numbers; unknown if either is."""

    operator: Comparison
    left: "Number"
    right: "Number"


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` (every) or `or` of conditions, by Kleene's tables."""

    every: bool
    items: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite; unknown stays unknown."""

    item: "Condition"


@dataclass(frozen=True, slots=True)
class ChooseCondition:
    """`yes if condition else no` between conditions."""

    condition: "Condition"
    yes: "Condition"
    no: "Condition"


@dataclass(frozen=True, slots=True)
class Known:
    """Whether a number is known; never unknown itself."""

    value: "Number"


@dataclass(frozen=True, slots=True)
class Decided:
    """Whether a condition is true or false rather than unknown; never unknown itself."""

    item: "Condition"


@dataclass(frozen=True, slots=True)
class Given:
    """True once a number is known, unknown before."""

    value: "Number"


@dataclass(frozen=True, slots=True)
class Surely:
    """True if the condition is known to be true, false otherwise; never unknown itself."""

    item: "Condition"


Number: TypeAlias = Const | Var | Arith | Extreme | Choose | Mean | Count | Years | Rounded
Condition: TypeAlias = Truth | Fixed | Compare | Logic | Not | ChooseCondition | Known | Decided | Given | Surely
Node: TypeAlias = Number | Condition

CONDITIONS = (Truth, Fixed, Compare, Logic, Not, ChooseCondition, Known, Decided, Given, Surely)
NODES = (*CONDITIONS, Const, Var, Arith, Extreme, Choose, Mean, Count, Years, Rounded)
OPPOSITE: dict[Comparison, Comparison] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def is_condition(node: Node) -> bool:
    """Whether a node is a condition rather than a number."""
    return isinstance(node, CONDITIONS)


def children(node: Node) -> Iterator[Node]:
    """The nodes directly inside a node."""
    for name in node.__slots__:
        value = getattr(node, name)
        if isinstance(value, NODES):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, NODES))


def columns_read(node: Node) -> list[str]:
    """The columns that an expression reads, in order of first appearance."""
    seen: dict[str, None] = {}
    _collect(node, seen)
    return list(seen)


def _collect(node: Node, seen: dict[str, None]) -> None:
    if isinstance(node, Var | Truth):
        seen[node.name] = None
    for child in children(node):
        _collect(child, seen)


def two_valued(condition: Condition) -> bool:
    """Whether a condition can never be unknown."""
    if isinstance(condition, Fixed | Known | Decided | Surely):
        return True
    if isinstance(condition, Not):
        return two_valued(condition.item)
    return isinstance(condition, Logic) and all(two_valued(item) for item in condition.items)
