"""One truth for one and for many: interpreter, scalar and vector function give equal results, to the last bit."""

import math
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from cip.rulebook.expressions import interpreting
from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.program import Program, Rule
from cip.rulebook.expressions.scalar import compile_scalar
from cip.rulebook.expressions.vector import BLOCK_ROWS, VectorProgram
from tests.unit.rulebook.expressions.packs_of_rules import CONSTANTS, INPUTS, RuleMaker, columns_of, records_of

SEEDS = range(60)
ROWS = 53
FEWEST_RECORDS = 2_000
BLOCKS = (1, 7, 53, 1_000)
Result = float | bool | None


def as_results(found: dict[str, NDArray[np.generic]], rows: int) -> list[dict[str, Result]]:
    """Columns of results as one map a row, with None where a number is unknown."""
    cells: dict[str, list[Result]] = {name: column.tolist() for name, column in found.items()}
    return [{name: known(column[row]) for name, column in cells.items()} for row in range(rows)]


def known(value: Result) -> Result:
    return None if isinstance(value, float) and math.isnan(value) else value


def test_enough_records_are_compared() -> None:
    assert len(SEEDS) * ROWS >= FEWEST_RECORDS


def test_every_kind_of_node_takes_part() -> None:
    kinds: set[type[n.Node]] = set()
    waiting: list[n.Node] = [rule.body for seed in SEEDS for rule in program_of(seed).rules]
    while waiting:
        node = waiting.pop()
        kinds.add(type(node))
        waiting += n.children(node)
    expected = {*n.CONDITIONS, n.Const, n.Var, n.Arith, n.Extreme, n.Choose, n.Mean, n.Count, n.Years, n.Rounded}
    assert kinds == expected
    rules = [rule for seed in SEEDS for rule in program_of(seed).rules]
    assert sum(rule.hides is not None for rule in rules) > 20
    assert sum(rule.only_if is not None for rule in rules) > 20


def program_of(seed: int) -> Program:
    return RuleMaker(Random(seed)).program(rules=12, deep=3)


@pytest.mark.parametrize("seed", SEEDS)
def test_interpreter_scalar_and_vector_agree_on_random_packs(seed: int) -> None:
    program = program_of(seed)
    source = Random(-1 - seed)
    records = records_of(source, ROWS)
    expected = [interpreting.run(program, record) for record in records]
    scalar = compile_scalar(program)
    assert [scalar(record) for record in records] == expected
    vector, columns = VectorProgram(program), columns_of(records)
    for block_rows in BLOCKS:
        for threads in (1, 2):
            found = vector.run(columns, ROWS, block_rows=block_rows, threads=threads)
            assert as_results(found, ROWS) == expected, (block_rows, threads)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_program_cut_to_what_is_wanted_gives_the_same_numbers(seed: int) -> None:
    program = program_of(seed)
    source = Random(seed)
    wanted = source.sample(program.outputs, 3)
    records = records_of(source, ROWS)
    whole, part = compile_scalar(program), compile_scalar(program.for_outputs(wanted))
    expected = [{name: whole(record)[name] for name in wanted} for record in records]
    assert [{name: part(record)[name] for name in wanted} for record in records] == expected
    found = VectorProgram(program, wanted).run(columns_of(records), ROWS, block_rows=8)
    assert set(found) == set(wanted)
    assert as_results(found, ROWS) == expected
    assert len(program.for_outputs(wanted).rules) <= len(program.rules)


@pytest.mark.parametrize("seed", range(20))
def test_float32_agrees_where_its_numbers_are_exact(seed: int) -> None:
    program = RuleMaker(Random(seed), exact=True).program(rules=8, deep=2)
    records = records_of(Random(seed), ROWS, exact=True)
    columns = columns_of(records)
    doubles = VectorProgram(program).run(columns, ROWS)
    singles = VectorProgram(program, dtype=np.float32).run(
        {name: column.astype(np.float32) for name, column in columns.items()}, ROWS
    )
    for name, column in singles.items():
        assert column.dtype == (np.bool_ if name in program.conditions else np.float32)
        np.testing.assert_allclose(column.astype(float), doubles[name].astype(float), rtol=1e-5, err_msg=name)


def test_float32_is_near_where_its_numbers_are_not_exact() -> None:
    x, y, z = (n.Var(name) for name in INPUTS[:3])
    rules = (
        Rule("mean", n.Mean((30.0, 25.0, 45.0), (x, y, z))),
        Rule("share", n.Arith("/", n.Arith("*", n.Const(100.0), x), n.Arith("+", y, n.Const(0.1)))),
        Rule("rounded", n.Rounded(n.Mean((3.0, 7.0), (x, z)))),
    )
    source = Random(5)
    columns = {
        name: np.array([source.choice((math.nan, source.random() * 100)) for _ in range(999)]) for name in INPUTS[:3]
    }
    doubles = VectorProgram(Program(rules, {})).run(columns, 999)
    singles = VectorProgram(Program(rules, {}), dtype=np.float32).run(
        {name: column.astype(np.float32) for name, column in columns.items()}, 999
    )
    for name in ("mean", "share"):
        np.testing.assert_allclose(singles[name].astype(float), doubles[name].astype(float), rtol=1e-4)
    np.testing.assert_allclose(singles["rounded"].astype(float), doubles["rounded"].astype(float), atol=0.11)


def test_block_borders_and_no_rows_at_all() -> None:
    program = Program((Rule("double", n.Arith("*", n.Var("x"), n.Const(2.0))), Rule("always", n.Fixed(True))), {})
    vector = VectorProgram(program)
    for rows in (0, 1, BLOCK_ROWS - 1, BLOCK_ROWS, BLOCK_ROWS + 1):
        found = vector.run({"x": np.arange(float(rows))}, rows, threads=2)
        assert np.array_equal(found["double"], np.arange(float(rows)) * 2)
        assert found["always"].shape == (rows,)
        assert found["always"].all()


def test_columns_left_out_are_unknown_for_all() -> None:
    program = Program(
        (Rule("known", n.Known(n.Var("x"))), Rule("x plus one", n.Arith("+", n.Var("x"), n.Const(1.0)))), {}
    )
    found = VectorProgram(program).run({}, 3)
    assert found["known"].tolist() == [False] * 3
    assert np.isnan(found["x plus one"].astype(float)).all()


def test_a_hidden_input_is_unknown_from_there_on_and_only_there() -> None:
    rules = (
        Rule("before", n.Var("x")),
        Rule("asked", n.Truth("t"), hides="x"),
        Rule("after", n.Var("x")),
        Rule("only", n.Const(1.0), only_if="asked"),
    )
    program = Program(rules, {})
    for t, hidden in ((1.0, False), (0.0, True), (None, True)):
        record = {"x": 5.0, "t": t}
        expected = {
            "before": 5.0,
            "asked": not hidden,
            "after": None if hidden else 5.0,
            "only": None if hidden else 1.0,
        }
        assert interpreting.run(program, record) == expected
        assert compile_scalar(program)(record) == expected
        assert as_results(
            VectorProgram(program).run({k: np.array([math.nan if v is None else v]) for k, v in record.items()}, 1), 1
        ) == [expected]
    assert program.for_outputs(["before"]).outputs == ("before",)
    assert program.for_outputs(["after"]).outputs == ("asked", "after")


def test_constants_are_no_inputs() -> None:
    program = Program((Rule("r", n.Arith("+", n.Var("limit"), n.Var("n0"))),), CONSTANTS)
    assert program.inputs == ("n0",)
    assert compile_scalar(program)({"n0": 1.0, "limit": 99.0}) == {"r": 4.0}
