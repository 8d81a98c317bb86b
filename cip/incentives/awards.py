"""An award as stored, and how it came there. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from cip.incentives.award_states import AWARDED_STATES, LIVE, AwardMove, AwardState


@dataclass(frozen=True, kw_only=True)
class StoredAward:
    """What an application is awarded: `cents` in whole, `granted_on` is the day of the decision (None before)."""

    id: str
    call_id: str
    body_id: str
    application_id: str
    firm_id: str
    ranking_id: str
    state: AwardState
    cents: int
    begun_at: datetime
    granted_on: date | None

    @property
    def live(self) -> bool:
        """Whether it may still be paid, or is being decided."""
        return self.state in LIVE

    @property
    def held(self) -> bool:
        """Whether the firm has it: decided, and neither given up nor taken back."""
        return self.state in AWARDED_STATES


@dataclass(frozen=True, kw_only=True)
class AwardStep:
    """One move of an award: from where to where, when, who, why, by which act."""

    id: str
    award_id: str
    seq: int
    action: AwardMove
    from_state: AwardState
    to_state: AwardState
    at: datetime
    by_person: str | None
    by_label: str
    reason: str
    reference: str
