"""Two answers to one question: which holds, what a later change reopens, what the verified result rests on."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.assessment.answer_file import read_answers
from cip.assessment.bound import BoundPack, bind
from cip.assessment.engine import check_up_bound
from cip.assessment.explaining import NEEDED
from cip.assessment.reviewing import (
    Question,
    Review,
    changed_since,
    holding,
    key_of,
    question_of,
    read_review,
    same_answer,
    side_of,
)
from cip.assessment.stored import ANSWER_SECTIONS, StoredAnswers
from cip.assessment.verified import SEEN, read_verified, verified_check_up, verified_file
from cip.assessment.visit_sheet import more_to_prove, what_matters
from cip.rulebook.checking import check_rules

DAY = date(2026, 11, 21)
T1: Question = ("indicators", "T1")


@pytest.fixture(scope="module")
def bound() -> BoundPack:
    packs = check_rules(Path(__file__).parents[3] / "rules", NEEDED, with_cases=False).packs
    return bind(next(iter(packs.values())), DAY)


def stored(indicators: dict[str, object], reviews: dict[str, Review] | None = None) -> StoredAnswers:
    file = {section: {} for section in ANSWER_SECTIONS} | {"indicators": indicators, "facts": {"workers": 7}}
    kept = {key: review.as_value() for key, review in (reviews or {}).items()}
    return StoredAnswers(file=file, notes={}, last_seq=len(indicators), reviews=kept)  # type: ignore[arg-type]


def test_a_step_with_and_without_its_proof_is_the_same_answer() -> None:
    assert same_answer({"step": 3, "count": 4}, 3)
    assert not same_answer({"step": 3}, 2)
    assert not same_answer({"not_applicable": "one_worker"}, 0)
    assert not same_answer(None, "unknown")


def test_states_of_a_question() -> None:
    firm = stored({"T1": 3})
    assert side_of(T1, firm, None).state == "not_reviewed"
    same = stored({"T1": 3}, {"indicators.T1": Review(3, 3)})
    assert side_of(T1, same, None).state == "confirmed"
    other = stored({"T1": 3}, {"indicators.T1": Review(1, 3, "Non è scritto.")})
    assert side_of(T1, other, None).state == "corrected"
    assert side_of(T1, other, None).gap
    later = replace(other, file={**other.file, "indicators": {"T1": 2}})
    found = side_of(T1, later, None)
    assert (found.state, found.before, found.gap) == ("changed", 3, False)
    # Nobody looked at it, yet it was part of what was validated.
    assert side_of(T1, stored({"T1": 2}), stored({"T1": 3})).state == "changed"
    assert side_of(T1, stored({"T1": 3}), stored({"T1": 3})).state == "not_reviewed"


def test_a_change_taken_back_is_no_change() -> None:
    before = stored({"T1": 3, "T2": 1})
    assert changed_since(stored({"T1": 3, "T2": 2, "L1": 0}), before) == (("indicators", "L1"), ("indicators", "T2"))
    assert changed_since(stored({"T1": 3, "T2": 1}), before) == ()


@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4))
def test_a_review_holds_exactly_while_the_firm_says_what_was_looked_at(said: int, looked: int, review: int) -> None:
    answers = stored({"T1": said}, {"indicators.T1": Review(review, looked, "Perché.")})
    counts = verified_file(answers)["indicators"]
    assert counts == {"T1": review if said == looked else said}
    assert (T1 in holding(answers)) == (said == looked)


def test_reviews_survive_their_event() -> None:
    review = Review({"step": 3, "date": "2026-01-10"}, 3, "Visto.", DAY, ("a" * 32,))
    assert read_review(review.as_value()) == review
    assert question_of(key_of(T1)) == T1


@pytest.mark.parametrize("odd", ["T1", "plan.M01", "indicators.", ""])
def test_nothing_else_is_reviewed(odd: str) -> None:
    with pytest.raises(ValueError, match="nothing is reviewed"):
        question_of(odd)


@pytest.mark.parametrize("odd", [None, 3, {}, {"value": 1}])
def test_an_event_that_is_no_review_is_refused(odd: object) -> None:
    with pytest.raises(ValueError, match="no review"):
        read_review(odd)  # type: ignore[arg-type]


def test_one_engine_gives_both_results(bound: BoundPack) -> None:
    answers = stored(dict.fromkeys(bound.pack.indicators, 4), {"indicators.T1": Review(4, 4, "", DAY)})
    declared = check_up_bound(bound, read_answers(bound, answers.file))
    verified = verified_check_up(bound, verified_file(answers))
    assert (declared.result, verified.result) == ("self_declared", "verified")
    assert (declared.low, declared.high) == (verified.low, verified.high)
    assert set(declared.unproved) - set(verified.unproved) == {"T1"}
    gates = {gate.id for gate in bound.pack.content.gates if gate.kind == "proof"}
    held = next(item for item in verified.held_by if item.gate in gates)
    assert "nessuno ha ancora visto la prova" in held.because[0].in_language("it")
    assert "T1" not in held.tell_us


def test_a_date_or_count_of_the_firm_is_its_own_word(bound: BoundPack) -> None:
    answers = stored({"T1": {"step": 3, "count": 4}})
    assert check_up_bound(bound, read_answers(bound, answers.file)).unproved == ()
    file = verified_file(answers)
    assert file[SEEN] == []
    assert verified_check_up(bound, file).unproved == ("T1",)
    assert read_verified(bound, {**file, SEEN: ["T1"]}).steps["T1"].proved


def test_the_visit_sheet_takes_eight_and_names_what_is_left(bound: BoundPack) -> None:
    few = check_up_bound(bound, read_answers(bound, {"facts": {"workers": 7}, "indicators": {"T1": 3}}))
    matters = what_matters(few)
    assert [item.id for item in matters] == [item.id for item in few.unknown[:8]]
    assert more_to_prove(few) == ("T1",)
    every = dict.fromkeys(bound.pack.indicators, 3)
    known = check_up_bound(bound, read_answers(bound, {"facts": {"workers": 7}, "indicators": every}))
    last = what_matters(replace(known, unknown=known.unknown[:2]))
    assert len(last) == 8
    assert [item.why for item in last] == ["open"] * 2 + ["unproved"] * 6
    assert len(more_to_prove(replace(known, unknown=()))) == len(known.unproved) - 8
