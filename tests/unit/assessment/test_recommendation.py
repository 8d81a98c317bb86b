"""Which measures, in which list, in which order, and why or why not (model, section 3.8)."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.assessment.answers import Answers, NeedsAnswer
from cip.assessment.results import PARTS, CheckUp, CouldFit, NotProposed, ProposedMeasure
from cip.kernel.canonical import canonical_json
from cip.rulebook.shapes import model
from tests.unit.assessment.firms import (
    complete,
    firms,
    many,
    refused_marks_dropped,
    result_of,
    seeded_firms,
    some_values,
    the_pack,
    with_fact,
    with_step,
)

LISTS = {"together": 2, "now": 3, "soon": 3}
HIGHEST = {"need": 35, "gain": 25, "ease": 20, "clause": 10, "structural": 10}


Row = ProposedMeasure | CouldFit | NotProposed


def rows_of(result: CheckUp) -> list[Row]:
    """Every measure with what was decided on it."""
    return [*result.measures, *result.could_fit, *result.not_proposed]


def places(result: CheckUp) -> dict[str, str]:
    """Where each measure stands: `proposed`, `could_fit` or `not_proposed`."""
    return (
        dict.fromkeys((item.id for item in result.not_proposed), "not_proposed")
        | dict.fromkeys((item.id for item in result.could_fit), "could_fit")
        | dict.fromkeys((item.id for item in result.measures), "proposed")
    )


@given(firms)
@many
def test_each_measure_stands_in_exactly_one_place_and_never_without_a_reason(firm: Answers) -> None:
    rows = rows_of(result_of(firm))
    assert Counter(row.id for row in rows) == Counter(list(the_pack().measures))
    for row in rows:
        assert row.because
        assert all(
            reason.rule and reason.it and reason.en and "{" not in reason.it + reason.en for reason in row.because
        )


@given(firms)
@many
def test_the_parts_of_a_priority_add_up_to_it_and_stay_within_their_points(firm: Answers) -> None:
    for measure in result_of(firm).measures:
        assert tuple(measure.parts) == PARTS
        assert measure.priority == pytest.approx(sum(measure.parts.values()), abs=1e-9)
        assert 0 <= measure.priority <= 100
        for part, points in measure.parts.items():
            assert 0 <= points <= HIGHEST[part]
        assert measure.parts["clause"] in (0, HIGHEST["clause"])
        kind = the_pack().measures[measure.id].kind
        assert measure.parts["structural"] == (10 if kind == "S" else 0)


@given(firms)
@many
def test_measures_come_by_rank_and_ties_by_cost_then_need_then_code(firm: Answers) -> None:
    order = list(the_pack().measures)
    measures = result_of(firm).measures
    keys = [(-m.priority, m.cost, -need_share(firm, m.id), order.index(m.id)) for m in measures]
    assert keys == sorted(keys)


def need_share(firm: Answers, code: str) -> float:
    """The greatest share among a measure's needs."""
    listed = the_pack().measures[code].needs
    return max(share_of(firm, need) for need in (the_pack().needs if listed == (model.ALL_NEEDS,) else listed))


def share_of(firm: Answers, need: str) -> float:
    """Of at least five respondents, else of a pool, else of fewer respondents or of workers, else the estimate."""
    own, pool, workers = firm.needs, firm.needs.pooled, firm.facts.get("workers")
    people = own.respondents or (workers if isinstance(workers, int) else None)
    mine = own.counts.get(need, 0) / people if people and own.asked and need not in own.unknown else None
    if mine is not None and (own.respondents or 0) >= 5:
        return mine
    if pool is not None and pool.asked and pool.respondents and need not in pool.unknown:
        return pool.counts.get(need, 0) / pool.respondents
    return the_pack().needs[need].prior if mine is None else mine


@given(firms)
@many
def test_the_lists_hold_at_most_three_now_three_soon_and_two_together(firm: Answers) -> None:
    result = result_of(firm)
    for name, most in LISTS.items():
        assert sum(measure.list == name for measure in result.measures) <= most


@given(firms)
@many
def test_each_list_takes_the_first_by_rank_among_those_that_suit_it(firm: Answers) -> None:
    result = result_of(firm)
    suited: dict[str, Callable[[ProposedMeasure], bool]] = {
        "together": lambda m: _with_others(result, m),
        "now": lambda m: not _with_others(result, m) and m.cost == 0 and m.lead == "A",
        "soon": lambda m: m.lead in "ABC",
    }
    taken: set[str] = set()
    for name, most in LISTS.items():
        wanted = [m.id for m in result.measures if suited[name](m) and m.id not in taken][:most]
        assert [m.id for m in result.measures if m.list == name] == wanted, name
        taken.update(wanted)
    assert all((measure.list == "later") == (measure.id not in taken) for measure in result.measures)


def _with_others(result: CheckUp, measure: ProposedMeasure) -> bool:
    together = the_pack().measures[measure.id].together
    return result.band in together if result.band else len(together) == len(model.BANDS)


