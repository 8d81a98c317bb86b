"""Random programs of every kind of node, and random records with unknowns to run them on."""

import math
from collections.abc import Callable
from random import Random

import numpy as np
from numpy.typing import NDArray

from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.program import Program, Rule

NUMBERS = tuple(f"n{index}" for index in range(5))
DAYS = ("d0", "d1")
TRUTHS = ("t0", "t1", "t2", "c=x", "c=y", "c?")
CONSTANTS = {"limit": 3.0, "zero": 0.0, "share": 0.2, "nothing": math.nan}
INPUTS = (*NUMBERS, *DAYS, *TRUTHS)
SOME_NUMBERS = (0.0, 1.0, 2.0, 3.0, -1.0, 0.5, 0.1, 0.05, 0.25, 4.0, 40.0, 99.95, 1e-9, -0.0, 1e15, 1e308, -1e308)
SOME_DAYS = (0.0, 1.0, 59.0, 60.0, 365.0, 366.0, 719_163.0, 738_000.5, 738_215.0, 739_676.0, 3_652_059.0, 3_652_060.0)
EXACT_NUMBERS = (0.0, 1.0, 2.0, 3.0, -1.0, 0.5, 0.25, 4.0)
EXACT_CONSTANTS = {"limit": 3.0, "zero": 0.0}
WEIGHTS = (1.0, 2.0, 0.5, 30.0)
COMPARISONS: tuple[n.Comparison, ...] = ("<", "<=", ">", ">=", "==", "!=")
OPERATORS: tuple[n.Operator, ...] = ("+", "-", "*", "/")


class RuleMaker:
    """Grows trees over the inputs and over the results of the rules made so far.

    `exact` keeps to numbers that float32 holds exactly.
    """

    def __init__(self, source: Random, *, exact: bool = False) -> None:
        self.source = source
        self.numbers: list[str] = [*NUMBERS, *EXACT_CONSTANTS] if exact else [*NUMBERS, *DAYS, *CONSTANTS]
        self.truths: list[str] = list(TRUTHS)
        self.constants = EXACT_NUMBERS if exact else SOME_NUMBERS
        self.operators = OPERATORS[:3] if exact else OPERATORS
        self.of_numbers: list[Callable[[int], n.Number]] = [
            lambda deep: n.Arith(source.choice(self.operators), self.number(deep), self.number(deep)),
            lambda deep: n.Extreme(self.flip(), self.number(deep), self.number(deep)),
            lambda deep: n.Choose(self.condition(deep), self.number(deep), self.number(deep)),
            lambda deep: n.Count(self.conditions(deep)),
        ]
        if not exact:
            self.of_numbers += [
                lambda deep: n.Mean(*self.weighted(deep)),
                lambda deep: n.Years(self.day(deep), self.day(deep)),
                lambda deep: n.Rounded(self.number(deep)),
            ]
        self.of_conditions: list[Callable[[int], n.Condition]] = [
            lambda deep: n.Compare(source.choice(COMPARISONS), self.number(deep), self.number(deep)),
            lambda deep: n.Logic(self.flip(), self.conditions(deep)),
            lambda deep: n.Not(self.condition(deep)),
            lambda deep: n.ChooseCondition(self.condition(deep), self.condition(deep), self.condition(deep)),
            lambda deep: n.Known(self.number(deep)),
            lambda deep: n.Given(self.number(deep)),
            lambda deep: n.Decided(self.condition(deep)),
            lambda deep: n.Surely(self.condition(deep)),
        ]

    def flip(self) -> bool:
        return self.source.random() < 0.5

    def number(self, deep: int) -> n.Number:
        if deep > 0 and self.source.random() < 0.8:
            return self.source.choice(self.of_numbers)(deep - 1)
        return n.Var(self.source.choice(self.numbers)) if self.source.random() < 0.7 else self.constant()

    def constant(self) -> n.Const:
        return n.Const(self.source.choice(self.constants))

    def condition(self, deep: int) -> n.Condition:
        if deep > 0 and self.source.random() < 0.8:
            return self.source.choice(self.of_conditions)(deep - 1)
        return n.Truth(self.source.choice(self.truths)) if self.source.random() < 0.9 else n.Fixed(self.flip())

    def conditions(self, deep: int) -> tuple[n.Condition, ...]:
        return tuple(self.condition(deep) for _ in range(self.source.randint(1, 3)))

    def weighted(self, deep: int) -> tuple[tuple[float, ...], tuple[n.Number, ...]]:
        pairs = self.source.randint(1, 3)
        return tuple(self.source.choices(WEIGHTS, k=pairs)), tuple(self.number(deep) for _ in range(pairs))

    def day(self, deep: int) -> n.Number:
        return n.Var(self.source.choice(DAYS)) if self.flip() else self.number(deep)

    def program(self, rules: int, deep: int) -> Program:
        """Rules that read inputs, constants and earlier results; some hide an input, some need another to be true."""
        made: list[Rule] = []
        conditions: list[str] = []
        for index in range(rules):
            name = f"r{index}"
            if self.flip():
                hides = self.source.choice(INPUTS) if self.source.random() < 0.3 else None
                made.append(Rule(name, self.condition(deep), hides=hides))
                conditions.append(name)
                self.truths.append(name)
            else:
                guarded = conditions and self.source.random() < 0.3
                only_if = self.source.choice(conditions) if guarded else None
                made.append(Rule(name, self.number(deep), only_if=only_if))
            self.numbers.append(name)
        return Program(tuple(made), EXACT_CONSTANTS if self.constants is EXACT_NUMBERS else CONSTANTS)


def records_of(source: Random, rows: int, *, exact: bool = False) -> list[dict[str, float | None]]:
    """Records over all inputs: about a third is unknown, as None, as NaN or left out."""
    numbers = EXACT_NUMBERS if exact else SOME_NUMBERS
    choices: dict[str, tuple[float, ...]] = dict.fromkeys(NUMBERS, numbers)
    choices |= dict.fromkeys(DAYS, (1.0, 2.0) if exact else SOME_DAYS) | dict.fromkeys(TRUTHS, (0.0, 1.0))
    records: list[dict[str, float | None]] = []
    for _ in range(rows):
        record: dict[str, float | None] = {}
        for name, values in choices.items():
            chance = source.random()
            if chance > 0.3:
                record[name] = source.choice(values)
            elif chance > 0.1:
                record[name] = None if chance > 0.2 else math.nan
        records.append(record)
    return records


def columns_of(records: list[dict[str, float | None]]) -> dict[str, NDArray[np.float64]]:
    """The same records as columns."""
    unknown = math.nan
    return {
        name: np.array([unknown if (cell := record.get(name)) is None else cell for record in records])
        for name in INPUTS
    }
