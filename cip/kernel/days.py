"""Calendar arithmetic on days; month ends are clamped (31 August + 6 months = 28 or 29 February)."""

from datetime import date

from dateutil.relativedelta import relativedelta


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier when negative), clamped to the end of the month."""
    return day + relativedelta(months=months)


def full_years_between(start: date, end: date) -> int:
    """Completed years from `start` to `end`; a 29 February completes its year on 1 March of a common year."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))
