"""Exact arithmetic with unknowns: as the interpreter where all is known, and holding the truth where it is not."""

from datetime import date
from fractions import Fraction
from math import inf

import pytest

from cip.incentives.bounds import (
    PERHAPS_ONE,
    UNBOUNDED,
    UNDEFINED,
    Range,
    View,
    exact,
    hull,
    number,
    opposite,
    stated,
    truth,
)
from cip.rulebook.expressions import nodes as n

X, Y = n.Var("x"), n.Var("y")
T, U = n.Truth("t"), n.Truth("u")


def view(x: Range = UNBOUNDED, y: Range = UNBOUNDED, t: bool | None = None, u: bool | None = None) -> View:
    return View({"x": x, "y": y}, {"t": t, "u": u})


def within(low: float, high: float) -> Range:
    return Range(low if low == -inf else Fraction(low), high if high == inf else Fraction(high))


def known(value: float) -> Range:
    return stated(value)


def ends(found: Range) -> tuple[object, object]:
    return found.low, found.high


def test_a_number_is_read_by_its_shortest_decimal() -> None:
    assert exact(0.1) == Fraction(1, 10)
    assert exact(1e-9) == Fraction(1, 10**9)
    assert exact(3) == 3
    assert number(n.Arith("+", n.Const(0.1), n.Const(0.2)), View()) == stated(Fraction(3, 10))


@pytest.mark.parametrize(
    ("operator", "a", "b", "low", "high"),
    [
        ("+", (1, 2), (10, 20), 11, 22),
        ("+", (-inf, 2), (10, 20), -inf, 22),
        ("+", (1, inf), (10, 20), 11, inf),
        ("+", (1, 2), (-inf, inf), -inf, inf),
        ("-", (1, 2), (10, 20), -19, -8),
        ("-", (1, inf), (-inf, 20), -19, inf),
        ("-", (5, 6), (1, inf), -inf, 5),
        ("*", (2, 3), (5, 7), 10, 21),
        ("*", (-2, 3), (-5, 7), -15, 21),
        ("*", (-2, -1), (5, 7), -14, -5),
        ("*", (0, 3), (2, inf), 0, inf),
        ("*", (-1, 3), (2, inf), -inf, inf),
        ("*", (0, 0), (-inf, inf), 0, 0),
        ("*", (-inf, -1), (-inf, -2), 2, inf),
        ("*", (-inf, -1), (2, inf), -inf, -2),
        ("/", (6, 12), (2, 3), 2, 6),
        ("/", (6, 12), (-3, -2), -6, -2),
        ("/", (-6, 12), (2, 3), -3, 6),
        ("/", (1, 2), (4, inf), 0, Fraction(1, 2)),
        ("/", (1, 2), (-inf, -4), Fraction(-1, 2), 0),
    ],
)
def test_arithmetic_takes_the_outermost_ends(
    operator: n.Operator, a: tuple[float, float], b: tuple[float, float], low: object, high: object
) -> None:
    found = number(n.Arith(operator, X, Y), view(within(*a), within(*b)))
    assert (found.low, found.high, found.stated, found.total) == (low, high, False, True)


@pytest.mark.parametrize(
    ("over", "low", "high"),
    [((0, 4), Fraction(1, 2), inf), ((-4, 0), -inf, Fraction(-1, 2)), ((-4, 4), -inf, inf), ((0, inf), 0, inf)],
)
def test_a_division_by_what_may_be_zero_holds_where_it_is_not(
    over: tuple[float, float], low: object, high: object
) -> None:
    found = number(n.Arith("/", X, Y), view(known(2), within(*over)))
    assert (found.low, found.high, found.stated, found.total) == (low, high, False, False)


def test_a_division_by_zero_is_no_number() -> None:
    assert number(n.Arith("/", X, Y), view(known(2), known(0))) == UNDEFINED
    over_unknown = number(n.Arith("/", X, Y), view(known(2), within(0, 0)))
    assert over_unknown == UNDEFINED
    sum_of_it = number(n.Arith("+", n.Arith("/", X, Y), X), view(known(2), known(0)))
    assert not sum_of_it.total
    assert not sum_of_it.stated
    assert truth(n.Compare("<", n.Extreme(True, n.Arith("/", X, Y), X), n.Const(9.0)), view(known(2), known(0))) is None
    assert truth(n.Compare("<", X, n.Arith("/", X, Y)), view(known(2), known(0))) is None


