"""The meeting with a firm before the balance (clause F-06): invited, held with minutes, or absent. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

MeetingState = Literal["invited", "held", "absent"]
MEETING_STATES: tuple[MeetingState, ...] = ("invited", "held", "absent")
LONGEST_PLACE, LONGEST_MINUTES = 200, 4_000


@dataclass(frozen=True, kw_only=True)
class MonitoringMeeting:
    """One meeting: its day and place, and what became of it. Who was absent may be invited again."""

    id: str
    award_id: str
    on_day: date
    place: str
    state: MeetingState
    minutes: str = ""
    closed_on: date | None = None

    @property
    def held(self) -> bool:
        """Whether the firm came."""
        return self.state == "held"


def counting(meetings: list[MonitoringMeeting]) -> MonitoringMeeting | None:
    """The meeting that counts: the last that was held, else the last there is."""
    held = [one for one in meetings if one.held]
    found = held or meetings
    return found[-1] if found else None
