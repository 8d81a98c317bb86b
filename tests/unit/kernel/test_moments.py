"""Moments have an offset and one spelling."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from cip.kernel.moments import NaiveDatetimeError, in_utc, moment_text

ROME_IN_WINTER = timezone(timedelta(hours=1))


def test_same_moment_has_one_text() -> None:
    moment = datetime(2026, 11, 21, 10, 0, tzinfo=ROME_IN_WINTER)
    assert moment_text(moment) == moment_text(moment.astimezone(UTC)) == "2026-11-21T09:00:00.000000+00:00"
    assert in_utc(moment).tzinfo is UTC


@pytest.mark.parametrize("act", [in_utc, moment_text])
def test_refuses_naive_datetimes(act: object) -> None:
    assert callable(act)
    with pytest.raises(NaiveDatetimeError, match="has no offset"):
        act(datetime(2026, 11, 21))  # noqa: DTZ001 - naive on purpose
