"""The quick start: deterministic, never more than asked for, and worth its minutes."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cip.assessment.answers import Answers, StepAnswer
from cip.assessment.facts import record_of
from cip.assessment.quick import QUESTIONS, QuickStart, quick_start
from cip.rulebook.expressions.scalar import Results
from tests.unit.assessment.firms import CASE_FACTS, STEPS, firms, result_of, the_bound, with_fact, with_step

ROUNDING = 0.051
"""The promise is rounded to one decimal."""


some = settings(max_examples=100, deadline=None)


def chosen(firm: Answers, **options: object) -> QuickStart:
    return quick_start(the_bound(), firm, **options)  # type: ignore[arg-type]


def numbers(firm: Answers) -> Results:
    return the_bound().score(record_of(the_bound(), firm))


def width(firm: Answers) -> float:
    """The total's interval before rounding."""
    found = numbers(firm)
    return (found["total_high"] or 0.0) - (found["total_low"] or 0.0)


def counted(firm: Answers) -> list[object]:
    found = numbers(firm)
    return [found[f"x:{code}"] for code in the_bound().pack.indicators]


def answered(firm: Answers, quick: QuickStart, data: st.DataObject) -> Answers:
    """Every question answered with a value that proves nothing not applicable."""
    for fact in quick.facts:
        values = (2, 7, 15, 60) if fact == "workers" else (True, False) if fact == "carers_told" else (0, 1, 3)
        firm = with_fact(firm, fact, data.draw(st.sampled_from(values)))
    for code in quick.indicators:
        firm = with_step(firm, code, data.draw(st.sampled_from(STEPS)))
    return firm


@given(firms, st.data())
@some
def test_answering_them_narrows_the_total_by_what_they_promise(firm: Answers, data: st.DataObject) -> None:
    quick = chosen(firm)
    after = answered(firm, quick, data)
    assume(counted(firm) == counted(after))
    assert width(firm) - width(after) >= quick.narrows - ROUNDING
    assert width(after) <= width(firm) + ROUNDING


@given(firms, st.data())
@some
def test_no_other_indicators_promise_more(firm: Answers, data: st.DataObject) -> None:
    """Against as many open indicators drawn at random: the worst they can do is no better than what is chosen."""
    assume("workers" in firm.facts)
    quick = chosen(firm)
    narrows = {item.id: item.narrows for item in result_of(firm).unknown if item.id not in the_bound().pack.facts}
    others = data.draw(st.lists(st.sampled_from(sorted(narrows)), unique=True, max_size=QUESTIONS)) if narrows else []
    assert quick.narrows >= sum(narrows[code] for code in others) - 0.051 * len(others) - ROUNDING


@given(firms)
@some
def test_they_are_open_few_and_always_the_same(firm: Answers) -> None:
    quick = chosen(firm)
    assert quick == chosen(firm)
    assert len(quick.ids) == len(set(quick.ids)) <= QUESTIONS
    assert set(quick.ids) <= {item.id for item in result_of(firm).unknown}
    assert set(quick.facts) <= {"workers", *CASE_FACTS}


def test_nothing_known_begins_with_the_size_and_takes_more_than_a_third_off() -> None:
    quick = chosen(Answers())
    assert quick.ids[0] == "workers"
    assert len(quick.ids) == QUESTIONS
    firm = with_fact(Answers(), "workers", 7)
    for fact, value in zip(quick.facts[1:], (1, True), strict=False):
        firm = with_fact(firm, fact, value)
    for code in quick.indicators:
        firm = with_step(firm, code, 2)
    assert width(firm) <= 100 - 35


def test_they_are_chosen_anew_after_each_answer() -> None:
    first = chosen(with_fact(Answers(), "workers", 7))
    second = chosen(with_step(with_fact(Answers(), "workers", 7), first.indicators[0], 2))
    assert first.indicators[0] not in second.ids
    assert len(second.ids) == QUESTIONS


def test_what_was_seen_and_is_not_known_is_not_asked_again() -> None:
    first = chosen(Answers())
    second = chosen(Answers(), skip=first.ids)
    assert not set(first.ids) & set(second.ids)
    assert len(second.ids) == QUESTIONS


def test_a_fact_that_settles_steps_already_given_is_worth_asking() -> None:
    firm = with_fact(Answers(), "workers", 7)
    for code in the_bound().pack.indicators:
        firm = Answers(firm.facts, {**firm.steps, code: StepAnswer(2)})
    quick = chosen(firm)
    assert quick.ids == ("leave_cases_24m", "carers_told")
    assert quick.narrows == 8.5, "C1, C2, C4 and C5 are 17 of 20 points; at step 2 half of them hangs on the cases"


def test_a_complete_check_up_has_none() -> None:
    firm = with_fact(with_fact(with_fact(Answers(), "workers", 7), "leave_cases_24m", 1), "carers_told", True)
    for code in the_bound().pack.indicators:
        firm = with_step(firm, code, 2)
    assert chosen(firm) == QuickStart()
