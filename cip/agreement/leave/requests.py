"""What somebody asks: the worker's week, the child, what was used before, and the requests. None is unknown."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from cip.agreement.leave.minutes import daily_average
from cip.kernel.days import full_years_between

SameDay = Literal["art39", "art33", "l104", "other_child", "contractual", "hours_bank"]
SAME_DAY: tuple[SameDay, ...] = ("art39", "art33", "l104", "other_child", "contractual", "hours_bank")
"""What else a day may hold: rests of articles 39-40 and 33 of D.Lgs. 151/2001, permits of L. 104/1992, hours for
another child, contractual leave, the bank of hours."""
USUAL_WORKING_DAYS = 5


@dataclass(frozen=True, slots=True)
class LeaveEnd:
    """The last day of maternity or paternity leave; `taken` is None where nobody said whether there was one."""

    taken: bool | None = None
    day: date | None = None


UNKNOWN_END = LeaveEnd()


@dataclass(frozen=True, slots=True)
class Worker:
    """The contractual week; `part_time_share` is the share of full time (1: full time)."""

    weekly_minutes: int | None = None
    days_per_week: Fraction | None = None
    part_time_share: Fraction | None = None

    @property
    def day(self) -> Fraction | None:
        """The average minutes of a day, exactly."""
        if self.weekly_minutes is None or self.days_per_week is None:
            return None
        return daily_average(self.weekly_minutes, self.days_per_week)

    @property
    def share_of_full_day(self) -> Fraction:
        """How long this worker's day is beside that of somebody full time: half for 20 hours on 5 days, the whole day
        for full days on half of the week. Full time is a week of five days, or of as many as the worker has.
        """
        share = self.part_time_share
        if share is None or share >= 1:
            return Fraction(1)
        days = self.days_per_week or Fraction(USUAL_WORKING_DAYS)
        full = max(days, Fraction(USUAL_WORKING_DAYS))
        return min(share * full / days, Fraction(1))


@dataclass(frozen=True, slots=True)
class Child:
    """The child: the day of birth (or of entry into the family), and whether there is a recognised disability."""

    born: date | None = None
    disabled: bool | None = None

    def age_on(self, day: date) -> int | None:
        """Completed years on a day."""
        return None if self.born is None else full_years_between(self.born, day)


@dataclass(frozen=True, slots=True)
class History:
    """What came before: ends of maternity and paternity leave, days of parental leave used for this child so far."""

    maternity: LeaveEnd = UNKNOWN_END
    paternity: LeaveEnd = UNKNOWN_END
    used_days: Fraction | None = None


@dataclass(frozen=True, slots=True)
class LeaveRequest:
    """Some minutes of leave on one day; `same_day` is None where nobody said what else that day holds."""

    day: date
    minutes: int
    requested_on: date | None = None
    same_day: tuple[SameDay, ...] | None = None

    @property
    def asked_on(self) -> date:
        """The day that decides which text holds: the day of the request, or the day of leave where it is unknown."""
        return self.requested_on or self.day


@dataclass(frozen=True, slots=True)
class LeaveFile:
    """Everything that `cip leave hours` reads. `agreement` is None where nothing was said about one."""

    agreement: str | None = None
    worker: Worker = Worker()
    child: Child = Child()
    history: History = History()
    requests: tuple[LeaveRequest, ...] = ()
