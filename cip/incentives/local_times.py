"""Moments as people in Italy write them: a day and an hour of the wall clock. Pure.

On the night when the clocks go forward one hour does not exist, on the night when they go back one comes twice: a
deadline in either is refused, for nobody could say when it is.
"""

from datetime import UTC, date, datetime, time
from typing import Literal

from cip.kernel.clock import ROME

OddKind = Literal["never", "twice"]


class OddTimeError(ValueError):
    """A time of the wall clock that did not exist on that day (`never`), or came twice."""

    def __init__(self, kind: OddKind) -> None:
        super().__init__("this hour does not exist on that day" if kind == "never" else "this hour comes twice")
        self.kind: OddKind = kind


def moment_in_italy(day: date, at: time) -> datetime:
    """The moment (UTC) when the clocks in Italy show this hour on this day. Raises OddTimeError."""
    first, second = (datetime.combine(day, at, ROME).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(ROME).replace(tzinfo=None) != datetime.combine(day, at):
        raise OddTimeError("never")
    if first != second:
        raise OddTimeError("twice")
    return first


def in_italy(moment: datetime) -> datetime:
    """A moment as the clocks in Italy show it, with its offset."""
    return moment.astimezone(ROME)
