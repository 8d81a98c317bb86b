"""Yes, no, unknown all the way: Kleene's tables, and arithmetic that never makes a number out of an unknown."""

import itertools
import math

import numpy as np
import pytest

from cip.rulebook.expressions import interpreting, scalar
from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.program import Program, Rule, RuleOrderError
from cip.rulebook.expressions.vector import VectorProgram

YES, NO, UNKNOWN = True, False, None
A, B = n.Truth("a"), n.Truth("b")
CELLS = {YES: 1.0, NO: 0.0, UNKNOWN: math.nan}

PAIRS = list(itertools.product(CELLS, CELLS))

AND = {
    (YES, YES): YES, (YES, NO): NO, (YES, UNKNOWN): UNKNOWN,
    (NO, YES): NO, (NO, NO): NO, (NO, UNKNOWN): NO,
    (UNKNOWN, YES): UNKNOWN, (UNKNOWN, NO): NO, (UNKNOWN, UNKNOWN): UNKNOWN,
}  # fmt: skip
OR = {
    (YES, YES): YES, (YES, NO): YES, (YES, UNKNOWN): YES,
    (NO, YES): YES, (NO, NO): NO, (NO, UNKNOWN): UNKNOWN,
    (UNKNOWN, YES): YES, (UNKNOWN, NO): UNKNOWN, (UNKNOWN, UNKNOWN): UNKNOWN,
}  # fmt: skip
NOT = {YES: NO, NO: YES, UNKNOWN: UNKNOWN}


def in_all_three_ways(node: n.Condition, a: bool | None, b: bool | None) -> bool | None:
    """A condition's truth, by the interpreter and by both rails of both compiled functions, which must agree."""
    environment: interpreting.Environment = {"a": a, "b": b}
    by_walk = interpreting.truth(node, environment)
    program = Program((Rule("is", node), Rule("is not", n.Not(node))), {})
    compiled = scalar.compile_scalar(program)({"a": CELLS[a], "b": CELLS[b]})
    columns = {"a": np.array([CELLS[a]]), "b": np.array([CELLS[b]])}
    vector = VectorProgram(program).run(columns, 1)
    rails = {"is": by_walk is True, "is not": by_walk is False}
    assert compiled == rails
    assert {name: bool(values[0]) for name, values in vector.items()} == rails
    return by_walk


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_kleenes_tables(a: bool | None, b: bool | None) -> None:
    assert in_all_three_ways(n.Logic(True, (A, B)), a, b) is AND[a, b]
    assert in_all_three_ways(n.Logic(False, (A, B)), a, b) is OR[a, b]
    assert in_all_three_ways(n.Not(A), a, b) is NOT[a]
    assert in_all_three_ways(n.Not(n.Not(A)), a, b) is a


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_de_morgan_holds_with_unknowns(a: bool | None, b: bool | None) -> None:
    left = n.Not(n.Logic(True, (A, B)))
    right = n.Logic(False, (n.Not(A), n.Not(B)))
    assert in_all_three_ways(left, a, b) is in_all_three_ways(right, a, b)


@pytest.mark.parametrize("a", list(CELLS))
def test_the_functions_that_look_at_knowledge(a: bool | None) -> None:
    assert in_all_three_ways(n.Known(n.Var("a")), a, YES) is (a is not UNKNOWN)
    assert in_all_three_ways(n.Decided(A), a, YES) is (a is not UNKNOWN)
    assert in_all_three_ways(n.Surely(A), a, YES) is (a is YES)
    assert in_all_three_ways(n.Given(n.Var("a")), a, YES) is (UNKNOWN if a is UNKNOWN else YES)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_a_choice_between_conditions_is_unknown_while_its_condition_is(a: bool | None, b: bool | None) -> None:
    chosen = n.ChooseCondition(A, B, n.Not(B))
    expected = UNKNOWN if a is UNKNOWN else b if a else NOT[b]
    assert in_all_three_ways(chosen, a, b) is expected


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">=", "==", "!="])
def test_a_comparison_with_an_unknown_is_unknown(sign: n.Comparison) -> None:
    for left, right in ((n.Var("a"), n.Var("b")), (n.Var("b"), n.Var("a")), (n.Var("b"), n.Var("b"))):
        assert in_all_three_ways(n.Compare(sign, left, right), YES, UNKNOWN) is UNKNOWN


def number_in_all_three_ways(node: n.Number, record: dict[str, float | None]) -> float | None:
    program = Program((Rule("r", node),), {})
    by_walk = interpreting.run(program, record)["r"]
    assert scalar.compile_scalar(program)(record)["r"] == by_walk
    columns = {name: np.array([math.nan if cell is None else cell]) for name, cell in record.items()}
    found = float(VectorProgram(program).run(columns, 1)["r"][0])
    assert (None if math.isnan(found) else found) == by_walk
    return by_walk


