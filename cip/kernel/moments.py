"""Moments that mean one thing: never without an offset, always written alike."""

from datetime import UTC, datetime


class NaiveDatetimeError(ValueError):
    """A datetime without an offset: nobody could say which moment it means."""


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises NaiveDatetimeError if it has no offset."""
    if moment.utcoffset() is None:
        raise NaiveDatetimeError(f"{moment.isoformat()} has no offset")
    return moment.astimezone(UTC)


def moment_text(moment: datetime) -> str:
    """A moment as it enters a digest: ISO in UTC, always six decimals. Raises NaiveDatetimeError."""
    return in_utc(moment).isoformat(timespec="microseconds")
