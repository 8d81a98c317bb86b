"""Months of the plan become due days, and move with the month in which an office begins."""

from datetime import UTC, date, datetime

from cip.monitoring.programme import MeetingNote
from cip.monitoring.timetable import slots_of
from tests.unit.monitoring.programmes import followed, plan


def note(number: int, held_on: date | None, month: str = "2014-09") -> MeetingNote:
    """A note about the first assembly; a later number is written later."""
    at = datetime(2026, 10, 1, 10, tzinfo=UTC)
    return MeetingNote(str(number), "p" * 32, number, "assembly", month, held_on, None, "verbale", at, "person:x")


def test_a_month_is_due_on_its_last_day_as_the_plan_prints_it() -> None:
    slots = slots_of(plan(), followed(date(2014, 9, 1)), ())
    days = [slot.by.isoformat() for slot in slots if slot.due.id == "assembly"]
    assert days == ["2014-09-30", "2015-09-30", "2016-08-31"]
    assert len(slots) == sum(len(due.months) for due in plan().timetable)


def test_an_office_that_begins_later_has_the_same_distances() -> None:
    slots = slots_of(plan(), followed(date(2026, 3, 1)), ())
    days = [(slot.month, slot.by.isoformat()) for slot in slots if slot.due.id == "assembly"]
    assert days == [("2014-09", "2026-03-31"), ("2015-09", "2027-03-31"), ("2016-08", "2028-02-29")]


def test_where_a_meeting_stands_on_a_day() -> None:
    slot = next(one for one in slots_of(plan(), followed(), ()) if one.due.id == "assembly")
    found = {day: slot.state_on(date.fromisoformat(day)) for day in ("2026-07-01", "2026-09-30", "2026-10-01")}
    assert found == {"2026-07-01": "later", "2026-09-30": "due", "2026-10-01": "overdue"}


def test_a_meeting_held_in_time_or_late_and_one_taken_back() -> None:
    def state(*notes: MeetingNote) -> str:
        slots = slots_of(plan(), followed(), notes)
        return next(one for one in slots if one.due.id == "assembly").state_on(date(2026, 12, 1))

    assert state(note(1, date(2026, 9, 30))) == "held"
    assert state(note(1, date(2026, 10, 1))) == "held_late"
    assert state(note(1, date(2026, 9, 30)), note(2, None)) == "overdue"
