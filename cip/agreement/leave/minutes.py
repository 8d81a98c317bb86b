"""Lengths of time: whole minutes and exact fractions of a day. Nothing is rounded but where it is shown."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_HOUR = 60
SHOWN_PLACES = 4
"""Digits behind the point of a number of days that a command prints."""


def daily_average(weekly_minutes: int, days_per_week: Fraction) -> Fraction:
    """The average minutes of a day: the week's minutes over its working days. Raises ValueError for no day at all."""
    if days_per_week <= 0:
        raise ValueError("a working week has at least a part of a day")
    return Fraction(weekly_minutes) / days_per_week


def share_of_day(average: Fraction, share: Fraction) -> Fraction:
    """A share of the average day, exactly (the law: one half)."""
    return average * share


def days_of(minutes: int | Fraction, day: Fraction) -> Fraction:
    """How many days of leave these minutes are, where a day counts `day` minutes."""
    return Fraction(minutes) / day


def minutes_of(days: Fraction, day: Fraction) -> Fraction:
    """How many minutes these days of leave are: the way back of `days_of`, exactly."""
    return days * day


def months_of(minutes: int | Fraction, month: Fraction) -> Fraction:
    """How many months these minutes are, where the text says how many minutes make a month."""
    return Fraction(minutes) / month


def whole_minutes(length: Fraction) -> int:
    """A length as it is shown: the nearest whole minute, halves up."""
    return int((length + Fraction(1, 2)) // 1)


def least_whole_minutes(length: Fraction) -> int:
    """The smallest number of whole minutes that is not below a length."""
    return -int(-length // 1)


def shown_number(number: Fraction) -> int | float:
    """A number of days or months as a command prints it: whole where it is, else with at most four digits."""
    if number.denominator == 1:
        return int(number)
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return float(exact.quantize(Decimal(1).scaleb(-SHOWN_PLACES), ROUND_HALF_UP))


def in_words(minutes: int | Fraction) -> str:
    """A length as people write it in both languages.

    >>> in_words(228), in_words(60), in_words(30)
    ('3 h 48', '1 h', '30 min')
    """
    hours, rest = divmod(whole_minutes(Fraction(minutes)), _HOUR)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
