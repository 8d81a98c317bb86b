"""A made-up rule pack, generated from a seed; no figure means anything.

80 questions, 60 visibility conditions up to three deep, 40 indicators, 8 weighted areas, a total, and 45 measures with
an eligibility and a priority each: 199 rules. Trees are tuples:

    ("num", x)  ("var", name)  ("add" | "sub" | "mul" | "div" | "min" | "max", a, b)
    ("cmp", operator, a, b)  ("and" | "or", a, b)  ("not", a)  ("if", condition, a, b)
    ("wmean", ((weight, name), ...))     the mean over the known ones

A missing answer is unknown (Kleene), and so is arithmetic on it.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Tree: TypeAlias = tuple[Any, ...]

QUESTIONS = 80
ALWAYS_ASKED = 20
DEEPEST = 3
AREAS = 8
AREA_SIZE = 5
MEASURES = 45


@dataclass
class YardstickPack:
    """The rules by kind, each kind in order of evaluation."""

    kinds: dict[str, str] = field(default_factory=dict)
    visible: dict[str, Tree] = field(default_factory=dict)
    indicators: dict[str, Tree] = field(default_factory=dict)
    areas: dict[str, Tree] = field(default_factory=dict)
    total: Tree = ()
    eligible: dict[str, Tree] = field(default_factory=dict)
    priority: dict[str, Tree] = field(default_factory=dict)
    depth: dict[str, int] = field(default_factory=dict)

    @property
    def questions(self) -> list[str]:
        """The input columns."""
        return list(self.kinds)

    @property
    def numbers(self) -> dict[str, Tree]:
        """Indicators, areas and the total."""
        return {**self.indicators, **self.areas, "total": self.total}

    @property
    def outputs(self) -> list[str]:
        """The names of all results."""
        measures = [name for pair in zip(self.eligible, self.priority, strict=True) for name in pair]
        return [*(f"v_{question}" for question in self.visible), *self.numbers, *measures]

    @property
    def conditions(self) -> set[str]:
        """The names of the results that are true or false."""
        return {f"v_{question}" for question in self.visible} | set(self.eligible)


def number(value: float) -> Tree:
    """A constant."""
    return ("num", float(value))


def variable(name: str) -> Tree:
    """A column or an earlier result."""
    return ("var", name)


def names(tree: Tree) -> list[str]:
    """The names that a tree reads, in order of first appearance."""
    return list(dict.fromkeys(_names(tree)))


def _names(tree: Tree) -> Iterator[str]:
    if tree[0] in ("var", "present"):
        yield tree[1]
    elif tree[0] == "wmean":
        yield from (name for _weight, name in tree[1])
    else:
        for part in tree[1:]:
            if isinstance(part, tuple):
                yield from _names(part)


def make_pack(seed: int = 7) -> YardstickPack:
    """The pack; always the same for one seed."""
    maker = _Maker(random.Random(seed))
    maker.questions()
    maker.indicators()
    maker.measures()
    return maker.pack


class _Maker:
    """The order of the draws is part of the yardstick: changing it changes the pack."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.pack = YardstickPack()

    def of_kind(self, kind: str) -> list[str]:
        return [question for question, found in self.pack.kinds.items() if found == kind]

    def questions(self) -> None:
        kinds = ["bool"] * 30 + ["scale"] * 30 + ["number"] * 20
        self.draw.shuffle(kinds)
        self.pack.kinds = {f"q{index:02d}": kind for index, kind in enumerate(kinds)}
        depth = self.pack.depth
        always = self.pack.questions[:ALWAYS_ASKED]
        depth.update(dict.fromkeys(always, 0))
        for question in self.pack.questions[ALWAYS_ASKED:]:
            pool = [name for name, level in depth.items() if level < DEEPEST]
            tree = self.condition(always * 4 + pool, self.draw.choice([1, 1, 2, 3]))
            self.pack.visible[question] = tree
            depth[question] = 1 + max(depth[name] for name in names(tree))

    def atom(self, pool: list[str]) -> Tree:
        question = self.draw.choice(pool)
        read = variable(question)
        kind = self.pack.kinds[question]
        if kind == "bool":
            return ("cmp", *self.draw.choice([("==", read, number(1)), ("!=", read, number(0))]))
        if kind == "scale":
            signs = [("<=", 3), (">=", 1), (">", 0), ("<", 4)]
            sign, limit = self.draw.choice(signs)
            return ("cmp", sign, read, number(limit))
        least = self.draw.choice([5, 10, 15])
        return ("cmp", *self.draw.choice([("<", read, number(100)), (">=", read, number(least))]))

    def condition(self, pool: list[str], atoms: int) -> Tree:
        tree = self.atom(pool)
        for _ in range(atoms - 1):
            tree = (self.draw.choice(["and", "or", "or"]), tree, self.atom(pool))
        return ("not", tree) if self.draw.random() < 0.05 else tree

    def term(self) -> Tree:
        chance = self.draw.random()
        if chance < 0.4:
            return ("mul", variable(self.draw.choice(self.of_kind("scale"))), number(25))
        if chance < 0.7:
            return ("mul", variable(self.draw.choice(self.of_kind("bool"))), number(100))
        return ("min", ("mul", variable(self.draw.choice(self.of_kind("number"))), number(2)), number(100))

    def blend(self, terms: int) -> Tree:
        share = number(round(1 / terms, 3))
        tree: Tree = ("mul", self.term(), share)
        for _ in range(terms - 1):
            tree = ("add", tree, ("mul", self.term(), share))
        return tree

    def indicators(self) -> None:
        pack, draw = self.pack, self.draw
        for index in range(AREAS * AREA_SIZE):
            tree = self.blend(draw.choice([1, 2, 3]))
            if draw.random() >= 0.5:
                condition = self.condition(pack.questions, draw.choice([1, 2]))
                tree = ("if", condition, tree, self.blend(draw.choice([1, 2])))
            pack.indicators[f"i{index:02d}"] = tree
        for area in range(AREAS):
            inside = range(area * AREA_SIZE, (area + 1) * AREA_SIZE)
            pack.areas[f"a{area}"] = ("wmean", tuple((float(draw.randint(1, 5)), f"i{index:02d}") for index in inside))
        pack.total = ("wmean", tuple((float(draw.randint(1, 4)), f"a{area}") for area in range(AREAS)))

    def measures(self) -> None:
        pack, draw = self.pack, self.draw
        indicators, scales = list(pack.indicators), self.of_kind("scale")
        for index in range(MEASURES):
            sign, read = draw.choice(["<", "<="]), variable(draw.choice(indicators))
            tree: Tree = ("cmp", sign, read, number(draw.choice([40, 60, 75])))
            for _ in range(draw.choice([1, 1, 2, 3])):
                tree = (draw.choice(["and", "and", "or"]), tree, self.atom(pack.questions))
            pack.eligible[f"m{index:02d}"] = tree
            weight = number(draw.randint(1, 9))
            need: Tree = ("mul", weight, ("sub", number(100), variable(draw.choice(indicators))))
            weight = number(draw.randint(1, 9))
            pack.priority[f"p{index:02d}"] = ("add", need, ("mul", weight, variable(draw.choice(scales))))
