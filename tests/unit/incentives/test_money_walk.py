"""The ledger walked step by step at the edge of its limits; and defects planted in it, to test the walk itself."""

import sys
from collections import Counter

import pytest

from tests.unit.incentives.money_defects import DEFECTS, SHARINGS
from tests.unit.incentives.money_walk import Walked, new_money, walk
from tests.unit.incentives.test_money_rules import REFUSED

FOUND_WITHIN = 5_000
"""Steps in which each planted defect must be found; most need some hundred."""


def clean(steps: int, seed: int, capsys: pytest.CaptureFixture[str]) -> Walked:
    """Walk over the true rules; what was seen on the way."""
    walked = walk(steps, seed)
    with capsys.disabled():
        happened = sum(many for what, many in walked.seen.items() if "." not in what)
        sys.stdout.write(f"\nledger walked: {walked.steps} steps, {happened} happened, found: {walked.found}\n")
    assert (walked.steps, walked.found) == (steps, None)
    return walked


def test_a_hundred_thousand_steps_at_the_edge_of_the_money(capsys: pytest.CaptureFixture[str]) -> None:
    seen = clean(100_000, 2026, capsys).seen
    kinds = {rule.split(".")[0].replace("_", "") for _before, _event, rule in REFUSED} | {"budget"}
    assert {what.lower() for what in seen if "." not in what} == kinds
    rare = {what: many for what, many in seen.items() if many < 50}
    assert not rare, "the walk went by what it is there for"
    assert {rule for _before, _event, rule in REFUSED} <= set(seen)


@pytest.mark.long
def test_a_million_steps_at_the_edge_of_the_money(capsys: pytest.CaptureFixture[str]) -> None:
    clean(1_000_000, 14, capsys)


def test_every_planted_defect_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(DEFECTS) + len(SHARINGS) >= 20
    took: dict[str, list[int]] = {}
    for seed in (1, 2):
        for name, make in DEFECTS.items():
            took.setdefault(name, []).append(steps_to(walk(FOUND_WITHIN, seed, make)))
        for name, sharing in SHARINGS.items():
            took.setdefault(name, []).append(steps_to(walk(FOUND_WITHIN, seed, new_money, sharing)))
    with capsys.disabled():
        sys.stdout.write(f"\n{len(took)} defects planted in the ledger, found after steps (two walks each):\n")
        for name, steps in took.items():
            sys.stdout.write(f"  {name:<66}{steps[0]:>6}{steps[1]:>6}\n")
    assert not [name for name, steps in took.items() if max(steps) > FOUND_WITHIN]


def steps_to(walked: Walked) -> int:
    """How many steps a defect took; more than were allowed where it was not found."""
    return walked.steps if walked.found is not None else FOUND_WITHIN + 1


def test_the_same_seed_walks_the_same_way() -> None:
    first, second = walk(2_000, 7), walk(2_000, 7)
    assert first == second
    assert first.seen != walk(2_000, 8).seen
    assert isinstance(first.seen, Counter)
