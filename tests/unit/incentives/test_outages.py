"""What an outage gives back: full hours of what was lost in the last day, each minute once."""

from datetime import UTC, datetime, timedelta

import pytest

from cip.incentives.outages import Extension, extend

CLOSES = datetime(2027, 4, 1, 10, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def span(start: int, end: int) -> tuple[datetime, datetime]:
    """From so many minutes before the closing to so many before it (negative: after)."""
    return CLOSES - start * MINUTE, CLOSES - end * MINUTE


@pytest.mark.parametrize(
    ("outage", "hours"),
    [
        (span(30, 20), 1),
        (span(60, 0), 1),
        (span(61, 0), 2),
        (span(150, 30), 2),
        (span(24 * 60 + 120, 24 * 60 - 30), 1),
        (span(24 * 60 + 120, 24 * 60), 0),
        (span(48 * 60, 47 * 60), 0),
        (span(3 * 24 * 60, 0), 24),
    ],
)
def test_lost_minutes_of_the_last_day_are_given_back_in_full_hours(
    outage: tuple[datetime, datetime], hours: int
) -> None:
    assert extend(CLOSES, outage, [], CLOSES) == Extension(hours, CLOSES + hours * HOUR)


def test_an_outage_across_the_closing_counts_to_the_closing_and_from_the_next_full_hour() -> None:
    noted_at = CLOSES + 95 * MINUTE
    assert extend(CLOSES, span(30, -60), [], noted_at) == Extension(1, CLOSES + 3 * HOUR)


def test_noted_on_a_full_hour_it_counts_from_that_hour() -> None:
    assert extend(CLOSES, span(30, 0), [], CLOSES + HOUR) == Extension(1, CLOSES + 2 * HOUR)


def test_no_minute_is_given_back_twice() -> None:
    first, second = span(120, 60), span(90, 30)
    assert extend(CLOSES, second, [first], CLOSES).hours == 1
    assert extend(CLOSES, first, [first], CLOSES).hours == 0
    assert extend(CLOSES, span(180, 0), [span(150, 140), span(130, 100), span(120, 110)], CLOSES).hours == 3
    assert extend(CLOSES, span(180, 0), [span(200, 100), span(90, -10)], CLOSES).hours == 1


@pytest.mark.parametrize("outage", [span(20, 20), span(20, 30), span(20, -1)])
def test_what_cannot_have_been_measured_is_refused(outage: tuple[datetime, datetime]) -> None:
    with pytest.raises(ValueError, match="outage"):
        extend(CLOSES, outage, [], CLOSES)
