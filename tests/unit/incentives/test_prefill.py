"""What the system knows fills an application: every word of a call has its finder, what is unknown is left out."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from cip.incentives.prefill import (
    FINDERS,
    PREFILLS,
    SOURCES,
    Known,
    KnownAdherence,
    KnownCheckUp,
    KnownMeasure,
    KnownPlan,
    Prefilled,
    answerable,
    prefilled,
    raw,
    stated,
)
from cip.rulebook.calls import load_call_packs
from cip.rulebook.shapes.call import ANY_MEASURE, Prefill
from cip.web.applying.values import SOURCE_KINDS
from tests.integration.incentives.applying import RULES

ON = date(2026, 11, 21)
PACK = load_call_packs(RULES, only="pilot-2026").packs["pilot-2026"]
CHECK_UP = KnownCheckUp(
    "c" * 32,
    "r" * 32,
    "d" * 64,
    date(2026, 3, 3),
    verified=True,
    facts={"workers": 7, "sector": "shop"},
    steps={"R3": 3, "K1": 2},
    in_use=frozenset({"M01"}),
    needs={"N04": 3, "N06": 1},
    needs_source="survey",
    band="b",
)
MEASURES = (
    KnownMeasure("M01", "S", frozenset(), ("N10",)),
    KnownMeasure("M18", "S", frozenset(), ("N04",)),
    KnownMeasure("M26", "P", frozenset({"b"}), ("N04",)),
)
PLAN = KnownPlan("c" * 32, "v" * 32, "e" * 64, date(2026, 4, 1), MEASURES)
JOINED = KnownAdherence("a" * 32, "demo-2026", date(2026, 5, 1), "f" * 64, due=12, kept=9)
KNOWN = Known(ON, frozenset({"999001"}), frozenset({"999001", "999002"}), CHECK_UP, PLAN, adherence=JOINED)


def find(word: Prefill, known: Known = KNOWN) -> object:
    found = FINDERS[word](known)
    return None if found is None else found.value


def test_every_word_of_a_call_has_its_finder() -> None:
    assert {*FINDERS, ANY_MEASURE} == set(get_args(Prefill)) == set(PREFILLS)
    assert set(SOURCE_KINDS) == set(SOURCES)


ELSEWHERE = [word for word in PREFILLS if word.startswith(("standing", "state_aid", "size", "award"))]


@pytest.mark.parametrize("word", [word for word in FINDERS if word not in ELSEWHERE])
def test_of_a_firm_of_which_nothing_is_known_nothing_is_said(word: Prefill) -> None:
    assert FINDERS[word](Known(ON)) is None


@pytest.mark.parametrize("word", ELSEWHERE)
def test_what_other_pages_state_is_passed_on(word: Prefill) -> None:
    told = Prefilled(1, "standing", ON)
    assert FINDERS[word](Known(ON, stated={word: told})) == told
    assert FINDERS[word](Known(ON)) is None


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("firm.seat_in_territory", True),
        ("firm.sector", "shop"),
        ("check_up.workers", 7),
        ("check_up.step.R3", 3),
        ("check_up.step.K1", 2),
        ("plan.signed", True),
        ("plan.new_structural_measures", 1),
        ("plan.needs_expressed", 4),
        ("plan.needs_answered", 3),
        ("plan.needs_source", "survey"),
        ("agreement.joined", True),
        ("agreement.clauses_due", 12),
        ("agreement.clauses_kept", 9),
    ],
)
def test_what_is_known_is_found(word: Prefill, value: object) -> None:
    assert find(word) == value


def test_each_value_bears_its_source_and_its_day() -> None:
    assert FINDERS["check_up.workers"](KNOWN) == Prefilled(7, "verified_check_up", date(2026, 3, 3))
    told = replace(KNOWN, check_up=replace(CHECK_UP, verified=False))
    assert FINDERS["check_up.workers"](told) == Prefilled(7, "check_up", date(2026, 3, 3))
    assert FINDERS["plan.signed"](KNOWN) == Prefilled(True, "plan", date(2026, 4, 1))


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2026, 3, 3), 0),
        (date(2026, 3, 4), 1),
        (date(2026, 4, 3), 1),
        (date(2027, 3, 3), 12),
        (date(2027, 3, 4), 13),
    ],
)
def test_twelve_months_are_over_the_day_after(on: date, months: int) -> None:
    assert find("check_up.age_months", replace(KNOWN, on=on)) == months


def test_a_seat_elsewhere_is_no_seat_there_and_an_unknown_one_says_nothing() -> None:
    assert find("firm.seat_in_territory", replace(KNOWN, places=frozenset({"015146"}))) is False
    assert find("firm.seat_in_territory", replace(KNOWN, places=None)) is None
    assert find("firm.seat_in_territory", replace(KNOWN, reach=None)) is None


def test_a_plan_that_was_only_begun_is_not_signed() -> None:
    assert find("plan.signed", Known(ON, drafted=True)) is False
    assert find("agreement.joined", Known(ON, joined=False)) is False


def test_measures_that_could_be_shared_are_asked_of_the_firm() -> None:
    assert find("plan.pooled_measures") is None
    alone = replace(KNOWN, plan=replace(PLAN, measures=MEASURES[:2]))
    assert find("plan.pooled_measures", alone) == 0


def test_what_was_in_use_before_is_no_new_measure() -> None:
    in_use = replace(CHECK_UP, in_use=frozenset({"M01", "M18"}))
    assert find("plan.new_structural_measures", replace(KNOWN, check_up=in_use)) == 0
    assert prefilled(PACK, replace(KNOWN, check_up=in_use))["hourly_leave_by_rule"].value is False


def test_a_fact_names_the_measures_of_which_one_is_enough() -> None:
    found = prefilled(PACK, KNOWN)
    named = ("hourly_leave_by_rule", "care_measure", "minors_measure")
    assert [found[name].value for name in named] == [True, False, True]
    assert [PACK.facts[name].measures[0] for name in named] == ["M18", "M24", "M25"]


def test_the_firms_own_word_stands_above_where_it_is_taken() -> None:
    found = prefilled(PACK, KNOWN)
    facts = stated(PACK, found, {"workers": 9, "plan_signed": False, "commitment_months": 24})
    assert facts["workers"] == Prefilled(9, "declared")
    # A signed plan is proved on its own page: nobody writes here that there is one, or none.
    assert facts["plan_signed"] == found["plan_signed"]
    assert raw(facts)["commitment_months"] == 24
    assert not answerable(PACK.facts["plan_signed"])


def test_a_value_that_the_call_does_not_take_is_nothing_known() -> None:
    huge = replace(KNOWN, check_up=replace(CHECK_UP, facts={"workers": 100_000}))
    assert "workers" not in prefilled(PACK, huge)
