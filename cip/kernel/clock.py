"""The one place that reads the clock; only `web`, `cli` and `jobs` may call it, everything below gets days and times
as arguments.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")


def now() -> datetime:
    """This moment, with its offset (UTC)."""
    return datetime.now(UTC)


def today(moment: datetime | None = None) -> date:
    """The Italian calendar day of a moment (now when left out)."""
    return (moment or now()).astimezone(ROME).date()
