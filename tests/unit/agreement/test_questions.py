"""How long answers take (F-09)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cip.agreement.days import is_working_day
from cip.agreement.questions import Question, hours_between, slowest_hours, waiting

FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
ASKED = Question("q" * 32, "now", "firm", "a" * 32, "f" * 32, FRIDAY, "Come si conta?")


def works(day: date) -> bool:
    return is_working_day(day, ())


@pytest.mark.parametrize(
    ("late", "hours"),
    [(timedelta(0), 0), (timedelta(seconds=1), 1), (timedelta(hours=1), 1), (timedelta(hours=47, minutes=59), 48)],
)
def test_an_hour_that_began_counts(late: timedelta, hours: int) -> None:
    assert hours_between(FRIDAY, FRIDAY + late) == hours


def test_hours_on_the_clock_decide_and_working_days_stand_beside() -> None:
    monday = FRIDAY + timedelta(days=3)
    found = waiting(ASKED, 48, monday, works)
    assert (found.hours, found.late, found.working_days) == (72, True, 1)


def test_an_answer_stops_the_clock() -> None:
    answered = replace(ASKED, answered_at=FRIDAY + timedelta(hours=48), answer="Così.")
    assert not waiting(answered, 48, FRIDAY + timedelta(days=30), works).late
    assert waiting(replace(answered, answered_at=FRIDAY + timedelta(hours=49)), 48, FRIDAY, works).late


def test_without_a_term_nothing_is_late() -> None:
    found = waiting(ASKED, None, FRIDAY + timedelta(days=90), works)
    assert (found.due, found.late) == (None, False)


def test_the_fact_is_the_slowest_answer_open_ones_too() -> None:
    quick = replace(ASKED, answered_at=FRIDAY + timedelta(hours=2), answer="Sì.")
    now = FRIDAY + timedelta(hours=30)
    assert slowest_hours([quick], FRIDAY, now) == 2
    assert slowest_hours([quick, ASKED], FRIDAY, now) == 30
    assert slowest_hours([quick], FRIDAY + timedelta(seconds=1), now) is None
