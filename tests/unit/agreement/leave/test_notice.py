"""Notice: the day of the request does not count, calendar or working days as the text says, urgent cases."""

from datetime import date

import pytest

from cip.agreement.leave.notice import days_given, free_days, free_days_in
from cip.rulebook.shapes.agreement import Municipality
from tests.unit.agreement.leave.books import FULL_TIME, ask, one, said, with_text

FRIDAY, MONDAY = "2026-03-06", "2026-03-09"


def _answer(values: dict[str, object], requested_on: str, day: str) -> tuple[bool, tuple[str, ...], str]:
    book = with_text({"min_unit_minutes": 60} | values)
    answer = ask(book, agreement="mine", worker=FULL_TIME, requests=[one(day, 60, requested_on)]).answers[0]
    return answer.allowed, answer.clauses, said(answer.because)


@pytest.mark.parametrize(("unit", "allowed"), [("calendar_day", True), ("working_day", False)])
def test_case_14_the_text_must_fix_the_unit(unit: str, allowed: bool) -> None:
    values = {"notice_days": 5, "notice_unit": "calendar_day", "notice_urgent_days": 2, "notice_urgent_unit": unit}
    found, clauses, words = _answer(values, FRIDAY, MONDAY)
    assert found is allowed
    assert "B-10" in clauses
    assert ("via urgente" in words) is allowed


@pytest.mark.parametrize(
    ("requested_on", "day", "allowed"),
    [("2026-03-02", "2026-03-04", True), ("2026-03-02", "2026-03-03", False), ("2026-03-04", "2026-03-02", False)],
)
def test_the_law_asks_for_two_days_and_the_day_of_request_does_not_count(
    requested_on: str, day: str, allowed: bool
) -> None:
    answer = ask(agreement="none", worker=FULL_TIME, requests=[one(day, 240, requested_on)]).answers[0]
    assert answer.allowed is allowed
    assert "B-09" in answer.clauses
    assert any("art. 32 c.3" in act for act in answer.law)


def test_working_days_are_counted_as_far_as_they_matter() -> None:
    assert days_given(date(2000, 1, 3), date(2100, 1, 4), "working_day") == 60
    values = {"notice_days": 5, "notice_unit": "working_day"}
    allowed, _clauses, words = _answer(values, "2020-03-02", "2026-03-09")
    assert allowed
    assert "almeno 60 giorni" in words


def test_no_text_goes_below_the_law() -> None:
    assert _answer({"notice_days": 1}, "2026-03-02", "2026-03-03")[0] is False


def test_five_working_days_go_round_the_weekend() -> None:
    values = {"notice_days": 5, "notice_unit": "working_day"}
    assert _answer(values, "2026-03-02", "2026-03-09")[0] is True
    assert _answer(values, "2026-03-03", "2026-03-09")[0] is False


def test_ordinary_notice_alone_refuses_and_names_the_impossible() -> None:
    allowed, clauses, words = _answer({"notice_days": 15}, "2026-03-02", "2026-03-12")
    assert not allowed
    assert clauses == ("B-09",)
    assert "impossibile" in words


def test_an_unread_notice_leaves_the_law() -> None:
    assert _answer({"notice_days": "unknown"}, "2026-03-02", "2026-03-04")[0] is True
    assert _answer({"notice_days": "unknown"}, "2026-03-02", "2026-03-03")[0] is False


def test_an_unread_unit_refuses_only_what_calendar_days_refuse() -> None:
    values = {"notice_days": 5, "notice_unit": "unknown"}
    assert _answer(values, "2026-03-02", "2026-03-07")[0] is True
    assert _answer(values, "2026-03-02", "2026-03-06")[0] is False


def test_an_unknown_day_of_request_refuses_nothing() -> None:
    request = {"day": "2026-03-10", "minutes": 240, "same_day": []}
    answer = ask(agreement="none", worker=FULL_TIME, requests=[request]).answers[0]
    assert answer.allowed
    assert "quando è stata fatta la richiesta" in said(answer.because)


@pytest.mark.parametrize(
    ("first", "last", "unit", "given"),
    [
        (date(2026, 4, 3), date(2026, 4, 7), "calendar_day", 4),
        (date(2026, 4, 3), date(2026, 4, 7), "working_day", 1),  # Easter Monday
        (date(2026, 12, 24), date(2026, 12, 28), "working_day", 1),  # Christmas, Saint Stephen, Sunday
        (date(2026, 5, 31), date(2026, 6, 3), "working_day", 2),  # Republic Day
    ],
)
def test_holidays_are_no_working_days(first: date, last: date, unit: str, given: int) -> None:
    assert days_given(first, last, unit) == given


def test_patron_saints_are_those_of_the_place() -> None:
    ambrose, other = date(2026, 12, 7), date(2026, 9, 8)
    assert ambrose not in free_days()
    assert ambrose in free_days("MI")
    assert other in free_days(patron="09-08")
    assert days_given(date(2026, 12, 4), date(2026, 12, 9), "working_day", free_days("MI")) == 1
    assert days_given(date(2026, 12, 4), date(2026, 12, 9), "working_day") == 2


@pytest.mark.parametrize(
    ("name", "patron", "free", "working"),
    [
        ("Milano", None, date(2026, 12, 7), date(2026, 9, 18)),
        ("Costafinta", "09-18", date(2026, 9, 18), date(2026, 12, 7)),
        ("Arese", None, date(2026, 12, 8), date(2026, 12, 7)),
    ],
)
def test_a_town_has_the_patron_of_its_territory_or_of_the_library(
    name: str, patron: str | None, free: date, working: date
) -> None:
    days = free_days_in(Municipality(code="015146", name=name, patron=patron))
    assert free in days
    assert working not in days
