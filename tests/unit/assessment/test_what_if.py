"""What would be with some measures more: the choice never harms, and says what it counts."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.assessment.answers import Answers, StepAnswer
from cip.assessment.what_if import UnknownMeasureError, WhatIf, what_if
from cip.rulebook.expressions.interpreting import rounded
from tests.unit.assessment.firms import bytes_of, complete, firms, many, result_of, the_bound, the_pack

CODES = list(the_pack().measures)
choices = st.sets(st.sampled_from(CODES), max_size=12)


def choose(answers: Answers, *codes: str) -> WhatIf:
    return what_if(the_bound(), answers, codes)


@given(firms, choices)
@many
def test_a_choice_never_lowers_the_lowest_score_nor_the_level(firm: Answers, codes: set[str]) -> None:
    found = choose(firm, *codes)
    if found.before.low is None or found.after.low is None:
        assert found.before.low is found.after.low is found.points
    else:
        assert found.after.low >= found.before.low
        assert found.points == rounded(found.after.low - found.before.low)
    assert found.after.level >= found.before.level
    for old, new in zip(found.before.areas, found.after.areas, strict=True):
        assert (old.low is None) == (new.low is None)
        assert old.low is None or new.low is None or new.low >= old.low


@given(firms, choices, st.sampled_from(CODES))
@many
def test_one_measure_more_never_lowers_the_lowest_score(firm: Answers, codes: set[str], more: str) -> None:
    fewer, added = choose(firm, *codes), choose(firm, *codes, more)
    assert (added.after.low or 0.0) >= (fewer.after.low or 0.0)
    assert added.after.level >= fewer.after.level


@given(firms)
@many
def test_no_measure_changes_no_number(firm: Answers) -> None:
    found = choose(firm)
    assert bytes_of(found.after) == bytes_of(found.before) == bytes_of(result_of(firm))
    assert (found.chosen, found.ignored, found.opened, found.gates, found.costs, found.lead) == (
        (),
        (),
        (),
        (),
        (),
        None,
    )
    assert found.because


@given(firms, st.lists(st.sampled_from(CODES), unique=True, max_size=8))
@many
def test_the_order_of_the_codes_does_not_matter(firm: Answers, codes: list[str]) -> None:
    assert choose(firm, *codes) == choose(firm, *reversed(codes)) == choose(firm, *codes, *codes[:1])


@given(firms, choices)
@many
def test_every_code_counts_or_is_ignored_and_everything_has_its_reason(firm: Answers, codes: set[str]) -> None:
    found = choose(firm, *codes)
    counted, ignored = set(found.codes), {item.id for item in found.ignored}
    assert codes <= counted | ignored
    assert not counted & ignored
    assert {item.id for item in found.added} == counted - codes
    assert list(found.codes) == [code for code in CODES if code in counted]
    reasons = [item.because for item in found.chosen] + [item.because for item in found.ignored]
    reasons += [item.because for item in found.opened] + [item.because for item in found.gates]
    for because in reasons:
        assert because
        assert all(reason.it and reason.en and "{" not in reason.it + reason.en for reason in because)
    assert sum(len(row.codes) for row in found.costs) == len(found.chosen)
    for item in found.chosen:
        assert all(raised.before is None or raised.before < raised.after for raised in item.raised)


@given(firms, choices)
@many
def test_what_a_measure_adds_to_the_others_is_what_is_missing_without_it(firm: Answers, codes: set[str]) -> None:
    found = choose(firm, *codes)
    for item in found.chosen:
        assert (item.alone is None) == (item.marginal is None) == (found.after.low is None)
        assert item.marginal is None or 0.0 <= item.marginal <= (found.points or 0.0)
        assert item.alone is None or 0.0 <= item.alone <= (found.points or 0.0)


def test_the_points_are_those_of_the_raised_steps() -> None:
    """M42 raises K2 and K3 to step 3: the points of the firm that stands at 3 there."""
    firm = complete(1, {"workers": 7})
    steps = {**firm.steps, "K2": StepAnswer(3, count=1), "K3": StepAnswer(3, count=1)}
    expected = result_of(Answers(facts=firm.facts, steps=steps))
    found = choose(firm, "M42")
    assert (found.after.low, found.after.high) == (expected.low, expected.high)
    assert [(item.indicator, item.before, item.after) for item in found.chosen[0].raised] == [
        ("K2", 1, 3),
        ("K3", 1, 3),
    ]


def test_a_step_is_never_lowered_and_never_above_the_reachable_one() -> None:
    assert choose(complete(4, {"workers": 7}), "M42").points == 0.0
    measure = next(m for m in the_pack().measures.values() for r in m.raises if r.indicator == "C1")
    found = choose(complete(1, {"workers": 7, "leave_cases_24m": 0}), measure.id)
    raised = {item.indicator: item.after for chosen in found.chosen for item in chosen.raised}
    assert raised["C1"] == 2


@pytest.mark.parametrize(("code", "first"), [(m, f) for m in CODES for f in the_pack().needs_first[m]])
def test_a_prerequisite_is_added_and_said(code: str, first: str) -> None:
    found = choose(complete(0, {"workers": 20}), code)
    if found.ignored:
        assert found.codes == ()
        return
    added = {item.id: item for item in found.added}
    assert added[first].added == code
    assert any(f"Per {code}" in reason.it and first in reason.it for reason in added[first].because)


def test_a_prerequisite_that_is_there_is_not_added_and_one_chosen_opens_the_next() -> None:
    firm = complete(0, {"workers": 20})
    assert "M17" in {item.id for item in choose(firm, "M16").opened}
    in_use = Answers(facts=firm.facts, steps=firm.steps, in_use={"M16": date(2025, 1, 1)})
    assert choose(in_use, "M17").codes == ("M17",)


def test_a_measure_in_use_or_not_for_this_size_is_ignored_with_the_reason() -> None:
    firm = complete(0, {"workers": 3})
    in_use = Answers(facts=firm.facts, steps=firm.steps, in_use={"M42": date(2025, 1, 1)})
    assert [item.id for item in choose(in_use, "M42").ignored] == ["M42"]
    too_small = next(code for code, m in the_pack().measures.items() if "a" not in m.sizes)
    assert [item.id for item in choose(firm, too_small).ignored] == [too_small]


def test_unknown_codes_are_refused_by_name() -> None:
    with pytest.raises(UnknownMeasureError, match="M99") as caught:
        choose(Answers(), "M01", "M99")
    assert caught.value.codes == ("M99",)


def test_a_gate_that_asks_months_of_use_says_the_first_day() -> None:
    gates = {item.gate: item for item in choose(complete(2, {"workers": 7}), "M42").gates}
    assert gates["structural_measure"].from_day == date(2026, 9, 2)
    assert "02/09/2026" in gates["structural_measure"].because[0].it


def test_costs_are_counted_by_class_and_never_added_up() -> None:
    found = choose(complete(0, {"workers": 20}), "M42", "M41", "M16")
    assert [row.cost for row in found.costs] == sorted({row.cost for row in found.costs})
    assert all(low < high for low, high in pairwise(row.cost for row in found.costs))
    assert {code for row in found.costs for code in row.codes} == set(found.codes)
    assert found.lead == max(item.lead for item in found.chosen)
