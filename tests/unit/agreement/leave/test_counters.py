"""Counters and pay: a fixed drawing order, never more than the statutory months, unknown where something is missing."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cip.agreement.leave.counters import Counter
from cip.agreement.leave.judging import Answer, LeaveHours
from tests.unit.agreement.leave.books import FULL_TIME, KNOWN, ask, one, said, shipped, with_text

CHILD: dict[str, object] = {"born": "2025-01-10"}


def _counter(found: LeaveHours, name: str) -> Counter:
    return next(item for item in found.counters if item.id == name)


def _days(text: int) -> str:
    return f"2026-{3 + text // 28:02d}-{1 + text % 28:02d}"


def _history(used: object, **more: object) -> dict[str, object]:
    return KNOWN | {"used_days": used} | more


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 340), st.lists(st.integers(60, 480), min_size=1, max_size=60), st.booleans())
def test_hours_given_never_exceed_the_statutory_months(used: int, lengths: list[int], disabled: bool) -> None:
    book = with_text({"min_unit_minutes": 1})
    requests = [one(_days(index), minutes) for index, minutes in enumerate(lengths)]
    child = CHILD | {"disabled": disabled}
    found = ask(book, agreement="mine", worker=FULL_TIME, child=child, history=_history(used), requests=requests)
    given_minutes = sum(answer.request.minutes for answer in found.answers if answer.allowed)
    total = _counter(found, "couple_total")
    assert total.drawn == Fraction(given_minutes, 480)
    for counter in found.counters:
        assert counter.used is not None
        if counter.drawn and counter.limit is not None:
            assert counter.used <= counter.limit
    drawn = sum((_counter(found, name).drawn or 0) for name in ("own", "shared", "unpaid"))
    assert drawn <= total.drawn
    assert (_counter(found, "pool_80").drawn or 0) <= (_counter(found, "own").drawn or 0)


@pytest.mark.parametrize(
    ("used", "drawn", "rate"),
    [
        (0, "own", 80),
        (89.5, "own", 80),
        (90, "shared", 30),
        (179.5, "shared", 30),
        (180, "unpaid", 0),
        (209.5, "unpaid", 0),
    ],
)
def test_the_drawing_order(used: float, drawn: str, rate: int) -> None:
    found = ask(
        agreement="none", worker=FULL_TIME, child=CHILD, history=_history(used), requests=[one("2026-03-10", 240)]
    )
    assert _counter(found, drawn).drawn == Fraction(1, 2)
    assert found.answers[0].rate == rate


def test_beyond_a_parents_own_months_pay_is_unknown() -> None:
    found = ask(
        agreement="none", worker=FULL_TIME, child=CHILD, history=_history(240), requests=[one("2026-03-10", 240)]
    )
    assert (found.answers[0].allowed, found.answers[0].rate) == (True, None)


def test_after_the_last_month_nothing_is_left() -> None:
    def at_the_end(child: dict[str, object]) -> Answer:
        requests = [one("2026-03-10", 240)]
        return ask(agreement="none", worker=FULL_TIME, history=_history(330), child=child, requests=requests).answers[0]

    answer = at_the_end(CHILD)
    assert not answer.allowed
    assert "prolungamento" in said(answer.because)
    longer = at_the_end(CHILD | {"disabled": True})
    assert (longer.allowed, longer.rate) == (True, 30)
    assert "da verificare" in said(longer.because)


def test_the_same_counter_takes_the_whole_request() -> None:
    book = with_text({"min_unit_minutes": 60})
    file = {"agreement": "mine", "worker": FULL_TIME, "child": CHILD}
    found = ask(book, **file, history=_history(89.75), requests=[one("2026-03-10", 240), one("2026-03-11", 120)])
    assert _counter(found, "shared").drawn == Fraction(1, 2)
    assert _counter(found, "own").drawn == Fraction(1, 4)
    assert [answer.rate for answer in found.answers] == [30, 80]


def test_requests_draw_by_their_days_and_answer_in_their_order() -> None:
    requests = [one("2026-03-12", 240), one("2026-03-10", 240)]
    found = ask(agreement="none", worker=FULL_TIME, child=CHILD, history=_history(89.5), requests=requests)
    assert [answer.rate for answer in found.answers] == [30, 80]
    assert [answer.request.day.isoformat() for answer in found.answers] == ["2026-03-12", "2026-03-10"]


def test_what_is_refused_draws_nothing() -> None:
    found = ask(agreement="none", worker=FULL_TIME, child=CHILD, history=KNOWN, requests=[one("2026-03-10", 100)])
    assert all(not counter.drawn for counter in found.counters)


def test_unknown_history_leaves_what_is_left_unknown() -> None:
    found = ask(agreement="none", worker=FULL_TIME, child=CHILD, requests=[one("2026-03-10", 240)])
    assert found.answers[0].allowed
    assert found.answers[0].rate is None
    row = _counter(found, "own").as_json()
    assert (row["days"], row["left_days"], row["limit_days"]) == (None, None, 90)
    assert _counter(found, "couple_total").drawn == Fraction(1, 2)


@pytest.mark.parametrize(
    ("child", "history", "day", "rate"),
    [
        ({"born": "2020-03-10"}, _history(0, maternity_ended="2020-07-01"), "2026-03-09", 30),
        ({"born": "2020-03-10"}, _history(0, maternity_ended="2025-07-01"), "2026-03-09", 80),
        ({"born": "2020-03-10"}, _history(0, maternity_ended="2025-07-01"), "2026-03-10", 30),
        ({"born": "2022-12-31"}, _history(0, maternity_ended="2022-12-31"), "2026-03-10", 30),
        ({"born": "2023-01-01"}, _history(29.5, maternity_ended="none"), "2026-03-10", 80),
        ({"born": "2023-01-01"}, _history(30, maternity_ended="none"), "2026-03-10", 30),
        ({"born": "2023-01-01"}, {"used_days": 0}, "2026-03-10", 80),
        ({"born": "2022-06-01"}, {"used_days": 0}, "2026-03-10", None),
        ({"born": "2022-06-01"}, {"used_days": 90}, "2026-03-10", 30),
        ({}, _history(0), "2026-03-10", None),
        ({"born": "2012-06-01"}, {}, "2025-03-10", None),
        ({"born": "2009-06-01"}, _history(0), "2014-03-10", None),
    ],
)
def test_the_rate_by_the_right_day(
    child: dict[str, object], history: dict[str, object], day: str, rate: int | None
) -> None:
    answer = ask(agreement="none", worker=FULL_TIME, child=child, history=history, requests=[one(day, 240)]).answers[0]
    assert answer.rate == rate


def test_an_unpaid_age_needs_no_history() -> None:
    answer = ask(
        agreement="none", worker=FULL_TIME, child={"born": "2008-06-01"}, requests=[one("2015-07-10", 240)]
    ).answers[0]
    assert (answer.allowed, answer.rate) == (True, 0)


def test_before_2022_the_six_months_are_the_couples() -> None:
    found = ask(
        agreement="none",
        worker=FULL_TIME,
        child={"born": "2019-06-01"},
        history=_history(0),
        requests=[one("2021-03-10", 240)],
    )
    assert found.answers[0].rate == 30
    assert [_counter(found, name).limit for name in ("own", "shared")] == [Fraction(0), Fraction(180)]


def test_a_pool_that_may_be_larger_has_no_limit_and_nothing_left_that_anybody_knows() -> None:
    child, ends = {"born": "2024-07-01"}, {"maternity_ended": "2024-11-30"}
    for used, drawn in ((50, Fraction(1, 2)), (60, None), (70, None)):
        found = ask(
            agreement="none",
            worker=FULL_TIME,
            child=child,
            history=ends | {"used_days": used},
            requests=[one("2025-09-10", 240)],
        )
        pool = _counter(found, "pool_80")
        assert (pool.limit, pool.left, pool.drawn) == (None, None, drawn)
        assert "al massimo 3 mesi" in said(pool.because)


@pytest.mark.parametrize(
    ("child", "history", "limit"),
    [
        ({}, {"used_days": 0}, None),
        ({}, _history(0, maternity_ended="none"), None),
        ({"born": "2022-06-01"}, {"used_days": 0}, None),
        ({"born": "2022-06-01"}, _history(0, maternity_ended="none"), Fraction(0)),
        ({"born": "2023-06-01"}, _history(0, maternity_ended="none"), Fraction(30)),
        ({"born": "2025-01-10"}, {"maternity_ended": "2025-05-01"}, Fraction(90)),
    ],
)
def test_the_pool_is_nothing_only_where_that_is_known(
    child: dict[str, object], history: dict[str, object], limit: Fraction | None
) -> None:
    found = ask(agreement="none", worker=FULL_TIME, child=child, history=history, requests=[one("2026-03-10", 240)])
    row = _counter(found, "pool_80").as_json()
    assert _counter(found, "pool_80").limit == limit
    assert (row["limit_days"] is None, row["limit_minutes"] is None) == (limit is None, limit is None)


def test_before_2023_there_was_no_higher_pay() -> None:
    found = ask(agreement="none", worker=FULL_TIME, requests=[one("2021-03-10", 240)])
    assert _counter(found, "pool_80").limit == 0
    assert "non dava mesi" in said(_counter(found, "pool_80").because)


@pytest.mark.parametrize(
    ("history", "words"), [({"used_days": 0}, "almeno 1 mese"), (KNOWN | {"used_days": 0}, "3 mesi")]
)
def test_a_pool_that_may_be_larger_is_told_as_at_least(history: dict[str, object], words: str) -> None:
    child = {"born": "2025-01-10"}
    found = ask(agreement="none", worker=FULL_TIME, child=child, history=history, requests=[one("2026-03-10", 240)])
    assert words in said(found.answers[0].because)
    assert ("almeno" in said(found.answers[0].because)) is ("almeno" in words)


@pytest.mark.parametrize("used", [0, 185])
def test_a_rate_that_the_law_does_not_say_is_unknown_never_nothing(used: int) -> None:
    book = shipped()
    silent = book.law.parameters["parental_leave_base_rate"].model_copy(update={"values": ()})
    law = book.law.model_copy(update={"parameters": {**book.law.parameters, "parental_leave_base_rate": silent}})
    answer = ask(
        book.model_copy(update={"law": law}),
        agreement="none",
        worker={"weekly_minutes": 2400, "days_per_week": 5},
        child={"born": "2019-05-01"},
        history={"used_days": used, "maternity_ended": "2019-10-01", "paternity_ended": "2019-05-15"},
        requests=[{"day": "2026-03-10", "minutes": 240, "requested_on": "2026-03-01", "same_day": []}],
    ).answers[0]
    assert answer.rate is None
    assert "non conosciamo la percentuale" in said(answer.because)
