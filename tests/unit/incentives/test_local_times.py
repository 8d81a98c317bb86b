"""An hour of the wall clock is one moment, or it is refused."""

from datetime import UTC, date, datetime, time

import pytest

from cip.incentives.local_times import OddTimeError, in_italy, moment_in_italy


def test_summer_and_winter_have_their_own_offset() -> None:
    assert moment_in_italy(date(2027, 7, 1), time(12)) == datetime(2027, 7, 1, 10, tzinfo=UTC)
    assert moment_in_italy(date(2027, 1, 1), time(12)) == datetime(2027, 1, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize("at", [time(2), time(2, 30), time(2, 59, 59)])
def test_the_hour_that_spring_skips_is_refused(at: time) -> None:
    with pytest.raises(OddTimeError) as caught:
        moment_in_italy(date(2027, 3, 28), at)
    assert caught.value.kind == "never"


@pytest.mark.parametrize("at", [time(2), time(2, 30), time(2, 59, 59)])
def test_the_hour_that_autumn_gives_twice_is_refused(at: time) -> None:
    with pytest.raises(OddTimeError) as caught:
        moment_in_italy(date(2027, 10, 31), at)
    assert caught.value.kind == "twice"


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2027, 3, 28), time(1, 59, 59), datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(3), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (date(2027, 10, 31), time(1, 59, 59), datetime(2027, 10, 30, 23, 59, 59, tzinfo=UTC)),
        (date(2027, 10, 31), time(3), datetime(2027, 10, 31, 2, tzinfo=UTC)),
    ],
)
def test_the_hours_around_both_nights_are_taken(day: date, at: time, utc: datetime) -> None:
    assert moment_in_italy(day, at) == utc
    assert in_italy(utc).replace(tzinfo=None) == datetime.combine(day, at)
