"""Scores are intervals until the facts are there: what an answer may do to them (model, sections 3.5 and 3.6)."""

import json
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cip.assessment.answers import Answers, StepAnswer
from cip.assessment.engine import check_up
from cip.assessment.facts import record_of
from cip.assessment.results import (
    AreaResult,
    CheckUp,
    CouldFit,
    HeldBy,
    IndicatorResult,
    NotProposed,
    ProposedMeasure,
)
from cip.kernel.canonical import canonical_json
from cip.kernel.texts import MissingReasonError, Reason, Text
from cip.rulebook.packs import Pack
from tests.unit.assessment.firms import (
    CASE_FACTS,
    ON,
    STEPS,
    complete,
    firms,
    many,
    result_of,
    some_values,
    the_bound,
    the_pack,
    with_fact,
    with_step,
)

Interval = tuple[float | None, float | None]


def intervals(result: CheckUp) -> dict[str, Interval]:
    """The total and every area."""
    return {"total": (result.low, result.high)} | {area.id: (area.low, area.high) for area in result.areas}


def outside(before: CheckUp, after: CheckUp) -> list[str]:
    """The intervals of `after` that do not lie inside those of `before`."""
    old, new = intervals(before), intervals(after)
    return [name for name in old if not _inside(new[name], old[name])]


def _inside(inner: Interval, outer: Interval) -> bool:
    if inner[0] is None or inner[1] is None or outer[0] is None or outer[1] is None:
        return inner == outer
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def ends(result: CheckUp) -> list[float]:
    """Every low and high end, of what can be scored."""
    return [end for interval in intervals(result).values() for end in interval if end is not None]


@given(firms, st.sampled_from(list(the_pack().indicators)), st.sampled_from(STEPS))
@many
def test_one_more_known_step_gives_intervals_inside_the_old_ones(firm: Answers, code: str, step: int) -> None:
    assume(code not in firm.steps and code not in firm.not_applicable)
    assert outside(result_of(firm), result_of(with_step(firm, code, step))) == []


@given(firms, st.data())
@many
def test_one_more_known_case_fact_gives_intervals_inside_the_old_ones(firm: Answers, data: st.DataObject) -> None:
    fact = data.draw(st.sampled_from(CASE_FACTS))
    value = data.draw(st.sampled_from(some_values(the_pack().facts[fact])))
    assume(fact not in firm.facts)
    assert outside(result_of(firm), result_of(with_fact(firm, fact, value))) == []


@given(firms, st.sampled_from(list(the_pack().indicators)))
@many
def test_a_higher_step_never_lowers_either_end_of_an_area_or_the_total(firm: Answers, code: str) -> None:
    assume(code not in firm.not_applicable)
    rising = [ends(result_of(with_step(firm, code, step))) for step in STEPS]
    for lower, higher in pairwise(rising):
        assert all(low <= high for low, high in zip(lower, higher, strict=True))


@given(firms, st.sampled_from(list(the_pack().indicators)))
@many
def test_a_higher_step_never_lowers_the_level_of_the_score(firm: Answers, code: str) -> None:
    assume(code not in firm.not_applicable)
    levels = [result_of(with_step(firm, code, step)).level_by_score for step in STEPS]
    assert levels == sorted(levels)


@given(firms)
@many
def test_every_interval_lies_in_0_to_100_with_one_decimal_and_is_null_exactly_where_not_scorable(firm: Answers) -> None:
    result = result_of(firm)
    for area in result.areas:
        assert (area.low is None) == (area.high is None) == (not area.scorable), area
    for indicator in result.indicators:
        assert (indicator.low is None) == (indicator.high is None) == (indicator.status == "not_applicable"), indicator
    found = [(result.low, result.high)]
    found += [(area.low, area.high) for area in result.areas]
    found += [(indicator.low, indicator.high) for indicator in result.indicators]
    for low, high in found:
        if low is not None and high is not None:
            assert 0 <= low <= high <= 100
            assert (low, high) == (round(low, 1), round(high, 1))


@given(firms)
@many
def test_there_is_no_total_exactly_where_no_area_can_be_scored_and_then_the_level_is_1(firm: Answers) -> None:
    result = result_of(firm)
    assert (result.low is None) == (result.high is None) == (not any(area.scorable for area in result.areas))
    if result.low is None:
        assert (result.level, result.level_by_score) == (1, 1)


def test_an_area_is_not_scored_once_more_than_60_of_its_weight_does_not_apply() -> None:
    pack = the_pack()
    marks = {i.id: i.not_applicable[0].id for i in pack.indicators.values() if i.not_applicable}
    result = result_of(Answers(not_applicable=marks))
    for area in result.areas:
        removed = sum(indicator.weight for indicator in pack.of_area[area.id] if indicator.id in marks)
        assert area.scorable == (removed <= 60), area
    assert {area.id for area in result.areas if not area.scorable} == {"L"}


