"""The timetable of a programme: what was due by which day, and whether it was held. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cip.kernel.days import add_months
from cip.monitoring.programme import FollowedProgramme, MeetingNote, standing_notes
from cip.rulebook.shapes.programme import Due, Programme

SlotState = Literal["held", "held_late", "overdue", "due", "later"]
SOON_DAYS = 60
"""What is due within so many days is shown as due, the rest as later."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One meeting or event of the timetable: the month that the plan prints, the last day by which it is due here, and
    what was noted of it.
    """

    due: Due
    month: str
    by: date
    note: MeetingNote | None

    @property
    def first_day(self) -> date:
        """The first day of the month in which it is due here."""
        return self.by.replace(day=1)

    def state_on(self, on: date) -> SlotState:
        """Where it stands on a day."""
        if self.note is not None and self.note.held_on is not None:
            return "held_late" if self.note.held_on > self.by else "held"
        if self.by < on:
            return "overdue"
        return "due" if self.by <= on + timedelta(days=SOON_DAYS) else "later"


def first_month(programme: Programme) -> date:
    """The first day of the month in which the programme itself begins, or its first meeting where it says no day."""
    start = programme.about.start
    if start is not None:
        return start.replace(day=1)
    return min(_day(month) for due in programme.timetable for month in due.months)


def slots_of(programme: Programme, followed: FollowedProgramme, notes: Sequence[MeetingNote]) -> Sequence[Slot]:
    """Every meeting and event, by the day it is due; months move as far as the office began later than the plan."""
    begun, held = first_month(programme), standing_notes(notes)
    moved = (followed.first_month.year - begun.year) * 12 + followed.first_month.month - begun.month
    slots = [
        Slot(due, month, add_months(_day(month), moved + 1) - timedelta(days=1), held.get((due.id, month)))
        for due in programme.timetable
        for month in due.months
    ]
    order = [due.id for due in programme.timetable]
    return sorted(slots, key=lambda slot: (slot.by, order.index(slot.due.id)))


def _day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