@given(firms)
@many
def test_cost_and_lead_count_at_their_upper_end_in_small_firms_and_at_their_lower_end_in_larger_ones(
    firm: Answers,
) -> None:
    result = result_of(firm)
    end = 0 if result.band in ("c", "d") else 1
    for measure in result.measures:
        declared = the_pack().measures[measure.id]
        assert (measure.cost, measure.lead) == (declared.cost[end], declared.lead[end])


@given(firms)
@many
def test_score_gain_is_the_rise_of_the_totals_low_end_with_the_indicators_at_their_target(firm: Answers) -> None:
    """Measured by answering the targets; indicators that a step cannot lower, a known band and known cases only."""
    firm = _known_cases(firm)
    result = result_of(firm)
    assert result.band == "c"
    steps = {row.id: row.step or 0 for row in result.indicators if row.status == "known"}
    applicable = {row.id for row in result.indicators if row.status != "not_applicable"}
    for measure in result.measures[:4]:
        raised = firm
        for item in the_pack().measures[measure.id].raises:
            target = item.target["c"]
            if item.indicator in applicable and steps.get(item.indicator, 0) < target:
                raised = with_step(raised, item.indicator, target)
        rise = (result_of(raised).low or 0) - (result.low or 0)
        assert measure.parts["gain"] == pytest.approx(25 * min(1, rise / 10), abs=0.31), measure.id


def _known_cases(firm: Answers) -> Answers:
    for fact, value in {"workers": 15, "leave_cases_24m": 2, "carers_told": True}.items():
        firm = with_fact(firm, fact, value)
    return refused_marks_dropped(firm)


@given(firms)
@many
def test_after_names_soft_prerequisites_that_are_not_done(firm: Answers) -> None:
    for measure in result_of(firm).measures:
        soft = {item.id for item in the_pack().measures[measure.id].after if not item.hard}
        assert set(measure.after) <= soft - set(firm.in_use)


@given(firms)
@many
def test_tell_us_names_questions_that_are_really_open(firm: Answers) -> None:
    result = result_of(firm)
    open_now = {item.id for item in result.unknown}
    for item in result.could_fit:
        assert item.tell_us
        assert set(item.tell_us) <= open_now, item


@given(firms, st.data())
@many
def test_some_answer_to_what_we_ask_moves_a_measure_out_of_could_fit(firm: Answers, data: st.DataObject) -> None:
    could = result_of(firm).could_fit
    if could:
        item = data.draw(st.sampled_from(could))
        answered = _answered(firm, item.tell_us)
        assert any(places(result_of(other))[item.id] != "could_fit" for other in answered), item


def _answered(firm: Answers, questions: tuple[str, ...]) -> Iterator[Answers]:
    """The firm with all these questions answered, in a few ways."""
    for turn in range(6):
        answered = firm
        for question in questions:
            if question in the_pack().indicators:
                answered = with_step(answered, question, min(turn, 4))
            else:
                values = some_values(the_pack().facts[question])
                answered = with_fact(answered, question, values[turn % len(values)])
        yield answered


@given(firms)
@many
def test_what_is_in_use_is_never_proposed_and_says_since_when(firm: Answers) -> None:
    result = result_of(firm)
    refused = {item.id: item for item in result.not_proposed}
    for code, day in firm.in_use.items():
        said = [reason for reason in refused[code].because if reason.rule == f"measures.{code}"]
        assert any(str(day.year) in reason.en and str(day.year) in reason.it for reason in said)


@given(firms)
@many
def test_a_measure_of_the_wrong_size_is_never_proposed(firm: Answers) -> None:
    result = result_of(firm)
    if result.band is not None:
        found = [row.id for row in rows_of(result) if not isinstance(row, NotProposed)]
        assert all(result.band in the_pack().measures[code].sizes for code in found)


@given(firms)
@many
def test_a_hard_prerequisite_that_is_not_done_keeps_a_measure_out(firm: Answers) -> None:
    """Done: in use, or what it raises stands at its target (reachable 4, band c, where every target is known)."""
    firm = _known_cases(firm)
    result = result_of(firm)
    rows = {row.id: row for row in result.indicators}
    for measure in result.measures:
        for after in the_pack().measures[measure.id].after:
            if after.hard and after.id not in firm.in_use:
                for item in the_pack().measures[after.id].raises:
                    row = rows[item.indicator]
                    assert row.status == "not_applicable" or (row.step or 0) >= item.target["c"]


def test_first_this_then_that_is_said_on_both_sides() -> None:
    result = result_of(complete(1, {"workers": 12, "leave_cases_24m": 1, "carers_told": True}))
    refused = {item.id: item for item in result.not_proposed}
    proposed = {item.id: item for item in result.measures}
    assert any("M16" in reason.it for reason in refused["M17"].because)
    assert any("M17" in reason.it for reason in proposed["M16"].because)


