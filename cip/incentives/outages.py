"""What an outage of the site does to a deadline. Pure.

The rule (decision 23): the minutes during which the site was down in the last 24 hours before the closing are given
back, rounded up to full hours, each minute once, however often it is noted. Where the closing is past when the outage
is noted, the hours count from the next full hour after the noting: who should apply must be able to read of it first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LAST_HOURS = timedelta(hours=24)
LATEST_NOTING = timedelta(days=3)
"""How long after the closing an outage can still be noted."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CallOutage:
    """A time without the site, as measured by somebody, and what it did to the deadline (`hours` may be 0)."""

    id: str
    call_id: str
    seq: int
    from_at: datetime
    to_at: datetime
    measured_by: str
    note: str
    hours: int
    closes_before: datetime
    closes_after: datetime
    noted_at: datetime
    noted_by: str


@dataclass(frozen=True, slots=True)
class Extension:
    """What an outage gives: so many full hours, and the closing that follows (the old one where they are 0)."""

    hours: int
    closes_at: datetime


def extend(
    closes_at: datetime, outage: tuple[datetime, datetime], noted: Sequence[tuple[datetime, datetime]], now: datetime
) -> Extension:
    """What an outage gives, beside those that were noted before. All moments have an offset.

    Raises ValueError where it ends before it starts, or has not ended yet.
    """
    start, end = outage
    if end <= start or end > now:
        raise ValueError("an outage starts before it ends, and ended before it is noted")
    lost = _lost((max(start, closes_at - LAST_HOURS), min(end, closes_at)), noted)
    hours = -(-lost // _HOUR)
    if hours == 0:
        return Extension(0, closes_at)
    return Extension(hours, (closes_at if now <= closes_at else _next_hour(now)) + hours * _HOUR)


def _lost(span: tuple[datetime, datetime], noted: Sequence[tuple[datetime, datetime]]) -> timedelta:
    """How long the span is, without what was noted of it before."""
    at, end = span
    lost = timedelta(0)
    for start, stop in sorted(noted):
        if stop > at and start < end:
            lost += max(start - at, timedelta(0))
            at = stop
    return lost + max(end - at, timedelta(0))


def _next_hour(moment: datetime) -> datetime:
    """The first full hour at or after a moment. Zones of whole hours only, such as Italy's."""
    at = moment.astimezone(UTC)
    full = at.replace(minute=0, second=0, microsecond=0)
    return full if full == at else full + _HOUR
