"""Whom a measure is for, where it leads, what it costs and how long it takes, for firms of every size."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.assessment.answers import Answers
from cip.assessment.facts import record_of
from cip.assessment.fitting import YES, fits, suits, target_of
from cip.assessment.recommending import cost_and_lead
from cip.assessment.scores import Run
from cip.rulebook.shapes import model
from tests.unit.assessment.firms import complete, firms, many, result_of, the_bound, the_pack

CODES = list(the_pack().measures)


def run_of(answers: Answers) -> Run:
    bound = the_bound()
    return Run(bound, answers, bound.evaluate(record_of(bound, answers)), bound.explainer)


@given(firms)
@many
def test_a_proposed_measure_costs_and_lasts_what_its_size_says(firm: Answers) -> None:
    found = result_of(firm)
    band = next((band for band in model.BANDS if band == found.band), None)
    for item in found.measures:
        assert (item.cost, item.lead) == cost_and_lead(the_pack().measures[item.id], band)


@pytest.mark.parametrize("code", CODES)
def test_small_firms_and_firms_of_unknown_size_count_the_upper_end(code: str) -> None:
    measure = the_pack().measures[code]
    upper, lower = ((measure.cost[end], measure.lead[end]) for end in (1, 0))
    assert [cost_and_lead(measure, band) for band in ("a", "b", None)] == [upper] * 3
    assert [cost_and_lead(measure, band) for band in ("c", "d")] == [lower] * 2
    assert lower <= upper


@given(firms, st.sampled_from(CODES))
@many
def test_what_fits_suits_and_what_comes_first_does_not_count_for_it(firm: Answers, code: str) -> None:
    run, measure = run_of(firm), the_pack().measures[code]
    found = suits(run, measure)
    if fits(run, measure) is YES:
        assert found is YES
    if not any(after.hard for after in measure.after):
        assert found == fits(run, measure)
    if found.verdict != "yes":
        assert found.because
    assert (found.verdict == "unknown") == bool(found.tell_us)


@given(firms, st.sampled_from(CODES))
@many
def test_what_is_in_use_or_for_other_sizes_does_not_suit(firm: Answers, code: str) -> None:
    measure = the_pack().measures[code]
    used = replace(firm, in_use={**firm.in_use, code: date(2025, 1, 1)})
    assert suits(run_of(used), measure).verdict == "no"
    run = run_of(replace(firm, in_use={}))
    if run.band is not None and run.band not in measure.sizes:
        assert suits(run, measure).verdict == "no"


def test_a_measure_suits_before_what_must_come_first_is_there() -> None:
    run = run_of(complete(0, {"workers": 20}))
    later = the_pack().measures["M17"]
    assert fits(run, later).verdict == "no"
    assert suits(run, later).verdict == "yes"


@given(firms)
@many
def test_a_target_is_the_measures_own_and_never_above_what_can_be_reached(firm: Answers) -> None:
    run = run_of(firm)
    for measure in the_pack().measures.values():
        for raised in measure.raises:
            reach = run.number(f"r:{raised.indicator}")
            own = raised.target[run.band] if run.band else min(raised.target.values())
            assert target_of(run, raised) == min(own, 4 if reach is None else int(reach))


def test_a_target_falls_to_the_reachable_step_where_no_case_came_up() -> None:
    raised = next(
        r for m in the_pack().measures.values() for r in m.raises if r.indicator == "C1" and r.target["b"] > 2
    )
    assert target_of(run_of(complete(0, {"workers": 7, "leave_cases_24m": 3})), raised) == raised.target["b"]
    assert target_of(run_of(complete(0, {"workers": 7, "leave_cases_24m": 0})), raised) == 2
