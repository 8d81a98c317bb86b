"""A programme as it stands on a day: all that its page, its paper and its spreadsheet show. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cip.incentives.plan_finance import PlanReport
from cip.monitoring.finance import MoneyLine, PlanMoney
from cip.monitoring.indicators import Actual
from cip.monitoring.plan_versions import PlanVersion
from cip.monitoring.programme import FollowedProgramme
from cip.monitoring.timetable import Slot
from cip.rulebook.shapes.programme import Programme


@dataclass(frozen=True, slots=True)
class Overview:
    """What a programme was to reach and what was reached as of `on`, by the office called `office`; `plan` is what its
    financial plan adds up to, and where that contradicts itself; `finance` the money by cell of it, whole whatever the
    scope; `version` the version that was kept, None where the plan is that of the rules.
    """

    programme: Programme
    followed: FollowedProgramme
    office: str
    actuals: Sequence[Actual]
    money: Sequence[MoneyLine]
    plan: PlanReport | None
    finance: PlanMoney | None
    version: PlanVersion | None
    slots: Sequence[Slot]
    places: Sequence[str]
    on: date
