"""Ranges of random expressions: as the interpreter where all is known, and holding the truth where it is not."""

from math import isclose
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from cip.incentives.bounds import View, number, stated, truth
from cip.rulebook.expressions import interpreting
from cip.rulebook.expressions import nodes as n
from tests.unit.incentives.test_bounds import within
from tests.unit.rulebook.expressions.packs_of_rules import EXACT_CONSTANTS, EXACT_NUMBERS, NUMBERS, TRUTHS, RuleMaker

many = settings(max_examples=150, deadline=None)


def whole_record(source: Random) -> dict[str, float]:
    numbers = {name: source.choice(EXACT_NUMBERS) for name in NUMBERS}
    return numbers | {name: source.choice((0.0, 1.0)) for name in TRUTHS} | EXACT_CONSTANTS


def as_view(record: dict[str, float], left_out: frozenset[str] = frozenset()) -> View:
    numbers = {
        name: within(-1, 4) if name in left_out else stated(value)
        for name, value in record.items()
        if name not in TRUTHS
    }
    return View(numbers, {name: None if name in left_out else record[name] == 1 for name in TRUTHS})


@many
@given(st.integers(0, 10**9))
def test_with_every_fact_known_it_is_what_the_interpreter_gives(seed: int) -> None:
    source = Random(seed)
    maker = RuleMaker(source, exact=True)
    record = whole_record(source)
    environment: interpreting.Environment = dict(record)
    for _ in range(5):
        condition, value = maker.condition(3), maker.number(3)
        assert truth(condition, as_view(record)) is interpreting.truth(condition, environment)
        found = number(value, as_view(record))
        wanted = interpreting.number(value, environment)
        # Numbers beyond what floats hold exactly are not compared to the last digit.
        assert found.stated
        assert found.low == found.high
        assert wanted is not None
        assert isclose(float(found.low), wanted, rel_tol=1e-12)


@many
@given(st.integers(0, 10**9))
def test_division_means_and_rounding_agree_too(seed: int) -> None:
    source = Random(seed)
    record = whole_record(source)
    environment: interpreting.Environment = dict(record)

    def grown(deep: int) -> n.Number:
        kind = source.randrange(5) if deep else 4
        if kind == 0:
            return n.Arith(source.choice(("+", "-", "*", "/")), grown(deep - 1), grown(deep - 1))
        if kind == 1:
            return n.Mean((1.0, 2.5), (grown(deep - 1), grown(deep - 1)))
        if kind == 2:
            return n.Extreme(source.random() < 0.5, grown(deep - 1), grown(deep - 1))
        return n.Var(source.choice(NUMBERS))

    for _ in range(5):
        node = grown(3)
        found, wanted = number(node, as_view(record)), interpreting.number(node, environment)
        if not any(isinstance(one, n.Mean) for one in each_node(node)):
            assert (wanted is None) is (not found.stated)
        if found.stated and wanted is not None:
            assert isclose(float(found.low), wanted, rel_tol=1e-9, abs_tol=1e-9)


def each_node(node: n.Node) -> list[n.Node]:
    return [node, *(inner for child in n.children(node) for inner in each_node(child))]


@many
@given(st.integers(0, 10**9))
def test_whatever_the_facts_turn_out_to_be_the_range_holds_it(seed: int) -> None:
    source = Random(seed)
    maker = RuleMaker(source, exact=True)
    record = whole_record(source)
    left_out = frozenset(name for name in (*NUMBERS, *TRUTHS) if source.random() < 0.4)
    condition, value = maker.condition(3), maker.number(3)
    if any(
        isinstance(one, n.Known | n.Given | n.Decided | n.Surely) for one in (*each_node(condition), *each_node(value))
    ):
        return
    partly = as_view(record, left_out)
    decided, found = truth(condition, partly), number(value, partly)
    for _ in range(6):
        other = record | {name: whole_record(source)[name] for name in left_out}
        if decided is not None:
            assert truth(condition, as_view(other)) is decided
        exactly = number(value, as_view(other))
        assert found.low <= exactly.low
        assert exactly.high <= found.high
