"""The plan: what is stored reads back, looks fall due by the calendar, what comes next is found."""

from datetime import date

import pytest

from cip.assessment.plan import FollowUp, Plan, PlannedMeasure, add_months, as_stored, follow_ups, overdue, read_plan

STORED = {
    "M16": {"state": "planned", "start": "2027-02-01"},
    "M01": {
        "state": "in_use",
        "owner": "chi apre il negozio",
        "start": "2026-01-15",
        "end": "2027-01-15",
        "note": "Tra le 8 e le 9.",
        "checked_6": {"on": "2026-07-20", "state": "in_use"},
    },
    "M05": {"state": "dropped", "start": "2025-01-01"},
    "M42": {"state": "planned"},
}
TODAY = date(2026, 11, 21)


def test_what_is_stored_reads_back() -> None:
    plan = read_plan(STORED)
    assert {item.code: as_stored(item) for item in plan.measures} == STORED
    assert [item.code for item in plan.measures] == ["M05", "M01", "M16", "M42"], "by start, then those without one"
    assert [item.code for item in plan.promised] == ["M01", "M16", "M42"]


def test_odd_stored_values_never_fail() -> None:
    plan = read_plan({"M01": {"state": "sold"}, "M02": "x", "M03": {"checked_6": 7}})
    assert [(item.code, item.state) for item in plan.measures] == [("M01", "planned"), ("M03", "planned")]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 7, 1), 6, date(2027, 1, 1)),
    ],
)
def test_months_later(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_looks_fall_due_six_and_twelve_months_after_the_start() -> None:
    first, second = follow_ups(date(2026, 3, 31), {})
    assert (first.due, second.due) == (date(2026, 9, 30), date(2027, 3, 31))
    assert first.overdue(date(2026, 9, 30))
    assert not first.overdue(date(2026, 9, 29))
    assert follow_ups(None, {})[0].due is None
    assert not FollowUp(6, date(2026, 1, 1), date(2026, 1, 2), "done").overdue(TODAY)


def test_overdue_are_only_looks_nobody_took_at_what_is_still_there() -> None:
    plan = read_plan({**STORED, "M02": {"state": "done", "start": "2025-01-10"}})
    assert [(item.code, look.months) for item, look in overdue(plan.measures, TODAY)] == [("M02", 6), ("M02", 12)]


def test_the_next_appointment_is_the_first_day_from_today_on() -> None:
    plan = read_plan(STORED)
    found = plan.next_appointment(TODAY)
    assert found is not None
    assert (found.on, found.kind, found.code) == (date(2027, 1, 15), "end", "M01")
    later = plan.next_appointment(date(2027, 1, 16))
    assert later is not None
    assert (later.on, later.kind, later.code) == (date(2027, 2, 1), "start", "M16")
    look = Plan((PlannedMeasure("M03", "in_use", start=date(2026, 8, 1), follow_ups=follow_ups(date(2026, 8, 1), {})),))
    due = look.next_appointment(TODAY)
    assert due is not None
    assert (due.kind, due.months, due.on) == ("look", 6, date(2027, 2, 1))
    assert Plan().next_appointment(TODAY) is None
