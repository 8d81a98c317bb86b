"""The other end of the level's interval: what the answers that are still missing could make of it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from cip.assessment.answers import Answers, StepAnswer
from cip.assessment.possible import highest_level
from tests.unit.assessment.firms import (
    complete,
    firms,
    many,
    result_of,
    some_values,
    the_pack,
    with_step,
    without_step,
)

LONG_AGO = date(2024, 1, 1)


def highest(answers: Answers) -> int:
    return highest_level(the_pack(), answers, result_of(answers))


def everything(step: int, *, workers: int = 7) -> Answers:
    """A firm without an open question: every fact, every step with its count, a lasting measure in use, no case."""
    facts = {fact.id: some_values(fact)[-1] for fact in the_pack().facts.values()} | {"workers": workers}
    lasting = next(code for code, measure in the_pack().measures.items() if measure.kind == "S")
    firm = complete(step, facts)
    return replace(firm, duties=dict.fromkeys(the_pack().duties, "yes"), in_use={lasting: LONG_AGO})


@given(firms)
@many
def test_it_is_never_below_the_level_reached_nor_above_the_last(firm: Answers) -> None:
    assert result_of(firm).level <= highest(firm) <= len(the_pack().content.levels)


@given(firms, firms)
@many
def test_no_answer_to_an_open_question_leads_above_it(firm: Answers, other: Answers) -> None:
    open_steps = {code: answer for code, answer in other.steps.items() if code not in firm.not_applicable}
    proved = {code: StepAnswer(answer.step, count=answer.count or 1) for code, answer in open_steps.items()}
    answered = replace(firm, steps={**proved, **firm.steps}, duties={**other.duties, **firm.duties})
    assert result_of(answered).level <= highest(firm)


@pytest.mark.parametrize("workers", [1, 7, 15, 23, 70])
@pytest.mark.parametrize("step", range(5))
def test_where_nothing_is_unknown_it_is_the_level_itself(step: int, workers: int) -> None:
    firm = everything(step, workers=workers)
    found = result_of(firm)
    assert not found.unknown
    assert not found.unproved
    assert highest(firm) == found.level


def test_an_answer_that_lacks_can_be_what_holds_the_level() -> None:
    whole = everything(4)
    assert result_of(whole).level == highest(whole) == 5
    lacking = without_step(whole, "K1")
    assert result_of(lacking).level < highest(lacking) == 5


def test_a_date_or_a_count_that_lacks_may_still_come() -> None:
    unproved = with_step(everything(4), "T1", 4)
    assert result_of(unproved).level < highest(unproved) == 5


@pytest.mark.parametrize(
    ("closed", "most"),
    [
        (lambda firm: replace(firm, duties={**firm.duties, "risk_assessment": "no"}), 1),
        (lambda firm: replace(firm, in_use={}), 3),
        (lambda firm: with_step(firm, "K1", 0), 4),
    ],
)
def test_a_gate_that_is_known_to_be_closed_stays_closed(closed: object, most: int) -> None:
    assert callable(closed)
    firm = closed(everything(4))
    lacking = without_step(firm, "T1")
    assert highest(firm) <= most
    assert highest(lacking) == highest(firm)


@pytest.mark.parametrize("area", ["C", "E"])
def test_an_area_that_is_known_to_be_low_closes_its_gate(area: str) -> None:
    gates = [gate for gate in the_pack().content.gates if gate.kind in ("area", "every_area")]
    first = min(gate.level for gate in gates if gate.area in (None, area))
    firm = everything(4)
    for indicator in the_pack().of_area[area]:
        firm = with_step(firm, indicator.id, 0)
    assert highest(firm) < first
