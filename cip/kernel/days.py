"""Calendar arithmetic on days; month ends are clamped (31 August + 6 months = 28 or 29 February)."""

import re
from datetime import date

from dateutil.relativedelta import relativedelta

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(text: str) -> date:
    """The day written as YYYY-MM-DD and in no other way. Raises ValueError.

    >>> parse_day("2026-11-21")
    datetime.date(2026, 11, 21)
    """
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not written as YYYY-MM-DD")
    return date.fromisoformat(text)


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier when negative), clamped to the end of the month and to the calendar: what
    was stored long ago, however odd, must never break a page.
    """
    try:
        return day + relativedelta(months=months)
    except (ValueError, OverflowError):
        return date.max if months > 0 else date.min


def full_years_between(start: date, end: date) -> int:
    """Completed years from `start` to `end`; a 29 February completes its year on 1 March of a common year."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))
