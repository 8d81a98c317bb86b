"""Declared and effective weights: what the structure of a grid really lets a criterion add."""

from fractions import Fraction
from typing import Any

import pytest

from cip.incentives.bound_call import BoundCall
from cip.incentives.weights import most_total, weights_of
from tests.unit.incentives import small_calls as small
from tests.unit.incentives.test_grid import BONUS, FACTS, call

TWO = small.criterion("A1", small.formula("min(n, 2)"), 4)


def weights(bound: BoundCall) -> list[tuple[float, float]]:
    return [(round(float(one.declared), 2), round(float(one.effective), 2)) for one in weights_of(bound)]


@pytest.mark.parametrize(
    ("rule", "most"),
    [
        (small.steps("n", (2, 4), (5, 10)), 10),
        (small.steps("n", (2, 4), (5, 8)), 8),
        (small.steps("n", (2, 4), (101, 10)), 4),
        (small.steps("n", (2, 9), (5, 3)), 9),
        (small.share("n", "m"), 10),
        (small.summed(("yes", 4), ("no", 6)), 10),
        (small.summed(("yes", 4), ("not yes", 6)), 6),
        (small.summed(("n < 5", 4), ("n >= 5", 6)), 6),
        (small.summed(("part < 0.5", 4), ("part >= 0.5", 6)), 6),
        (small.summed(("size == 'a'", 4), ("size in ('b', 'c')", 6)), 6),
        (small.summed(("'x' in tools", 4), ("'y' in tools", 6)), 10),
        (small.summed(("n > 100", 6), ("yes", 3)), 3),
        (small.formula("min(n, 7)"), 7),
        (small.formula("5 * min(1, n / m)"), 5),
        (small.formula("10 if size == 'a' else 7"), 10),
        (small.formula("8 if known(n) else 2"), 8),
        (small.formula("2 if known(n) else 8"), 8),
        (small.formula("6 if surely(yes) else 0"), 6),
        (small.formula("n"), 10),
        (small.judged(0, 4, 9), 9),
        (
            small.parts(
                "sum",
                small.criterion("A1", small.formula("min(n, 2)"), 4),
                small.criterion("A2", small.judged(0, 5), 6),
            ),
            7,
        ),
        (
            small.parts(
                "mean",
                small.criterion("A1", small.formula("min(n, 2)"), 4),
                small.criterion("A2", small.judged(0, 6), 6),
            ),
            7.5,
        ),
    ],
)
def test_the_most_that_a_rule_can_give(rule: Any, most: float) -> None:
    bound = call(small.criterion("A", rule), small.criterion("B", small.formula("n"), 10))
    (_, effective), (_, other) = weights(bound)
    assert (effective, other) == (round(100 * most / (10 + most), 2), round(1000 / (10 + most), 2))


def test_weights_are_shares_of_a_hundred() -> None:
    bound = call(small.criterion("A", small.formula("n"), 15), small.criterion("B", small.formula("n"), 25))
    assert weights(bound) == [(37.5, 37.5), (62.5, 62.5)]


def test_the_bonus_counts_in_the_most_that_a_total_can_be() -> None:
    bound = call(
        small.criterion("A", small.formula("n"), 45), small.criterion("B", small.formula("n"), 50), bonus=BONUS
    )
    assert most_total(bound) == 100
    assert weights(bound) == [(47.37, 45), (52.63, 50)]
    impossible = BONUS | {"lines": [BONUS["lines"][0] | {"when": "n > 200"}]}  # type: ignore[index]
    assert most_total(call(small.criterion("A", small.formula("n"), 45), bonus=impossible)) == 45
    one_line = BONUS | {"lines": BONUS["lines"][:1]}  # type: ignore[index]
    assert most_total(call(small.criterion("A", small.formula("n"), 45), bonus=one_line)) == 48


def test_the_most_of_the_grid_limits_the_total() -> None:
    bound = call(small.criterion("A", small.formula("n"), 60), small.criterion("B", small.formula("n"), 60))
    assert most_total(bound) == 100
    assert weights(bound) == [(50, 60), (50, 60)]
    low = call(small.criterion("A", small.formula("n"), 60), small.criterion("B", small.formula("n"), 60), most=30)
    assert weights(low) == [(50, 100), (50, 100)]


def test_a_grid_that_can_give_nothing() -> None:
    bound = call(small.criterion("A", small.formula("0 - n"), 10))
    assert weights(bound) == [(100, 0)]


def test_unknown_law_is_not_what_applicants_may_state() -> None:
    law = {"limit": small.parameter((None, None, 4))}
    rule = small.formula("min(n, limit)")
    bound = small.bound(law, facts=FACTS, grid=small.grid(small.criterion("A", rule), small.criterion("B", rule, 6)))
    assert weights(bound) == [(62.5, 50), (37.5, 50)]
    assert most_total(bound) == Fraction(8)