def test_a_firm_with_nothing_left_to_raise_gets_no_measure_and_each_says_why() -> None:
    facts = {"workers": 12, "leave_cases_24m": 1, "carers_told": True, "away_share": 50}
    result = result_of(complete(4, facts))
    assert result.measures == ()
    assert not {item.id for item in result.could_fit} & {"M01", "M16", "M41"}


@pytest.mark.parametrize("share", [(1, False), (2, True)])
def test_a_need_counts_as_felt_from_a_share_of_one_fifth(share: tuple[int, bool]) -> None:
    """Ten answered, so 2 of 10 is the threshold; everything stands at the top already."""
    count, felt = share
    firm = complete(4, {"workers": 12, "leave_cases_24m": 1, "carers_told": True})
    asked = Answers(facts=firm.facts, steps=firm.steps, needs=NeedsAnswer(10, {"N09": count}))
    assert ("M15" in places(result_of(asked)) and places(result_of(asked))["M15"] == "proposed") is felt


def test_the_owners_count_over_workers_is_used_where_no_survey_has_respondents() -> None:
    firm = Answers(facts={"workers": 8}, needs=NeedsAnswer(None, {"N09": 4}))
    found = next(item for item in result_of(firm).measures if item.id == "M15")
    assert found.parts["need"] == 17.5
    assert any(reason.sentence == the_pack().content.reasons["measure_need_owner"] for reason in found.because)


@pytest.mark.parametrize(("respondents", "sentence"), [(4, "measure_need_owner"), (5, "measure_need_survey")])
def test_the_reason_says_which_number_of_needs_was_used(respondents: int, sentence: str) -> None:
    firm = Answers(facts={"workers": 8}, needs=NeedsAnswer(respondents, {"N09": 2}))
    found = next(item for item in result_of(firm).measures if item.id == "M15")
    assert any(reason.sentence == the_pack().content.reasons[sentence] for reason in found.because)


@pytest.mark.parametrize(
    ("own", "because"),
    [(NeedsAnswer(), "pool"), (NeedsAnswer(4, {"N09": 4}), "pool"), (NeedsAnswer(5, {"N09": 4}), None)],
)
def test_the_reason_says_that_a_number_comes_from_a_pool(own: NeedsAnswer, because: str | None) -> None:
    firm = Answers(facts={"workers": 8}, needs=replace(own, pooled=NeedsAnswer(12, {"N09": 6})))
    found = next(item for item in result_of(firm).measures if item.id == "M15")
    reason = next(reason for reason in found.because if reason.rule == "measures.M15.needs.N09")
    assert reason.inputs.get("source") == because
    assert ("gruppo di imprese" in reason.it, "group of firms" in reason.en) == (because is not None,) * 2
    assert found.parts["need"] == (17.5 if because else 28.0)


def test_without_a_pool_no_word_of_a_result_tells_of_one() -> None:
    """Old packs and old results stay byte for byte as they were."""
    firm = Answers(facts={"workers": 8}, needs=NeedsAnswer(7, {"N09": 2}, frozenset({"N04"})))
    assert "pool" not in canonical_json(result_of(firm).as_json())


def test_the_prior_of_the_territory_is_used_and_said_where_nobody_was_asked() -> None:
    found = next(item for item in result_of(complete(0, {"workers": 8})).measures if item.id == "M15")
    assert found.parts["need"] == 7.0
    assert any(reason.sentence == the_pack().content.reasons["measure_need_prior"] for reason in found.because)


@pytest.mark.parametrize(("workers", "target"), [(4, 2), (5, 4)])
def test_m41_leads_to_step_2_in_the_smallest_firms_and_to_4_in_others(workers: int, target: int) -> None:
    below, there = (
        with_step(with_step(complete(4, {"workers": workers}), "K1", step), "K5", 2) for step in (target - 1, target)
    )
    assert places(result_of(below))["M41"] == "proposed"
    assert places(result_of(there))["M41"] == "not_proposed"


def test_a_measure_for_a_ladder_that_stops_at_2_is_at_its_target_at_2() -> None:
    facts = {"workers": 12, "leave_cases_24m": 0, "carers_told": False}
    assert places(result_of(complete(2, facts)))["M24"] == "not_proposed"
    assert places(result_of(complete(1, facts)))["M24"] == "proposed"


def test_nothing_answered_proposes_nothing_and_refuses_nothing() -> None:
    """Everything is unknown: each measure could fit."""
    assert set(places(result_of(Answers())).values()) == {"could_fit"}


def test_the_day_of_the_check_up_does_not_change_what_is_proposed() -> None:
    for firm in seeded_firms(20):
        free = Answers(firm.facts, firm.steps, firm.not_applicable, firm.duties, firm.needs)
        one, other = result_of(free, date(2026, 1, 1)), result_of(free, date(2027, 12, 31))
        assert one.measures == other.measures