def test_what_is_stated_stays_stated() -> None:
    for node in (n.Arith("+", X, Y), n.Arith("/", X, Y), n.Arith("*", X, Y), n.Extreme(True, X, Y), n.Rounded(X)):
        assert number(node, view(known(6), known(3))).stated
        if not isinstance(node, n.Rounded):
            assert not number(node, view(known(6), within(3, 3))).stated
            assert not number(node, view(within(6, 6), known(3))).stated
        assert not number(node, view(within(6, 6), within(3, 3))).stated


def test_the_lesser_and_the_greater_of_two() -> None:
    seen = view(within(1, 5), within(2, 4))
    assert ends(number(n.Extreme(True, X, Y), seen)) == (1, 4)
    assert ends(number(n.Extreme(False, X, Y), seen)) == (2, 5)
    assert not number(n.Extreme(True, n.Arith("/", X, n.Const(0.0)), Y), seen).total


def test_a_choice_not_made_yet_is_either() -> None:
    node = n.Choose(T, X, Y)
    assert number(node, view(known(1), known(4), t=True)) == known(1)
    assert number(node, view(known(1), known(4), t=False)) == known(4)
    assert number(node, view(known(1), known(4))) == Range(Fraction(1), Fraction(4))
    undefined = n.Choose(T, X, n.Arith("/", X, n.Const(0.0)))
    assert not number(undefined, view(known(1))).total


def test_a_count_of_what_is_sure_and_of_what_may_be() -> None:
    node = n.Count((T, U, n.Fixed(True), n.Fixed(False)))
    assert number(node, view(t=True, u=True)) == known(3)
    assert number(node, view(t=True)) == Range(Fraction(2), Fraction(3))
    assert number(node, view()) == Range(Fraction(1), Fraction(3))


def test_rounding_is_half_up_to_one_decimal() -> None:
    cases = {"0.05": "0.1", "0.04": "0", "-0.05": "0", "8.25": "8.3", "-0.06": "-0.1", "2.45": "2.5"}
    for given_number, wanted in cases.items():
        found = number(n.Rounded(X), view(stated(Fraction(given_number))))
        assert found == stated(Fraction(wanted)), given_number
    for large in (10**14, -(10**14)):
        odd = Fraction(large) + Fraction(1, 100) * (1 if large > 0 else -1)
        assert number(n.Rounded(X), view(stated(odd))).low == odd
    assert number(n.Rounded(X), view(stated(Fraction(10**14) - Fraction(1, 100)))).low == 10**14
    assert ends(number(n.Rounded(X), view(within(-inf, 1)))) == (-inf, 1)


def test_years_between_days() -> None:
    def day(text: str) -> Range:
        return stated(date.fromisoformat(text).toordinal())

    node = n.Years(X, Y)
    assert number(node, view(day("2020-02-29"), day("2024-02-28"))) == known(3)
    assert number(node, view(day("2020-02-29"), day("2024-02-29"))) == known(4)
    start, end = day("2020-01-01"), day("2025-01-01")
    both = Range(start.low, end.low)
    assert number(node, view(both, day("2030-01-01"))) == Range(Fraction(5), Fraction(10))
    assert number(node, view(day("2010-01-01"), both)) == Range(Fraction(10), Fraction(15))
    unknown = Range(Fraction(1), Fraction(3_652_059))
    assert number(node, view(unknown, unknown)) == Range(Fraction(-9999), Fraction(9998))
    assert number(node, view(UNBOUNDED, UNBOUNDED)) == Range(Fraction(-9999), Fraction(9998))
    assert number(node, view(known(0), day("2030-01-01"))) == UNDEFINED
    assert number(node, view(day("2030-01-01"), known(3_652_060))) == UNDEFINED
    assert number(node, view(known(1), known(3_652_059))) == known(9998)
    partly = number(node, view(within(0, 2), day("2030-01-01")))
    assert not partly.total
    assert not number(node, view(day("2030-01-01"), within(1, 3_652_060))).total


def test_a_mean_counts_what_is_known() -> None:
    node = n.Mean((1.0, 3.0), (X, Y))
    assert number(node, view(known(4), known(8))) == known(7)
    assert number(node, view(known(4), within(4, 4))) == Range(Fraction(4), Fraction(4))
    assert number(node, view(known(4), within(0, 8))) == Range(Fraction(1), Fraction(7))
    assert number(node, view(known(4), within(5, 8))) == Range(Fraction(4), Fraction(7))
    assert number(node, view(known(4), within(0, 3))) == Range(Fraction(1), Fraction(4))
    assert number(node, view(known(4))) == Range(-inf, inf)
    nothing = number(node, view(within(1, 2), within(3, 8)))
    assert (nothing.low, nothing.high, nothing.total, nothing.stated) == (1, 8, False, False)


