"""Yes, no, unknown all the way: what is left out never counts as no, and what would tell most comes first."""

from hypothesis import assume, given
from hypothesis import strategies as st

from cip.assessment.agreements import may_join
from cip.assessment.answers import Answers, DutyAnswer
from cip.assessment.facts import record_of
from cip.assessment.results import CheckUp
from tests.unit.assessment.firms import (
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
    without_fact,
    without_step,
)

FACTS = [fact.id for fact in the_pack().facts.values()]
INDICATORS = list(the_pack().indicators)
DUTIES = list(the_pack().duties)
ROUNDING = 0.051
"""`narrows` is rounded to one decimal."""


def applicability(result: CheckUp) -> list[bool]:
    """Which indicators count: a fact may prove that one does not apply, which is another matter than unknown."""
    return [row.status == "not_applicable" for row in result.indicators]


def with_duty(firm: Answers, duty: str, answer: DutyAnswer) -> Answers:
    duties = {**firm.duties, duty: answer}
    return Answers(firm.facts, firm.steps, firm.not_applicable, duties, firm.needs, firm.in_use)


@given(firms, st.data())
@many
def test_a_fact_left_out_never_puts_a_measure_among_those_not_proposed(firm: Answers, data: st.DataObject) -> None:
    fact = data.draw(st.sampled_from(FACTS))
    value = data.draw(st.sampled_from(some_values(the_pack().facts[fact])))
    unknown, known = result_of(without_fact(firm, fact)), result_of(with_fact(firm, fact, value))
    assume(applicability(unknown) == applicability(known))
    refused = {item.id for item in unknown.not_proposed}
    assert refused <= {item.id for item in known.not_proposed}


@given(firms, st.sampled_from(INDICATORS), st.sampled_from(STEPS))
@many
def test_a_step_left_out_never_puts_a_measure_among_those_not_proposed(firm: Answers, code: str, step: int) -> None:
    assume(code not in firm.not_applicable)
    unknown, known = result_of(without_step(firm, code)), result_of(with_step(firm, code, step))
    assert {item.id for item in unknown.not_proposed} <= {item.id for item in known.not_proposed}


@given(firms, st.data())
@many
def test_a_measure_proposed_while_a_fact_is_unknown_is_not_refused_by_any_value_of_it(
    firm: Answers, data: st.DataObject
) -> None:
    fact = data.draw(st.sampled_from(FACTS))
    value = data.draw(st.sampled_from(some_values(the_pack().facts[fact])))
    unknown, known = result_of(without_fact(firm, fact)), result_of(with_fact(firm, fact, value))
    assume(applicability(unknown) == applicability(known))
    assume(firm.needs.asked is False or fact != "workers")  # workers may be what the count of a need is divided by
    proposed = {item.id for item in unknown.measures}
    assert proposed <= {item.id for item in known.measures}


@given(firms, st.sampled_from(DUTIES))
@many
def test_an_unknown_duty_never_holds_the_level_and_scores_like_yes(firm: Answers, duty: str) -> None:
    unknown, yes = result_of(with_duty(firm, duty, "unknown")), result_of(with_duty(firm, duty, "yes"))
    left_out = result_of(Answers(firm.facts, firm.steps, firm.not_applicable, {}, firm.needs, firm.in_use))
    assert unknown.level == yes.level
    assert unknown.held_by == yes.held_by
    assert "duties" not in {gate.gate for gate in left_out.held_by}


@given(firms, st.sampled_from(DUTIES), st.sampled_from(["yes", "unknown", "no_case"]))
@many
def test_the_level_never_rises_when_a_duty_is_answered_no(firm: Answers, duty: str, before: DutyAnswer) -> None:
    kept, denied = result_of(with_duty(firm, duty, before)), result_of(with_duty(firm, duty, "no"))
    assert denied.level <= kept.level
    assert denied.level == 1
    assert (denied.low, denied.high, denied.level_by_score) == (kept.low, kept.high, kept.level_by_score)


@given(firms, st.sampled_from(DUTIES), st.sampled_from(["yes", "no", "no_case"]))
@many
def test_an_answered_duty_is_repeated_as_answered(firm: Answers, duty: str, answer: DutyAnswer) -> None:
    found = {item.id: item.status for item in result_of(with_duty(firm, duty, answer)).duties}
    assert found[duty] == answer


def test_a_fact_that_shows_there_was_no_case_settles_an_unanswered_duty() -> None:
    result = result_of(
        Answers(facts={"leave_cases_24m": 0, "father_cases_24m": 1}, duties={"paternity_leave_granted": "unknown"})
    )
    found = {item.id: item.status for item in result.duties}
    assert found["maternity_leave_granted"] == "no_case"
    assert found["paternity_leave_granted"] == "unknown"


