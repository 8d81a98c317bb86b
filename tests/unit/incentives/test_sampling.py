"""Invented applications: within bounds, the same for the same seed, and of every sort."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from cip.incentives.sampling import draw, sample_of
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import load_call_packs
from tests.unit.incentives import small_calls as small

RULES = Path(__file__).parents[3] / "rules"
ON = date(2026, 11, 21)


@cache
def packs() -> dict[str, CallPack]:
    return dict(load_call_packs(RULES).packs)


def pilot() -> CallPack:
    return packs()["pilot-2026"]


def test_the_same_seed_gives_the_same_sample_and_another_one_another() -> None:
    first = [one.as_json() for one in sample_of(pilot(), seed="a", size=12, on=ON)]
    assert first == [one.as_json() for one in sample_of(pilot(), seed="a", size=12, on=ON)]
    assert first != [one.as_json() for one in sample_of(pilot(), seed="b", size=12, on=ON)]


def test_a_longer_sample_begins_with_the_shorter_one() -> None:
    short, long = (sample_of(pilot(), seed="a", size=size, on=ON) for size in (5, 9))
    assert [one.as_json() for one in long[:5]] == [one.as_json() for one in short]


def test_every_value_lies_within_the_bounds_of_its_fact() -> None:
    for pack in packs().values():
        for one in sample_of(pack, seed="bounds", size=20, on=ON):
            for fact in pack.call.facts:
                value = one.facts[fact.id]
                if fact.type in ("whole", "number", "percent", "cents"):
                    assert isinstance(value, int | float)
                    assert fact.min is None or value >= fact.min
                    assert fact.max is None or value <= fact.max
                if fact.type == "choice":
                    assert value in {option.id for option in fact.options}


@pytest.mark.parametrize("on", [date(2026, 11, 21), date(2031, 3, 1)])
def test_days_lie_in_the_year_before(on: date) -> None:
    pack = small.pack(facts=[small.fact("since", "day")], eligibility=[small.rule("early", "since < on")])
    days = {str(one.facts["since"]) for one in sample_of(pack, seed="days", size=20, on=on)}
    assert len(days) > 1
    assert (on - timedelta(days=365)).isoformat() <= min(days) <= max(days) < on.isoformat()


def test_a_part_is_no_greater_than_its_whole() -> None:
    for one in sample_of(pilot(), seed="parts", size=60, on=ON):
        assert one.facts["clauses_kept"] <= one.facts["clauses_due"]  # type: ignore[operator]


def test_small_firms_are_more_frequent_and_wills_differ() -> None:
    sample = sample_of(pilot(), seed="sizes", size=100, on=ON)
    workers = sorted(int(str(one.facts["workers"])) for one in sample)
    bound = pilot().facts["workers"]
    assert workers[50] < ((bound.min or 0) + (bound.max or 0)) / 2
    assert len({tuple(sorted(map(str, one.scores.get("B3", {}).values()))) for one in sample}) > 3


def test_scores_are_levels_of_the_criterion() -> None:
    for one in sample_of(pilot(), seed="levels", size=30, on=ON):
        assert set(one.scores) == {"B3", "E2"}
        assert set(one.scores["B3"].values()) <= {0, 2, 4, 6, 8, 10}


def test_what_is_refused_is_drawn_again_but_for_every_tenth() -> None:
    asked: list[int] = []

    def refused(facts: dict[str, object]) -> list[str]:
        asked.append(1)
        return ["durc_regular"] if facts["durc_regular"] is not True else []

    sample = sample_of(pilot(), seed="fit", size=40, on=ON, refused=refused)  # type: ignore[arg-type]
    assert all(one.facts["durc_regular"] is True for number, one in enumerate(sample, 1) if number % 10)
    assert asked


def test_a_sample_has_at_least_one_application() -> None:
    with pytest.raises(ValueError, match="at least one"):
        sample_of(pilot(), seed="a", size=0, on=ON)


def test_draws_are_spread_over_the_whole_range() -> None:
    drawn = [draw("x", number) for number in range(2_000)]
    assert 0 <= min(drawn) < 0.01
    assert 0.99 < max(drawn) < 1
    assert abs(sum(drawn) / len(drawn) - 0.5) < 0.02
