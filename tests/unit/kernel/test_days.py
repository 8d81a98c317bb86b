"""Months later, whatever the day."""

from datetime import date

import pytest

from cip.kernel.days import add_months


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 2, 1), -2, date(2025, 12, 1)),
        (date(9999, 12, 31), 6, date.max),
        (date(9999, 7, 1), 6, date.max),
        (date(1, 1, 1), -1, date.min),
    ],
)
def test_months_are_added_within_the_calendar(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later
