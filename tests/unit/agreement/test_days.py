"""Working days, and days as Italian and English write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.agreement.days import (
    is_working_day,
    may_be_national_holiday,
    national_holidays,
    working_days_after,
    working_days_between,
)
from cip.agreement.terms import end_of_term
from cip.agreement.wording import amount_words, by_day, day_words, gap_words, on_day, since_day, until_day

FREE = national_holidays()
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 6, 1), True),
        (date(2026, 6, 2), False),
        (date(2026, 4, 6), False),
        (date(2026, 6, 6), False),
        (date(2026, 6, 7), False),
        (date(2026, 12, 7), True),  # the patron of Milan is not one of the whole country
    ],
)
def test_who_works_when(day: date, works: bool) -> None:
    assert is_working_day(day, FREE) is works


@given(days, st.integers(0, 40))
def test_a_term_holds_its_working_days_and_ends_on_one(day: date, count: int) -> None:
    end = working_days_after(day, count, FREE)
    assert working_days_between(day, end, FREE) == count
    assert end == day if count == 0 else is_working_day(end, FREE)


@given(days, st.integers(0, 60), st.sampled_from(["hour", "calendar_day", "working_day", "month"]))
def test_a_longer_term_ends_no_earlier(day: date, length: int, unit: str) -> None:
    assert day <= end_of_term(day, length, unit) <= end_of_term(day, length + 1, unit)


def test_a_term_ends_with_the_calendar() -> None:
    assert working_days_after(date(9999, 12, 30), 9, FREE) == date.max
    assert end_of_term(date(9999, 12, 30), 9, "calendar_day") == date.max
    assert end_of_term(date(2026, 1, 31), 1, "month") == date(2026, 2, 28)
    assert [end_of_term(date(2026, 5, 5), hours, "hour").day for hours in (0, 1, 24, 25, 48)] == [5, 6, 6, 7, 7]


def test_days_in_words() -> None:
    eighth, first = date(2026, 5, 8), date(2026, 6, 1)
    assert [say(eighth).it for say in (day_words, on_day, since_day, until_day, by_day)] == [
        "8 maggio 2026",
        "l'8 maggio 2026",
        "dall'8 maggio 2026",
        "all'8 maggio 2026",
        "l'8 maggio 2026",
    ]
    assert (on_day(first).it, since_day(date(2026, 5, 5)).it) == ("il 1º giugno 2026", "dal 5 maggio 2026")
    assert [say(eighth).en for say in (on_day, since_day, until_day)] == [
        "on 8 May 2026",
        "from 8 May 2026",
        "8 May 2026",
    ]


def test_lengths_in_words() -> None:
    assert amount_words(1, "working_day").it == "1 giorno lavorativo"
    assert amount_words(3, "month").en == "3 months"
    assert [gap_words(days).it for days in (-1, 0, 1, 7)] == [
        "prima ancora",
        "lo stesso giorno",
        "1 giorno dopo",
        "7 giorni dopo",
    ]


def test_the_quick_look_misses_no_holiday_of_the_country() -> None:
    free = national_holidays()
    first = date(2015, 1, 1)
    days = [first + timedelta(days=step) for step in range((date(2101, 1, 1) - first).days)]
    missed = [day for day in days if day.weekday() != 6 and day in free and not may_be_national_holiday(day)]
    assert missed == []
    assert sum(may_be_national_holiday(day) for day in days[:365]) < 20


def test_counting_stops_once_enough_are_found() -> None:
    assert working_days_between(date(2026, 3, 2), date(2026, 3, 13), (), 4) == 4
    assert working_days_between(date(2026, 3, 2), date(2026, 3, 4), (), 4) == 2
