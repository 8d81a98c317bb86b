"""The firm's reply, its silence, and deferrals (clauses B-12, B-13)."""

from datetime import date

import pytest

from cip.agreement.leave.replies import Deferral, deferral_points, reply_by, reply_of
from cip.agreement.leave.requests import LeaveRequest
from cip.agreement.leave.terms import Terms
from tests.unit.agreement.leave.books import shipped, with_text

ASKED = LeaveRequest(date(2026, 3, 16), 60, date(2026, 3, 5))  # a Thursday; three working days end on Tuesday 10
REPLY: dict[str, object] = {"reply_days": 3, "reply_unit": "working_day", "silence": "accepted"}
DEFER: dict[str, object] = REPLY | {"max_defer_days": 5, "defer_times": 1}
FINE = Deferral(date(2026, 3, 20), date(2026, 3, 9), written_with_reasons=True)


def _terms(values: dict[str, object]) -> Terms:
    book = with_text(values)
    return Terms(book, book.by_id["mine"], ASKED.day)


def test_working_days_of_a_reply() -> None:
    assert reply_by(_terms(REPLY), date(2026, 3, 5)) == date(2026, 3, 10)
    assert reply_by(_terms({"reply_days": 3, "reply_unit": "calendar_day"}), date(2026, 3, 5)) == date(2026, 3, 8)
    assert reply_by(_terms({"reply_days": "unknown"}), date(2026, 3, 5)) is None


@pytest.mark.parametrize(
    ("on", "replied_on", "standing"),
    [
        (date(2026, 3, 10), None, "open"),
        (date(2026, 3, 11), None, "accepted_by_silence"),
        (date(2026, 3, 11), date(2026, 3, 10), "answered"),
        (date(2026, 3, 12), date(2026, 3, 12), "accepted_by_silence"),
    ],
)
def test_silence_means_yes_where_the_text_says_so(on: date, replied_on: date | None, standing: str) -> None:
    assert reply_of(_terms(REPLY), ASKED, on, replied_on).standing == standing


def test_silence_that_the_text_does_not_name_is_only_late() -> None:
    found = reply_of(_terms({"reply_days": 3, "reply_unit": "working_day"}), ASKED, date(2026, 3, 11))
    assert found.standing == "late"
    assert found.point.refuses


def test_without_a_term_the_standing_is_unknown() -> None:
    statute = Terms(shipped(), shipped().by_id["statute"], ASKED.day)
    assert reply_of(statute, ASKED, date(2026, 3, 11)).standing == "unknown"


@pytest.mark.parametrize(
    ("deferral", "words"),
    [
        (FINE, ""),
        (Deferral(date(2026, 3, 22), date(2026, 3, 9), True), "al massimo 5"),
        (Deferral(date(2026, 3, 20), date(2026, 3, 9), True, before=1), "già stata rinviata"),
        (Deferral(date(2026, 3, 20), date(2026, 3, 11), True), "dopo il termine"),
        (Deferral(date(2026, 3, 20), date(2026, 3, 9), False), "dice perché"),
        (Deferral(date(2026, 3, 20), date(2026, 3, 9), True, urgent=True), "non si rinvia"),
    ],
)
def test_a_deferral_keeps_every_limit(deferral: Deferral, words: str) -> None:
    (point,) = deferral_points(_terms(DEFER), ASKED, deferral)
    assert point.refuses is bool(words)
    assert words in " ".join(reason.it for reason in point.because)
    assert any(reason.rule == "leave.doubt.deferral" for reason in point.because)


@pytest.mark.parametrize(("value", "refuses"), [("none", True), ("unknown", False)])
def test_without_a_rule_there_is_no_deferral(value: str, refuses: bool) -> None:
    (point,) = deferral_points(_terms(REPLY | {"max_defer_days": value}), ASKED, FINE)
    assert point.refuses is refuses
