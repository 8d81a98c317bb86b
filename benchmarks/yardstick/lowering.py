"""Writes the yardstick pack for engines without three-valued logic: every read of a possibly missing answer is guarded.

Guarded trees have ("present", name), ("ite", condition, a, b) and ("null",) beside the ordinary nodes; `min` becomes
an `ite`.
"""

from collections.abc import Iterator
from functools import reduce

from benchmarks.yardstick.pack import Tree, YardstickPack, names, number, variable

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_SWAPPED = {"and": "or", "or": "and"}
_SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/"}


def rail(tree: Tree, want: bool = True) -> Tree:
    """An ordinary condition that is true exactly when the Kleene condition is known to be `want`."""
    if tree[0] == "cmp":
        return tree if want else ("cmp", OPPOSITE[tree[1]], tree[2], tree[3])
    if tree[0] == "not":
        return rail(tree[1], not want)
    return (tree[0] if want else _SWAPPED[tree[0]], rail(tree[1], want), rail(tree[2], want))


def lowered(pack: YardstickPack) -> Iterator[tuple[str, str, Tree]]:
    """(result, kind, guarded tree) in order of evaluation; the kind of a priority names its measure."""
    for question, tree in pack.visible.items():
        yield f"v_{question}", "visible", _condition(rail(tree))
    for name, tree in pack.numbers.items():
        yield name, "number", _number(tree)
    for (measure, condition), (priority, tree) in zip(pack.eligible.items(), pack.priority.items(), strict=True):
        yield measure, "condition", _condition(rail(condition))
        yield priority, f"only:{measure}", _number(tree)


def _all_present(found: list[str]) -> Tree:
    return reduce(lambda left, right: ("and", left, right), [("present", name) for name in found])


def _condition(tree: Tree) -> Tree:
    if tree[0] in ("and", "or"):
        return (tree[0], _condition(tree[1]), _condition(tree[2]))
    return ("and", _all_present(names(tree)), ("cmp", tree[1], _arithmetic(tree[2]), _arithmetic(tree[3])))


def _arithmetic(tree: Tree) -> Tree:
    if tree[0] in ("num", "var"):
        return tree
    left, right = _arithmetic(tree[1]), _arithmetic(tree[2])
    if tree[0] in ("min", "max"):
        return ("ite", ("cmp", "<" if tree[0] == "min" else ">", left, right), left, right)
    return (tree[0], left, right)


def _number(tree: Tree) -> Tree:
    if tree[0] == "if":
        otherwise = ("ite", _condition(rail(tree[1], False)), _number(tree[3]), ("null",))
        return ("ite", _condition(rail(tree[1])), _number(tree[2]), otherwise)
    if tree[0] == "wmean":
        return _mean(tree)
    return ("ite", _all_present(names(tree)), _arithmetic(tree), ("null",))


def _mean(tree: Tree) -> Tree:
    none = number(0)
    points: list[Tree] = [("ite", ("present", v), ("mul", variable(v), number(w)), none) for w, v in tree[1]]
    weights: list[Tree] = [("ite", ("present", v), number(w), none) for w, v in tree[1]]
    some: list[Tree] = [("present", v) for _w, v in tree[1]]

    def joined(kind: str, parts: list[Tree]) -> Tree:
        return reduce(lambda left, right: (kind, left, right), parts)

    return ("ite", joined("or", some), ("div", joined("add", points), joined("add", weights)), ("null",))


class Dialect:
    """Prints guarded trees as text; C-like unless a subclass says otherwise."""

    both, either, null = "&&", "||", "null"

    def __call__(self, tree: Tree) -> str:
        """The text of a tree."""
        kind = tree[0]
        if kind == "num":
            return repr(tree[1])
        if kind == "var":
            return str(tree[1])
        if kind == "null":
            return self.null
        if kind == "present":
            return f"({tree[1]} != {self.null})"
        if kind == "ite":
            return self.choice(self(tree[1]), self(tree[2]), self(tree[3]))
        sign = tree[1] if kind == "cmp" else {"and": self.both, "or": self.either, **_SIGNS}[kind]
        return f"({self(tree[-2])} {sign} {self(tree[-1])})"

    def choice(self, condition: str, yes: str, no: str) -> str:
        """One or the other."""
        return f"({condition} ? {yes} : {no})"


class Words(Dialect):
    """`and` and `or` as words."""

    both, either = "and", "or"


class PythonDialect(Words):
    """Python."""

    null = "None"

    def choice(self, condition: str, yes: str, no: str) -> str:
        """One or the other."""
        return f"({yes} if {condition} else {no})"


def json_logic(tree: Tree) -> object:
    """A guarded tree as JsonLogic."""
    kind = tree[0]
    if kind == "num":
        return tree[1]
    if kind == "var":
        return {"var": tree[1]}
    if kind == "null":
        return None
    if kind == "present":
        return {"!==": [{"var": tree[1]}, None]}
    if kind == "ite":
        return {"if": [json_logic(part) for part in tree[1:]]}
    name = tree[1] if kind == "cmp" else _SIGNS.get(kind, kind)
    return {name: [json_logic(tree[-2]), json_logic(tree[-1])]}