def test_a_firm_where_no_area_can_be_scored_has_no_total_and_level_1() -> None:
    """The reasons of the real model never go so far; here every indicator may be marked."""
    content = json.loads(the_pack().canonical)
    for indicator in content["indicators"]:
        indicator["not_applicable"] = [{"id": "never", "it": "Mai.", "en": "Never."}]
        indicator.pop("applies", None)
    pack = Pack.from_canonical(canonical_json(content))
    everything = dict.fromkeys(pack.indicators, "never")
    none = check_up(pack, Answers(not_applicable=everything), ON)
    assert (none.low, none.high, none.level, none.level_by_score, none.held_by) == (None, None, 1, 1, ())
    assert not any(area.scorable for area in none.areas)
    assert none.because
    assert all(item.narrows == 0 for item in none.unknown)
    one = {code: reason for code, reason in everything.items() if not code.startswith("W")}
    alone = check_up(pack, Answers(facts={"workers": 7}, not_applicable=one, steps={"W1": StepAnswer(4, count=1)}), ON)
    assert (alone.low, alone.high) == (40.0, 100.0)


@given(firms)
@many
def test_a_step_that_is_known_leaves_no_width_once_its_case_is_known(firm: Answers) -> None:
    facts = {**firm.facts, "leave_cases_24m": 1, "carers_told": True}
    for indicator in result_of(Answers(facts=facts, steps=firm.steps)).indicators:
        if indicator.status == "known":
            assert indicator.low == indicator.high == 25 * (indicator.step or 0)
        elif indicator.status == "unknown":
            assert (indicator.low, indicator.high) == (0, 100)


@given(firms)
@many
def test_the_total_of_an_unknown_band_spans_the_totals_of_the_four_bands(firm: Answers) -> None:
    """Sizes from 2 up, so that the size itself proves nothing but the band."""
    unknown = result_of(Answers(steps=firm.steps))
    known = [Answers(facts={"workers": workers}, steps=firm.steps) for workers in (2, 5, 10, 50)]
    totals = [the_bound().score(record_of(the_bound(), sized)) for sized in known]
    assert unknown.low == min(total["low"] or 0 for total in totals)
    assert unknown.high == max(total["high"] or 0 for total in totals)
    assert unknown.band is None
    assert all(area.weight is None for area in unknown.areas)


@given(firms)
@many
def test_the_total_is_the_mean_of_the_scorable_areas_by_the_weights_of_the_band(firm: Answers) -> None:
    result = result_of(with_fact(firm, "workers", 12))
    scored = [area for area in result.areas if area.scorable]
    whole = sum(area.weight or 0 for area in scored)
    for end in ("low", "high"):
        if scored:
            mean = sum((area.weight or 0) * getattr(area, end) for area in scored) / whole
            assert getattr(result, end) == pytest.approx(mean, abs=0.11)
        else:
            assert getattr(result, end) is None


@given(firms)
@many
def test_a_step_above_the_reachable_one_counts_like_the_reachable_one_and_warns(firm: Answers) -> None:
    facts = {**firm.facts, "leave_cases_24m": 0}
    result = result_of(Answers(facts=facts, steps=firm.steps))
    warned = {reason.rule for reason in result.warnings}
    for indicator in result.indicators:
        if indicator.id in ("C1", "C2", "C4") and indicator.step is not None:
            assert indicator.reachable == 2
            assert indicator.low == indicator.high == min(100, 50 * indicator.step)
            assert (f"indicators.{indicator.id}" in warned) == (indicator.step > 2)


@given(firms)
@many
def test_unproved_lists_exactly_the_steps_from_3_up_that_count_without_date_or_count(firm: Answers) -> None:
    result = result_of(firm)
    known = {row.id: row.step or 0 for row in result.indicators if row.status == "known"}
    bare = [code for code, step in known.items() if step >= 3 and not firm.steps[code].proved]
    assert list(result.unproved) == bare
    if bare:
        assert result.level < 5


@pytest.mark.parametrize("step", STEPS)
def test_a_bare_step_scores_like_a_proved_one(step: int) -> None:
    facts = {"workers": 7, "leave_cases_24m": 1, "carers_told": True}
    bare, proved = (result_of(complete(step, facts, proved=flag)) for flag in (False, True))
    assert intervals(bare) == intervals(proved)


@given(firms)
@many
def test_the_level_is_the_highest_whose_score_and_gates_and_all_below_are_known_to_hold(firm: Answers) -> None:
    result = result_of(firm)
    by_score = max(level.id for level in the_pack().content.levels if level.id == 1 or level.start <= (result.low or 0))
    assert result.level_by_score == (by_score if result.low is not None else 1)
    held_at = min((gate.level for gate in result.held_by), default=6)
    assert result.level == min(result.level_by_score, held_at - 1)
    assert all(gate.level <= result.level_by_score for gate in result.held_by)


def test_a_result_without_a_reason_cannot_be_built() -> None:
    for build in (
        lambda: AreaResult("T", 24, 0, 100, True, ()),
        lambda: IndicatorResult("T1", "unknown", None, 4, 0, 100, ()),
        lambda: HeldBy("duties", 2, "not_met", ()),
        lambda: ProposedMeasure("M01", "now", 1, {}, (), 0, "A", ()),
        lambda: CouldFit("M01", (), ()),
        lambda: NotProposed("M01", ()),
    ):
        with pytest.raises(MissingReasonError):
            build()


@pytest.mark.parametrize(("rule", "it", "en"), [("", "sì", "yes"), ("r", "", "yes"), ("r", "sì", "")])
def test_a_reason_needs_its_rule_and_both_languages(rule: str, it: str, en: str) -> None:
    with pytest.raises(MissingReasonError):
        Reason(rule, Text(it=it, en=en))
