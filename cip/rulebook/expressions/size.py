"""How much source a tree becomes once compiled: conditions print on two rails, so `if` inside `if` doubles at each
level.
"""

from cip.rulebook.expressions import nodes as n

Rails = tuple[int, int]
"""Pieces on the rails 'known true' and 'known false'."""


def size_of(node: n.Node) -> int:
    """The number of pieces that a tree prints, in time linear in the tree."""
    return max(_rails(node)) if isinstance(node, n.CONDITIONS) else _number(node)


def _number(node: n.Number) -> int:
    match node:
        case n.Choose(condition, yes, no):
            return 1 + sum(_rails(condition)) + _number(yes) + _number(no)
        case n.Count(conditions):
            return 1 + sum(1 + sum(_rails(item)) for item in conditions)
        case n.Mean(_, values):
            return 1 + sum(_number(value) for value in values)
        case n.Arith(_, left, right) | n.Extreme(_, left, right) | n.Years(left, right):
            return 1 + _number(left) + _number(right)
        case n.Rounded(value):
            return 1 + _number(value)
        case _:
            return 1


def _rails(node: n.Condition) -> Rails:
    match node:
        case n.Compare(operator, left, right):
            once = 1 + _number(left) + _number(right)
            return (2 * once, once) if operator == "!=" else (once, 2 * once if operator == "==" else once)
        case n.Logic(_, items):
            rails = [_rails(item) for item in items]
            return 1 + sum(true for true, _ in rails), 1 + sum(false for _, false in rails)
        case n.Not(item):
            true, false = _rails(item)
            return false, true
        case n.ChooseCondition(condition, yes, no):
            both, (yes_true, yes_false), (no_true, no_false) = sum(_rails(condition)), _rails(yes), _rails(no)
            return 1 + both + yes_true + no_true, 1 + both + yes_false + no_false
        case n.Known(value) | n.Given(value):
            twice = 1 + 2 * _number(value)
            return twice, twice
        case n.Decided(item):
            decided = 1 + sum(_rails(item))
            return decided, decided
        case n.Surely(item):
            true, _ = _rails(item)
            return 1 + true, 1 + true
        case _:
            return 1, 1
