"""Lengths of time are exact: halves are halves, conversions come back, only what is shown is rounded."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.agreement.leave.minutes import (
    daily_average,
    days_of,
    in_words,
    least_whole_minutes,
    minutes_of,
    months_of,
    share_of_day,
    shown_number,
    whole_minutes,
)
from tests.unit.agreement.leave.books import ask, one

WEEKS = st.integers(1, 60 * 60)
DAYS = st.integers(1, 7).map(Fraction)
LENGTHS = st.fractions(min_value=Fraction(1, 8), max_value=2000, max_denominator=60)


@given(WEEKS, DAYS)
def test_the_default_unit_is_exactly_half_of_the_day(weekly: int, days: Fraction) -> None:
    day = daily_average(weekly, days)
    assert 2 * share_of_day(day, Fraction(1, 2)) == day


@given(st.integers(0, 100_000), LENGTHS)
def test_minutes_become_days_and_come_back(minutes: int, day: Fraction) -> None:
    assert minutes_of(days_of(minutes, day), day) == minutes


@given(st.integers(0, 100_000), LENGTHS)
def test_a_month_of_hours_counts_as_its_days(minutes: int, day: Fraction) -> None:
    month = 30 * day
    assert months_of(minutes, month) * 30 == days_of(minutes, day)


@given(st.integers(60, 60 * 60), st.integers(1, 7))
def test_the_command_asks_for_half_of_the_day_and_counts_half_a_day(weekly: int, days: int) -> None:
    weekly = min(weekly, days * 24 * 60)
    half = Fraction(weekly, days) / 2
    shown = whole_minutes(half)
    if not shown:
        return
    found = ask(
        agreement="none", worker={"weekly_minutes": weekly, "days_per_week": days}, requests=[one("2026-03-10", shown)]
    )
    assert found.answers[0].allowed
    assert found.answers[0].unit_minutes == shown
    assert next(item for item in found.counters if item.id == "couple_total").drawn == Fraction(1, 2)


def test_a_week_without_days_has_no_average() -> None:
    with pytest.raises(ValueError, match="at least"):
        daily_average(2400, Fraction(0))


@pytest.mark.parametrize(
    ("length", "nearest", "least"),
    [(Fraction(457, 2), 229, 229), (Fraction(228), 228, 228), (Fraction(1, 3), 0, 1), (Fraction(0), 0, 0)],
)
def test_whole_minutes_for_showing(length: Fraction, nearest: int, least: int) -> None:
    assert (whole_minutes(length), least_whole_minutes(length)) == (nearest, least)


@pytest.mark.parametrize(("number", "shown"), [(Fraction(2), 2), (Fraction(26, 15), 1.7333), (Fraction(1, 2), 0.5)])
def test_numbers_of_days_as_printed(number: Fraction, shown: float) -> None:
    assert shown_number(number) == shown


@pytest.mark.parametrize(("minutes", "words"), [(228, "3 h 48"), (60, "1 h"), (30, "30 min"), (605, "10 h 05")])
def test_lengths_as_people_write_them(minutes: int, words: str) -> None:
    assert in_words(minutes) == words