@given(firms, st.data())
@many
def test_a_gate_that_fails_while_a_fact_is_unknown_fails_whatever_its_value(firm: Answers, data: st.DataObject) -> None:
    fact = data.draw(st.sampled_from(FACTS))
    value = data.draw(st.sampled_from(some_values(the_pack().facts[fact])))
    unknown, known = result_of(without_fact(firm, fact)), result_of(with_fact(firm, fact, value))
    assume(applicability(unknown) == applicability(known))
    asked_for = {gate.id for gate in the_pack().content.gates if gate.level <= known.level_by_score}
    failed = [{gate.gate for gate in result.held_by if gate.status == "not_met"} for result in (unknown, known)]
    assert failed[0] & asked_for <= failed[1]


@given(firms)
@many
def test_the_open_questions_are_the_indicators_that_count_without_a_step_and_the_facts_that_are_asked(
    firm: Answers,
) -> None:
    result = result_of(firm)
    found = {item.id for item in result.unknown}
    assert found & set(INDICATORS) == {row.id for row in result.indicators if row.status == "unknown"}
    no_opening = firm.facts.get("opening_hours") == 0
    asked = {
        fact.id for fact in the_pack().facts.values() if fact.asked and not (fact.id == "single_cover" and no_opening)
    }
    # A municipality in the territory of an agreement answers whether there is one to join.
    answered = {"agreement_in_area"} if may_join(the_bound(), firm) else set()
    assert found & set(FACTS) == asked - set(firm.facts) - answered


@given(firms)
@many
def test_the_most_useful_question_comes_first(firm: Answers) -> None:
    narrows = [item.narrows for item in result_of(firm).unknown]
    assert narrows == sorted(narrows, reverse=True)
    assert all(value >= 0 and value == round(value, 1) for value in narrows)


def width(firm: Answers) -> float:
    """The width of the total's interval before it is rounded; 0 where there is no total."""
    results = the_bound().score(record_of(the_bound(), firm))
    low, high = results["total_low"], results["total_high"]
    return 0.0 if low is None or high is None else high - low


@given(firms)
@many
def test_narrows_of_an_indicator_is_the_least_that_any_step_takes_off_the_interval(firm: Answers) -> None:
    for item in result_of(firm).unknown[:3]:
        if item.id in INDICATORS:
            least = min(width(firm) - width(with_step(firm, item.id, step)) for step in STEPS)
            assert abs(item.narrows - max(0.0, least)) <= ROUNDING, (item, least)


@given(firms, st.data())
@many
def test_the_interval_shrinks_by_what_narrows_promises_whatever_step_is_answered(
    firm: Answers, data: st.DataObject
) -> None:
    found = [item for item in result_of(firm).unknown if item.id in INDICATORS]
    assume(found)
    item = data.draw(st.sampled_from(found))
    for step in STEPS:
        assert width(firm) - width(with_step(firm, item.id, step)) >= item.narrows - ROUNDING


@given(firms, st.data())
@many
def test_the_interval_shrinks_by_what_narrows_promises_whatever_fact_is_answered(
    firm: Answers, data: st.DataObject
) -> None:
    """Values that prove 'not applicable' may move the total either way; a promise above 0 must hold even then."""
    found = [item for item in result_of(firm).unknown if item.id in FACTS]
    assume(found)
    item = data.draw(st.sampled_from(found))
    before = result_of(firm)
    for value in some_values(the_pack().facts[item.id]):
        answered = with_fact(firm, item.id, value)
        if item.narrows > 0 or applicability(before) == applicability(result_of(answered)):
            assert width(firm) - width(answered) >= item.narrows - ROUNDING, value


def test_the_number_of_workers_is_worth_asking_where_the_bands_differ() -> None:
    """Only area T is known and full: what it counts depends on the size, so the size is a useful question."""
    firm = complete(0)
    for code in ("T1", "T2", "T3", "T4", "T5"):
        firm = with_step(firm, code, 4)
    found = {
        item.id: item.narrows
        for item in result_of(with_fact(with_fact(firm, "leave_cases_24m", 1), "carers_told", True)).unknown
    }
    values = [width(with_fact(firm, "workers", workers)) for workers in (2, 5, 10, 50)]
    assert found["workers"] > 0
    assert max(values) < width(firm)


def test_a_file_with_nothing_in_it_gives_0_to_100_and_level_1() -> None:
    result = result_of(Answers())
    assert (result.low, result.high, result.level, result.level_by_score) == (0, 100, 1, 1)
    assert result.held_by == ()
    assert all((area.low, area.high, area.scorable) == (0, 100, True) for area in result.areas)
