"""How many months one parent may have: what only some may have is allowed and said, what nobody may have refused."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cip.agreement.leave.judging import Answer
from tests.unit.agreement.leave.books import FULL_TIME, KNOWN, ask, one, said, with_text

CHILD: dict[str, object] = {"born": "2025-01-10"}
SURE, FATHER, ALONE = 180, 210, 330
RULES = {"leave.only_the_father", "leave.only_alone"}


def _answer(used: float, child: dict[str, object] = CHILD, day: str = "2026-03-10") -> Answer:
    history = KNOWN | {"used_days": used}
    return ask(agreement="none", worker=FULL_TIME, child=child, history=history, requests=[one(day, 240)]).answers[0]


@pytest.mark.parametrize(
    ("used", "allowed", "rate", "words"),
    [
        (179.5, True, 30, []),
        (180, True, 0, ["Oltre 6 mesi", "solo al padre, fino a 7 mesi", "only to the father"]),
        (209.5, True, 0, ["solo al padre"]),
        (210, True, None, ["Oltre 7 mesi", "solo a chi è genitore da solo, fino a 11 mesi", "only to a parent alone"]),
        (215, True, None, ["solo a chi è genitore da solo", "non sappiamo se lo sono"]),
        (329.5, True, None, ["solo a chi è genitore da solo"]),
        (330, False, None, ["al massimo sono 11"]),
    ],
)
def test_beyond_what_every_parent_has_the_answer_says_who_may(
    used: float, allowed: bool, rate: int | None, words: list[str]
) -> None:
    answer = _answer(used)
    assert (answer.allowed, answer.rate) == (allowed, rate)
    assert bool({reason.rule for reason in answer.because} & RULES) is (allowed and bool(words))
    for piece in words:
        assert piece in said(answer.because)
        assert piece in said(answer.leading)
    if words:
        assert "B-15" in answer.clauses


def test_what_must_be_known_is_said_first() -> None:
    assert _answer(215).because[0].rule == "leave.only_alone"
    assert _answer(10).leading == ()


@pytest.mark.parametrize(("disabled", "said_so"), [(None, True), (False, False)])
def test_the_extension_is_named_while_a_disability_is_unknown(disabled: bool | None, said_so: bool) -> None:
    for used in (215, 330):
        assert ("prolungamento" in said(_answer(used, CHILD | {"disabled": disabled}).because)) is said_so


def test_the_longer_leave_for_a_disabled_child_is_for_every_parent() -> None:
    longer = _answer(215, CHILD | {"disabled": True})
    assert (longer.allowed, longer.rate) == (True, 30)
    assert not {reason.rule for reason in longer.because} & RULES


def test_a_parent_alone_had_ten_months_before_2022() -> None:
    child: dict[str, object] = {"born": "2020-06-01"}
    assert _answer(299.5, child, "2021-03-10").allowed
    assert not _answer(300, child, "2021-03-10").allowed


def test_the_counters_tell_what_one_parent_has() -> None:
    found = ask(agreement="none", worker=FULL_TIME, child=CHILD, history=KNOWN | {"used_days": 215})
    by_id = {counter.id: counter for counter in found.counters}
    assert set(by_id) == {"own", "shared", "pool_80", "unpaid", "couple_total"}
    assert [by_id[name].used for name in ("own", "shared", "unpaid", "couple_total")] == [90, 90, 30, 215]
    assert "la madre 6 mesi, il padre 7 mesi, chi è genitore da solo 11 mesi" in said(by_id["couple_total"].because)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 340), st.lists(st.integers(60, 480), min_size=1, max_size=40), st.sampled_from([None, False]))
def test_hours_given_never_exceed_the_months_of_a_parent_unsaid(
    used: int, lengths: list[int], disabled: bool | None
) -> None:
    book = with_text({"min_unit_minutes": 1})
    days = [f"2026-{4 + index // 28:02d}-{1 + index % 28:02d}" for index in range(len(lengths))]
    requests = [one(day, size, "2026-03-01") for day, size in zip(days, lengths, strict=True)]
    child = CHILD | {"disabled": disabled}
    history = KNOWN | {"used_days": used}
    found = ask(book, agreement="mine", worker=FULL_TIME, child=child, history=history, requests=requests)
    total = Fraction(used)
    for answer in found.answers:
        after = total + Fraction(answer.request.minutes, 480)
        assert answer.allowed is (after <= ALONE)
        rules = {reason.rule for reason in answer.because}
        assert ("leave.only_the_father" in rules) is (SURE < after <= FATHER)
        assert ("leave.only_alone" in rules) is (FATHER < after <= ALONE)
        if after > FATHER:
            assert answer.rate is None
        total = after if answer.allowed else total
    drawn = {counter.id: counter.drawn or Fraction(0) for counter in found.counters}
    assert drawn["couple_total"] == total - used
    assert drawn["own"] + drawn["shared"] + drawn["unpaid"] <= max(FATHER - used, 0)
