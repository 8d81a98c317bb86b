"""The plan: what is stored reads back, looks fall due by the calendar, what comes next is found."""

from datetime import date

import pytest

from cip.assessment.plan import FollowUp, Plan, PlannedMeasure, as_stored, follow_ups, months_of, overdue, read_plan

STORED = {
    "M16": {"state": "proposed", "start": "2027-02-01"},
    "M01": {
        "state": "in_use",
        "owner": "chi apre il negozio",
        "start": "2026-01-15",
        "end": "2027-01-15",
        "note": "Tra le 8 e le 9.",
        "checked_6": {"on": "2026-07-20", "state": "in_use"},
    },
    "M05": {"state": "dropped", "start": "2025-01-01", "reason": "Non serve più.", "cost": 0, "evidence": "Il foglio."},
    "M42": {"state": "proposed"},
}
TODAY = date(2026, 11, 21)
MONTHS = (6, 12)


def test_what_is_stored_reads_back() -> None:
    plan = read_plan(STORED, MONTHS)
    assert {item.code: as_stored(item) for item in plan.measures} == STORED
    assert [item.code for item in plan.measures] == ["M05", "M01", "M16", "M42"], "by start, then those without one"
    assert [item.code for item in plan.promised] == ["M01", "M16", "M42"]


def test_a_plan_stored_under_the_first_words_is_read() -> None:
    plan = read_plan({"M16": {"state": "planned", "checked_6": {"on": "2026-01-01", "state": "planned"}}}, MONTHS)
    (item,) = plan.measures
    look = item.look(6)
    assert look is not None
    assert (item.state, look.state) == ("proposed", "proposed")
    assert item.promised


def test_how_workers_were_heard_is_no_measure() -> None:
    assert [item.code for item in read_plan({"heard": {"ways": ["survey"]}, "M01": {"state": "agreed"}}).measures] == [
        "M01"
    ]


@pytest.mark.parametrize(
    ("cost", "read"), [(0, 0), (125_050, 125_050), (-1, None), (True, None), ("100", None), (1.5, None)]
)
def test_a_cost_is_cents_or_not_said(cost: object, read: int | None) -> None:
    (item,) = read_plan({"M01": {"state": "proposed", "cost": cost}}).measures
    assert item.cost == read
    assert ("cost" in as_stored(item)) is (read is not None)


def test_the_plan_costs_what_is_promised() -> None:
    stored = {
        "M01": {"state": "agreed", "cost": 5000},
        "M02": {"state": "dropped", "cost": 900},
        "M03": {"state": "in_use"},
    }
    assert read_plan(stored).cost == 5000


def test_odd_stored_values_never_fail() -> None:
    plan = read_plan({"M01": {"state": "sold"}, "M02": "x", "M03": {"checked_6": 7}}, MONTHS)
    assert [(item.code, item.state) for item in plan.measures] == [("M01", "proposed"), ("M03", "proposed")]


@pytest.mark.parametrize("odd", ["", "yesterday", "2026-02-30", "20260101", "2026-W01-1", 7, None, [], {"on": 1}])
def test_an_odd_stored_day_is_no_day(odd: object) -> None:
    look = {"on": odd, "state": "done"}
    (item,) = read_plan({"M01": {"state": "proposed", "start": odd, "end": odd, "checked_6": look}}, MONTHS).measures
    assert (item.start, item.end) == (None, None)
    assert [(each.months, each.due, each.on, each.state) for each in item.follow_ups] == [
        (6, None, None, "done"),
        (12, None, None, None),
    ]


@pytest.mark.parametrize("key", ["checked_", "checked_0", "checked_06", "checked_x", "checked_1000", "checked_١"])
def test_an_odd_stored_look_is_no_look(key: str) -> None:
    (item,) = read_plan({"M01": {"state": "proposed", key: {"state": "done"}}}).measures
    assert item.follow_ups == ()


def test_looks_come_after_the_months_of_the_rules_and_those_taken_stay() -> None:
    (item,) = read_plan({"M01": STORED["M01"]}, (3, 9)).measures
    assert [(look.months, look.due, look.done) for look in item.follow_ups] == [
        (3, date(2026, 4, 15), False),
        (6, date(2026, 7, 15), True),
        (9, date(2026, 10, 15), False),
    ]
    assert as_stored(item) == STORED["M01"]
    assert months_of([item], (24,)) == (3, 6, 9, 24)
    found = item.look(6)
    assert found is not None
    assert found.on == date(2026, 7, 20)
    assert item.look(12) is None


def test_looks_fall_due_six_and_twelve_months_after_the_start() -> None:
    first, second = follow_ups(date(2026, 3, 31), {}, MONTHS)
    assert (first.due, second.due) == (date(2026, 9, 30), date(2027, 3, 31))
    assert first.overdue(date(2026, 9, 30))
    assert not first.overdue(date(2026, 9, 29))
    assert follow_ups(None, {}, MONTHS)[0].due is None
    assert not FollowUp(6, date(2026, 1, 1), date(2026, 1, 2), "done").overdue(TODAY)


def test_overdue_are_only_looks_nobody_took_at_what_is_still_there() -> None:
    plan = read_plan({**STORED, "M02": {"state": "done", "start": "2025-01-10"}}, MONTHS)
    assert [(item.code, look.months) for item, look in overdue(plan.measures, TODAY)] == [("M02", 6), ("M02", 12)]


def test_the_next_appointment_is_the_first_day_from_today_on() -> None:
    plan = read_plan(STORED, MONTHS)
    found = plan.next_appointment(TODAY)
    assert found is not None
    assert (found.on, found.kind, found.code) == (date(2027, 1, 15), "end", "M01")
    later = plan.next_appointment(date(2027, 1, 16))
    assert later is not None
    assert (later.on, later.kind, later.code) == (date(2027, 2, 1), "start", "M16")
    look = Plan(
        (PlannedMeasure("M03", "in_use", start=date(2026, 8, 1), follow_ups=follow_ups(date(2026, 8, 1), {}, MONTHS)),)
    )
    due = look.next_appointment(TODAY)
    assert due is not None
    assert (due.kind, due.months, due.on) == ("look", 6, date(2027, 2, 1))
    assert Plan().next_appointment(TODAY) is None


def test_the_days_of_a_plan_stand_in_order_for_a_calendar() -> None:
    plan = read_plan(
        {
            "M01": {"state": "agreed", "start": "2026-12-01", "end": "2027-12-01"},
            "M05": {"state": "in_use", "start": "2026-01-10", "checked_6": {"on": "2026-07-10", "state": "in_use"}},
            "M20": {"state": "dropped", "start": "2026-12-02"},
        },
        MONTHS,
    )
    assert [(day.on, day.code, day.kind, day.months) for day in plan.days] == [
        (date(2026, 12, 1), "M01", "start", 0),
        (date(2027, 1, 10), "M05", "look", 12),
        (date(2027, 6, 1), "M01", "look", 6),
        (date(2027, 12, 1), "M01", "end", 0),
        (date(2027, 12, 1), "M01", "look", 12),
    ]