OPERATORS: tuple[n.Comparison, ...] = ("<", "<=", ">", ">=", "==", "!=")


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ((1, 2), (3, 4), (True, True, False, False, False, True)),
        ((3, 4), (1, 2), (False, False, True, True, False, True)),
        ((1, 2), (2, 3), (None, True, False, None, None, None)),
        ((2, 3), (1, 2), (False, None, None, True, None, None)),
        ((1, 3), (2, 4), (None, None, None, None, None, None)),
        ((2, 2), (2, 2), (False, True, False, True, True, False)),
        ((2, 2), (1, 3), (None, None, None, None, None, None)),
        ((1, 3), (1, 3), (None, None, None, None, None, None)),
        ((1, inf), (-inf, 0), (False, False, True, True, False, True)),
        ((-inf, inf), (2, 2), (None, None, None, None, None, None)),
    ],
)
def test_comparisons_of_ranges(a: tuple[float, float], b: tuple[float, float], found: tuple[bool | None, ...]) -> None:
    seen = view(within(*a), within(*b))
    assert tuple(truth(n.Compare(operator, X, Y), seen) for operator in OPERATORS) == found


def test_conditions_that_nobody_stated() -> None:
    assert truth(T, view()) is None
    assert truth(n.Truth("never heard of"), view()) is None
    assert truth(n.Not(T), view(t=True)) is False
    assert truth(n.Not(T), view()) is None
    assert opposite(False) is True
    assert truth(n.Logic(True, (T, U)), view(t=False)) is False
    assert truth(n.Logic(True, (T, U)), view(t=True)) is None
    assert truth(n.Logic(True, (T, U)), view(t=True, u=True)) is True
    assert truth(n.Logic(False, (T, U)), view(t=True)) is True
    assert truth(n.Logic(False, (T, U)), view(t=False)) is None
    assert truth(n.Logic(False, (T, U)), view(t=False, u=False)) is False


def test_a_choice_between_conditions() -> None:
    node = n.ChooseCondition(T, U, n.Fixed(True))
    assert truth(node, view(t=True, u=False)) is False
    assert truth(node, view(t=False, u=False)) is True
    assert truth(node, view(u=True)) is True
    assert truth(node, view(u=False)) is None
    assert truth(node, view()) is None


def test_what_asks_about_knowledge() -> None:
    seen = view(known(1), t=True)
    assert truth(n.Known(X), seen) is True
    assert truth(n.Known(Y), seen) is False
    assert truth(n.Given(X), seen) is True
    assert truth(n.Given(Y), seen) is None
    assert truth(n.Given(n.Var("t")), seen) is True
    assert truth(n.Given(n.Var("u")), seen) is None
    assert (truth(n.Decided(T), seen), truth(n.Decided(U), seen)) == (True, False)
    assert (truth(n.Surely(T), seen), truth(n.Surely(U), seen)) == (True, False)
    assert truth(n.Surely(T), view(t=False)) is False
    assert truth(n.Decided(T), view(t=False)) is True


def test_what_may_still_be_stated_is_not_known_to_be_left_out() -> None:
    seen = View({"x": known(1), "y": within(0, 5)}, {"t": True, "u": None}, unsettled=True)
    assert truth(n.Known(X), seen) is True
    assert truth(n.Known(Y), seen) is None
    assert truth(n.Decided(U), seen) is None
    assert truth(n.Surely(U), seen) is None
    assert truth(n.Surely(T), seen) is True
    assert truth(n.Given(Y), seen) is None


def test_what_is_imagined_is_not_known() -> None:
    really = view(within(0, 5))
    imagined = View({"x": within(3, 3)}, {"t": True}, seen=really)
    assert truth(T, imagined) is True
    assert truth(n.Surely(T), imagined) is False
    assert truth(n.Decided(T), imagined) is False
    assert truth(n.Known(X), imagined) is False


def test_yes_and_no_as_numbers() -> None:
    assert number(n.Var("t"), view(t=True)) == known(1)
    assert number(n.Var("t"), view(t=False)) == known(0)
    assert number(n.Var("t"), view()) == PERHAPS_ONE
    assert number(n.Var("never heard of"), view()) == UNBOUNDED
    assert number(n.Const(inf), view()) == UNDEFINED
    assert number(n.Const(-inf), view()) == UNDEFINED


def test_a_hull_holds_them_all() -> None:
    assert hull([known(3)]) == known(3)
    assert hull([known(3), known(1)]) == Range(Fraction(1), Fraction(3))
    assert not hull([known(3), UNDEFINED]).total
    assert hull([within(0, 1), within(-2, 0)]) == within(-2, 1)
    assert Range(Fraction(1), Fraction(1)).settled
    assert not within(1, 2).settled
    assert not Range(Fraction(1), Fraction(1), total=False).settled
