"""Working days: Monday to Friday, holidays left out. Which days are holidays is given."""

from collections.abc import Container
from datetime import date, timedelta
from functools import lru_cache

_FRIDAY = 4

Holidays = Container[date]


@lru_cache(maxsize=1)
def national_holidays() -> Holidays:
    """The holidays of the whole country, of every year; patron saints are those of a place and not among them."""
    import holidays  # only who counts working days waits for the library

    return holidays.country_holidays("IT")


def is_working_day(day: date, free: Holidays) -> bool:
    """Whether people work on a day: no Saturday, no Sunday, none of the holidays."""
    return day.weekday() <= _FRIDAY and day not in free


def working_days_after(day: date, count: int, free: Holidays) -> date:
    """The last day of a term of `count` working days from `day`, which is not counted; `day` itself for none.

    A calendar that ends on the way (`date.max`) ends the term.
    """
    found = day
    left = count
    while left > 0 and found < date.max:
        found += timedelta(days=1)
        left -= is_working_day(found, free)
    return found


def working_days_between(day: date, until: date, free: Holidays) -> int:
    """How many working days lie after `day` up to `until`, which counts; 0 where `until` is not later."""
    ahead = (until - day).days
    return sum(is_working_day(day + timedelta(days=step), free) for step in range(1, ahead + 1))
