"""The 2014-2016 plan and small makers of what stands behind its numbers."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from cip.monitoring.programme import Entry, Evidence, FollowedProgramme
from cip.rulebook.programmes import read_programmes
from cip.rulebook.shapes.programme import Programme

RULES = Path(__file__).parents[3] / "rules"
NOW = datetime(2026, 9, 1, 10, tzinfo=UTC)
ON = date(2026, 9, 1)


@cache
def plan() -> Programme:
    """The plan as it stands in the rules."""
    return read_programmes(RULES)["milano-2014-2016"]


def followed(first: date = date(2026, 9, 1)) -> FollowedProgramme:
    """An office that begins in a month."""
    return FollowedProgramme("p" * 32, "b" * 32, plan().id, first, NOW, "person:x")


def row(number: int, on: date = ON, *, alliance: str = "cip", place: str = "Valfinta", amount: int = 1,
        measure: str | None = None) -> Evidence:  # fmt: skip
    """A row of the firm with this number."""
    return Evidence(
        on, f"firm{number}", f"Impresa {number}", alliance, place, "award", "a" * 32, "c" * 32, amount, measure
    )


def entry(number: int, indicator: str, hundredths: int | None, alliance: str | None = None, on: date = ON) -> Entry:
    """An entry; a later number is written later."""
    return Entry(str(number), "p" * 32, number, indicator, alliance, hundredths, on, "prova", "fonte",
                 NOW.replace(minute=number), "person:x")  # fmt: skip