X, Y, U = n.Var("x"), n.Var("y"), n.Var("u")
RECORD: dict[str, float | None] = {"x": 7.0, "y": 2.0, "z": 0.0, "u": None}


@pytest.mark.parametrize("operator", ["+", "-", "*", "/"])
def test_arithmetic_with_an_unknown_is_unknown(operator: n.Operator) -> None:
    for left, right in ((U, X), (X, U), (U, U), (n.Const(0.0), U)):
        assert number_in_all_three_ways(n.Arith(operator, left, right), RECORD) is None


@pytest.mark.parametrize("left", [X, n.Const(1.0), n.Const(0.0), n.Var("z")])
@pytest.mark.parametrize(
    "zero", [n.Const(0.0), n.Var("z"), n.Arith("-", X, X), n.Arith("-", n.Const(2.0), n.Const(2.0))]
)
def test_division_by_zero_is_unknown(left: n.Number, zero: n.Number) -> None:
    assert number_in_all_three_ways(n.Arith("/", left, zero), RECORD) is None


def test_division_by_a_parameter_that_is_zero_is_unknown() -> None:
    program = Program((Rule("r", n.Arith("/", n.Const(1.0), n.Var("limit"))),), {"limit": 0.0})
    assert interpreting.run(program, {})["r"] is None
    assert scalar.compile_scalar(program)({})["r"] is None
    assert np.isnan(VectorProgram(program).run({}, 3)["r"]).all()


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (n.Arith("/", X, Y), 3.5),
        (n.Extreme(True, X, Y), 2.0),
        (n.Extreme(False, X, Y), 7.0),
        (n.Extreme(True, X, U), None),
        (n.Extreme(False, U, X), None),
        (n.Extreme(True, U, n.Const(1.0)), None),
        (n.Mean((1.0, 3.0), (X, Y)), 3.25),
        (n.Mean((1.0, 3.0), (X, U)), 7.0),
        (n.Mean((1.0, 3.0), (U, U)), None),
        (n.Count((n.Compare(">", X, Y), n.Compare("<", X, Y))), 1.0),
        (n.Count((n.Compare(">", X, Y), n.Compare("<", X, U))), None),
        (n.Choose(n.Compare(">", X, Y), X, U), 7.0),
        (n.Choose(n.Compare("<", X, Y), X, U), None),
        (n.Choose(n.Compare("<", X, U), X, X), None),
        (n.Rounded(n.Const(0.25)), 0.3),
        (n.Rounded(n.Const(-0.25)), -0.2),
        (n.Rounded(n.Const(1e300)), 1e300),
        (n.Rounded(U), None),
        (n.Years(n.Const(738_000.0), n.Const(738_400.0)), 1.0),
        (n.Years(n.Const(0.0), n.Const(738_400.0)), None),
        (n.Years(n.Const(1.0), n.Const(1e300)), None),
        (n.Years(U, X), None),
        (n.Arith("-", n.Const(1e308), n.Arith("*", n.Const(1e308), n.Const(10.0))), -math.inf),
    ],
)
def test_numbers(node: n.Number, expected: float | None) -> None:
    assert number_in_all_three_ways(node, RECORD) == expected


def test_a_result_that_is_true_or_false_counts_as_one_or_zero_where_a_number_is_read() -> None:
    rules = (
        Rule("more", n.Compare(">", X, Y)),
        Rule("less", n.Compare("<", X, Y)),
        Rule("both", n.Arith("+", n.Var("more"), n.Var("more"))),
        Rule("difference", n.Arith("-", n.Var("less"), n.Var("more"))),
    )
    program = Program(rules, {})
    expected = {"more": True, "less": False, "both": 2.0, "difference": -1.0}
    assert interpreting.run(program, RECORD) == expected
    assert scalar.compile_scalar(program)(RECORD) == expected
    columns = {"x": np.array([7.0]), "y": np.array([2.0])}
    assert {name: values[0] for name, values in VectorProgram(program).run(columns, 1).items()} == expected


def test_a_rule_that_reads_a_later_one_or_takes_its_name_is_refused() -> None:
    with pytest.raises(RuleOrderError, match="comes later"):
        Program((Rule("a", n.Var("b")), Rule("b", X)), {})
    with pytest.raises(RuleOrderError, match="comes later"):
        Program((Rule("a", n.Var("a")),), {})
    with pytest.raises(RuleOrderError, match="comes later"):
        Program((Rule("a", X, only_if="b"), Rule("b", n.Fixed(True))), {})
    with pytest.raises(RuleOrderError, match="same name"):
        Program((Rule("a", X), Rule("a", Y)), {})
