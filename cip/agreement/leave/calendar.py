"""Whether a day of leave is a working day by the calendar. It refuses nothing: shops work on Sundays, and a FILE does
not say which days somebody works.
"""

from collections.abc import Container
from datetime import date

from cip.agreement.days import may_be_national_holiday, national_holidays
from cip.agreement.leave import sentences
from cip.agreement.leave.requests import USUAL_WORKING_DAYS, Worker
from cip.agreement.leave.terms import Point, Terms, say
from cip.kernel.texts import Text

_SATURDAY, _SUNDAY = 5, 6


def calendar_points(terms: Terms, worker: Worker, free: Container[date] | None = None) -> tuple[Point, ...]:
    """That hours do not count on a day without work: Sundays, holidays, and Saturdays where the week has five days or
    nobody knows how many. `free` are the holidays of the place (those of Italy when left out).
    """
    row = terms.law("hourly_leave_counts_weekend")
    if row is None or row.value is not False:
        return ()
    sentence = _sentence(terms.day, worker, free)
    return () if sentence is None else (Point((say("no_working_day", sentence),), law=(row.source,), warns=True),)


def _sentence(day: date, worker: Worker, free: Container[date] | None) -> Text | None:
    if day.weekday() == _SUNDAY:
        return sentences.IS_SUNDAY
    if _is_holiday(day, free):
        return sentences.IS_HOLIDAY
    days = worker.days_per_week
    if day.weekday() == _SATURDAY and (days is None or days <= USUAL_WORKING_DAYS):
        return sentences.IS_SATURDAY
    return None


def _is_holiday(day: date, free: Container[date] | None) -> bool:
    """Whether a day is a holiday; the library of holidays is asked only for days that can be one."""
    if free is not None:
        return day in free
    return may_be_national_holiday(day) and day in national_holidays()
