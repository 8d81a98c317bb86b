"""What was done to decide an award: checks that were made, who prepared it, who approved it with which act. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from cip.incentives.award_checks import KeptCheck

LONGEST_ACT, LONGEST_WHY = 80, 1_000


@dataclass(frozen=True, slots=True)
class MadeCheck:
    """The last checks as somebody made them for a day."""

    id: str
    award_id: str
    seq: int
    on: date
    checks: tuple[KeptCheck, ...]
    in_order: bool
    at: datetime
    by_label: str


@dataclass(frozen=True, kw_only=True)
class AwardPreparation:
    """Somebody prepared the decision."""

    id: str
    award_id: str
    seq: int
    check_id: str
    prepared_by: str
    prepared_label: str
    prepared_at: datetime


@dataclass(frozen=True, kw_only=True)
class AwardApproval:
    """Somebody else approved it: `act_on` is the day of the grant, `aid_id` the aid that was recorded with it."""

    award_id: str
    preparation_id: str
    preparer: str
    check_id: str
    approved_by: str
    approved_label: str
    approved_at: datetime
    act_number: str
    act_on: date
    aid_id: str | None
