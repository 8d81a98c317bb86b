"""What no call may break, tried on random calls."""

from copy import deepcopy
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cip.incentives.bound_call import BoundCall
from cip.incentives.bundle import read_applicants
from cip.incentives.grid import score
from cip.incentives.rank_results import Applicant
from cip.incentives.ranking import rank
from tests.unit.incentives import small_calls as small
from tests.unit.incentives.random_calls import RISING, RandomCall, random_call
from tests.unit.incentives.test_ranking import order

numbers = st.integers(0, 10**9)
each = settings(max_examples=60, deadline=None)
"""Enough to find what is wrong; a hundred and more random calls stand in the long tests."""


def applicants_of(made: RandomCall) -> tuple[BoundCall, list[Applicant]]:
    bound = BoundCall(made.pack, small.ON)
    return bound, read_applicants(bound, made.entries)


@each
@given(numbers, numbers)
def test_the_order_of_the_input_is_nothing(number: int, shuffle: int) -> None:
    bound, asked = applicants_of(random_call(number))
    mixed = list(asked)
    Random(shuffle).shuffle(mixed)
    assert rank(bound, asked, "s").as_json() == rank(bound, mixed, "s").as_json()


@each
@given(numbers)
def test_another_firm_never_reorders_the_others(number: int) -> None:
    bound, asked = applicants_of(random_call(number))
    whole = rank(bound, asked, "s")
    for left_out in asked[:2]:
        fewer = rank(bound, [other for other in asked if other.id != left_out.id], "s")
        assert order(fewer) == [name for name in order(whole) if name != left_out.id]
        assert {row.id for row in fewer.excluded} == {row.id for row in whole.excluded} - {left_out.id}


def place_of(made: RandomCall, identifier: str) -> tuple[int, Fraction]:
    bound, asked = applicants_of(made)
    found = rank(bound, asked, made.seed)
    for row in found.ranking:
        if row.id == identifier:
            return row.rank, row.total
    return len(asked) + 1, Fraction(-1)


def without_ties_but_the_draw(number: int) -> RandomCall:
    return random_call(number, ties=[small.tie("draw")])


@each
@given(numbers)
def test_a_higher_score_never_lowers_a_firm(number: int) -> None:
    made = without_ties_but_the_draw(number)
    better = deepcopy(made)
    for entry in better.entries[:1]:
        for given_scores in entry["scores"].values():
            for who in given_scores:
                given_scores[who] = 2
    if made.entries:
        (before, total), (after, new_total) = place_of(made, "app-0"), place_of(better, "app-0")
        assert after <= before
        assert new_total >= total


@each
@given(numbers, st.sampled_from(RISING), st.integers(0, 20))
def test_a_fact_raised_in_the_good_direction_never_takes_points(number: int, name: str, value: int) -> None:
    made = without_ties_but_the_draw(number)
    bound = BoundCall(made.pack, small.ON)
    for entry in made.entries[:1]:
        before = entry["facts"].get(name, 0)
        better = {**entry, "facts": {**entry["facts"], name: max(before, value)}}
        (old,), (new,) = read_applicants(bound, [entry]), read_applicants(bound, [better])
        assert score(bound, new.facts, new.scores).total >= score(bound, old.facts, old.scores).total


@each
@given(numbers, st.sampled_from(("yes", "size", "n", "m", "part")), st.integers(0, 2))
def test_stating_what_was_left_out_never_takes_points(number: int, name: str, which: int) -> None:
    """The worst counts until it is known: whatever it turns out to be, it gives no less."""
    made = random_call(number)
    bound = BoundCall(made.pack, small.ON)
    values: dict[str, Any] = {
        "yes": which > 0,
        "size": "abc"[which],
        "n": which * 9,
        "m": which * 9,
        "part": which * 50,
    }
    for entry in made.entries[:1]:
        facts = {key: one for key, one in entry["facts"].items() if key != name}
        (old,) = read_applicants(bound, [{**entry, "facts": facts}])
        (new,) = read_applicants(bound, [{**entry, "facts": {**facts, name: values[name]}}])
        assert score(bound, new.facts, new.scores).total >= score(bound, old.facts, old.scores).total


@each
@given(numbers)
def test_what_is_shown_adds_up_and_stays_within_its_limits(number: int) -> None:
    made = random_call(number)
    bound, asked = applicants_of(made)
    found = rank(bound, asked, made.seed)
    grid = made.pack.call.grid
    assert not isinstance(grid, str)
    for row in found.ranking:
        assert row.total == sum(criterion.points for criterion in row.criteria)
        assert 0 <= row.total <= Fraction(str(grid.most))
        assert all(criterion.points * 100 == int(criterion.points * 100) for criterion in row.criteria)
    totals = [row.total for row in found.ranking]
    assert totals == sorted(totals, reverse=True)
    assert found.budget.awarded <= (found.budget.total or 0)
    assert len(found.ranking) + len(found.excluded) == len(asked)
    assert [row.award.id for row in found.awards] == order(found)


def test_random_calls_are_of_every_kind() -> None:
    """What the properties are tried on: no kind of rule or policy is missing."""
    text = "".join(random_call(number).pack.canonical for number in range(200))
    for word in [
        "steps",
        "share",
        "sum",
        "number",
        "judged",
        "parts",
        "mean",
        "bonus",
        "pro_rata",
        "if_left",
        "quotas",
    ]:
        assert f'"{word}"' in text, word
    found = [rank(*applicants_of(random_call(number)), f"{number}") for number in range(60)]
    statuses = {row.award.status for result in found for row in result.awards}
    assert statuses == {"funded", "partial", "reserve", "unfunded"}
    assert any(result.excluded for result in found)
    steps = {step.by for result in found for row in result.ranking for step in row.tie_break}
    assert steps >= {"draw", "amount", "time"}
