"""How long a request may be: half a day by law; by a text its minimum, its steps, the work left in the day."""

import pytest

from tests.unit.agreement.leave.books import FULL_TIME, ask, one, said, with_text


@pytest.mark.parametrize(
    ("minutes", "allowed", "clause"),
    [(30, False, "B-02"), (60, True, "B-02"), (90, True, "B-03"), (100, False, "B-03"), (480, True, "B-02")],
)
def test_a_minimum_and_steps_beyond_it(minutes: int, allowed: bool, clause: str) -> None:
    book = with_text({"min_unit_minutes": 60, "step_minutes": 30})
    answer = ask(book, agreement="mine", worker=FULL_TIME, requests=[one("2026-03-10", minutes)]).answers[0]
    assert (answer.allowed, answer.unit_minutes) == (allowed, 60)
    assert clause in answer.clauses


def test_the_nearest_length_is_named() -> None:
    book = with_text({"min_unit_minutes": 60, "step_minutes": 30})
    answer = ask(book, agreement="mine", worker=FULL_TIME, requests=[one("2026-03-10", 100)]).answers[0]
    assert "la misura più vicina è 1 h 30" in said(answer.because)


@pytest.mark.parametrize(
    ("values", "minutes", "allowed"),
    [
        ({"min_work_left_minutes": 240}, 240, True),
        ({"min_work_left_minutes": 240}, 241, False),
        ({"min_work_left_share": 50}, 240, True),
        ({"min_work_left_share": 50}, 241, False),
        ({}, 481, False),
    ],
)
def test_work_left_in_the_day(values: dict[str, object], minutes: int, allowed: bool) -> None:
    book = with_text({"min_unit_minutes": 1} | values)
    answer = ask(book, agreement="mine", worker=FULL_TIME, requests=[one("2026-03-10", minutes)]).answers[0]
    assert answer.allowed is allowed
    assert allowed or answer.clauses == ("B-04",)


def test_what_counts_is_the_whole_day() -> None:
    by_law = ask(agreement="none", worker=FULL_TIME, requests=[one("2026-03-10", 240), one("2026-03-10", 240)])
    assert [answer.allowed for answer in by_law.answers] == [True, False]
    book = with_text({"min_unit_minutes": 60, "min_work_left_share": 50})
    file = {"agreement": "mine", "worker": FULL_TIME}
    by_text = ask(book, **file, requests=[one("2026-03-10", 120), one("2026-03-10", 121)])
    assert [answer.allowed for answer in by_text.answers] == [True, False]


def test_without_the_week_nothing_is_refused_for_its_length() -> None:
    answer = ask(agreement="none", requests=[one("2026-03-10", 17)]).answers[0]
    assert (answer.allowed, answer.unit_minutes) == (True, None)
    assert "ore e giorni della settimana" in said(answer.because)


def test_a_text_without_a_minimum_says_so_and_shows_the_doubt() -> None:
    answer = ask(with_text({}), agreement="mine", worker=FULL_TIME, requests=[one("2026-03-10", 45)]).answers[0]
    assert (answer.allowed, answer.unit_minutes) == (True, 1)
    assert "non fissa un minimo" in said(answer.because)
    assert any(reason.rule == "leave.doubt.partial_regulation" for reason in answer.because)


def test_an_unread_minimum_is_never_invented() -> None:
    book = with_text({"min_unit_minutes": "unknown"})
    answer = ask(book, agreement="mine", worker=FULL_TIME, requests=[one("2026-03-10", 45)]).answers[0]
    assert (answer.allowed, answer.unit_minutes) == (True, None)
    assert "Non conosciamo il minimo" in said(answer.because)


def test_a_share_of_the_day_as_minimum_is_rounded_up() -> None:
    book = with_text({"unit_share": 25})
    worker = {"weekly_minutes": 2285, "days_per_week": 5}
    answer = ask(book, agreement="mine", worker=worker, requests=[one("2026-03-10", 115)]).answers[0]
    assert (answer.allowed, answer.unit_minutes) == (True, 115)
