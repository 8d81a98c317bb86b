"""Working days: Monday to Friday, holidays left out. Which days are holidays is given."""

from collections.abc import Container
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

_FRIDAY = 4
_FIRST_EASTER_MONDAY, _LAST_EASTER_MONDAY = (3, 23), (4, 26)
_HOLIDAYS = frozenset({(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (10, 4), (11, 1), (12, 8), (12, 25), (12, 26)})

Holidays = Container[date]


@lru_cache(maxsize=1)
def national_holidays() -> Holidays:
    """The holidays of the whole country, of every year; patron saints are those of a place and not among them."""
    import holidays  # only who counts working days waits for the library

    return holidays.country_holidays("IT")


def may_be_national_holiday(day: date) -> bool:
    """Whether a day other than a Sunday can be a holiday of the country at all, since 2015: a quick look that needs no
    library. Where it says no, there is none; where it says yes, `national_holidays` knows.
    """
    easter_monday = day.weekday() == 0 and _FIRST_EASTER_MONDAY <= (day.month, day.day) <= _LAST_EASTER_MONDAY
    return easter_monday or (day.month, day.day) in _HOLIDAYS


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


def working_days_between(day: date, until: date, free: Holidays, most: int | None = None) -> int:
    """How many working days lie after `day` up to `until`, which counts; 0 where `until` is not later. Counting stops
    at `most`, if there is such a number.
    """
    steps = range(1, (until - day).days + 1)
    found = (step for step in steps if is_working_day(day + timedelta(days=step), free))
    return sum(1 for _step in islice(found, most))
