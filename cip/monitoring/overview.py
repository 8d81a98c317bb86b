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
class PlanSeen:
    """The financial plan that counts: what it adds up to and where it contradicts itself, the money by cell of it (all
    of the programme's), and the version that was kept, None where the plan is that of the rules.
    """

    report: PlanReport
    money: PlanMoney
    version: PlanVersion | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What a programme was to reach and what was reached as of `on`, by the office called `office`."""

    programme: Programme
    followed: FollowedProgramme
    office: str
    actuals: Sequence[Actual]
    money: Sequence[MoneyLine]
    plan: PlanSeen | None
    slots: Sequence[Slot]
    places: Sequence[str]
    on: date
