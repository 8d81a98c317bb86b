"""What comes back of an award, what is still due, and its interest: exact to the cent."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.incentives.breach_states import BREACH_TRANSITIONS, breach_diagram, breach_moves, breach_transition
from cip.incentives.breaches import Broken, back_for_time, back_unproved, back_whole
from cip.incentives.kept_time import UseNote, kept_measure, months_to_keep
from cip.incentives.monitoring_meetings import MonitoringMeeting, counting
from cip.incentives.recoveries import Debt, Rate, Recovery, RecoveryKind, instalments, interest
from cip.incentives.report_states import REPORT_TRANSITIONS, report_diagram, report_moves, report_transition
from tests.integration.incentives.calling import templates

DAY = date(2027, 3, 1)
LATER = DAY + timedelta(days=30)


def happened(kind: RecoveryKind, cents: int, on: date = DAY) -> Recovery:
    """Something that happened to a debt."""
    against = "b" if kind == "netted" else None
    return Recovery(
        id=f"{kind}{cents}{on}", award_id="a", kind=kind, cents=cents, on_day=on, reference="", by_label="x",
        against_award_id=against,
    )  # fmt: skip


def debt(owed: int, recovered: int, *rows: Recovery, rates: tuple[Rate, ...] = ()) -> Debt:
    """A debt whose last day to pay is DAY."""
    return Debt(
        award_id="a", call_id="c", body_id="o", firm_id="f", owed=owed, recovered=recovered, interest=0,
        interest_paid=0, due_on=DAY, happened=rows, rates=rates,
    )  # fmt: skip


def test_time_not_kept_comes_back_measure_by_measure() -> None:
    found = back_for_time(280_000, 3, [Broken("M01", 245, 365)])
    assert found.cents == round(Fraction(280_000, 3) * 120 / 365)
    assert found.because[0].inputs == {"measure": "M01", "kept": 245, "due": 365, "paid": 280_000, "measures": 3}
    assert "245" in found.because[0].it
    assert back_for_time(100, 1, [Broken("M01", 0, 365)]).cents == 100
    assert back_for_time(1, 2, [Broken("M01", 0, 365)]).cents == 1, "half a cent goes up"


@pytest.mark.parametrize("broken", [[], [Broken("M01", 1, 0)], [Broken("M01", 9, 5)], [Broken("M01", 0, 5)] * 2])
def test_what_was_not_broken_gives_nothing_to_compute(broken: list[Broken]) -> None:
    with pytest.raises(ValueError, match=r"time not kept"):
        back_for_time(100, 1, broken)


@given(st.integers(0, 10**9), st.lists(st.tuples(st.integers(1, 700), st.integers(0, 700)), min_size=1, max_size=6))
def test_never_more_comes_back_than_was_paid(paid: int, days: list[tuple[int, int]]) -> None:
    broken = [Broken(f"M{n}", min(kept, due), due) for n, (due, kept) in enumerate(days)]
    found = back_for_time(paid, len(broken), broken).cents
    assert 0 <= found <= paid
    if all(one.kept == 0 for one in broken):
        assert found == paid
    if all(one.kept == one.due for one in broken):
        assert found == 0


def test_what_was_not_proved_and_everything() -> None:
    assert back_unproved(70_000, 60_001).cents == 9_999
    assert back_unproved(70_000, 90_000).cents == 0
    assert back_whole(70_000).cents == 70_000


def test_a_debt_is_accounted_for_to_the_cent_and_never_floored() -> None:
    rows = (happened("owed", 1_000), happened("netted", 300), happened("refunded", 200))
    found = debt(500, 500, *rows)
    assert (found.whole, found.netted, found.repaid, found.owed) == (1_000, 300, 200, 500)
    assert found.adds_up
    assert not debt(0, 500, *rows).adds_up, "five hundred cents went nowhere"
    assert found.late(LATER)
    assert not found.late(DAY)


@given(st.integers(1, 10**7), st.lists(st.tuples(st.booleans(), st.integers(0, 10**7)), max_size=8))
def test_owed_is_netted_and_repaid_and_still_due(owed: int, steps: list[tuple[bool, int]]) -> None:
    rows, left = [happened("owed", owed)], owed
    for netted, asked in steps:
        part = min(asked, left)
        if part:
            rows.append(happened("netted" if netted else "refunded", part))
            left -= part
    found = debt(left, owed - left, *rows)
    assert found.adds_up
    assert found.principal()[-1][1] == left


def test_interest_runs_day_by_day_on_what_is_due() -> None:
    rates = (Rate(DAY, 200, "Atto"),)
    year = interest([(DAY, 1_000_000)], rates, DAY, DAY + timedelta(days=364))
    assert year == 20_000, "two percent of a year of 365 days"
    assert interest([(DAY, 1_000_000)], rates, DAY, DAY) == 55, "54.79 cents"
    assert interest([(DAY, 1_000_000)], (), DAY, LATER) == 0
    assert interest([(DAY, 1_000_000)], rates, LATER, DAY) == 0
    halved = interest([(DAY, 1_000_000), (LATER, 500_000)], rates, DAY, LATER + timedelta(days=29))
    assert halved == round(Fraction(1_000_000 * 200 * 30 + 500_000 * 200 * 30, 10_000 * 365))


def test_a_later_entry_of_the_same_day_and_a_later_rate_count() -> None:
    first, second, third = Rate(DAY, 100, "a"), Rate(DAY, 200, "b"), Rate(LATER, 400, "c")
    assert interest([(DAY, 3_650_000)], (first, second), DAY, DAY) == 200
    assert interest([(DAY, 3_650_000)], (third, second), DAY, DAY) == 200
    assert interest([(DAY, 3_650_000)], (third, second), LATER, LATER) == 400


def test_interest_begins_the_day_after_the_last_day_to_pay() -> None:
    found = debt(3_650_000, 0, happened("owed", 3_650_000, DAY - timedelta(days=60)), rates=(Rate(DAY, 100, "a"),))
    assert found.interest_until(DAY) == 0
    assert found.interest_until(DAY + timedelta(days=1)) == 100


@given(st.integers(1, 10**6), st.integers(1, 20))
def test_the_parts_of_a_plan_add_up(cents: int, count: int) -> None:
    if count > cents:
        with pytest.raises(ValueError, match=r"part"):
            instalments(cents, count, DAY, [LATER] * (count - 1))
        return
    parts = instalments(cents, count, DAY, [LATER] * (count - 1))
    assert sum(part.cents for part in parts) == cents
    assert max(part.cents for part in parts) - min(part.cents for part in parts) <= 1


def test_measures_are_kept_as_long_as_call_and_application_say() -> None:
    call = templates()["pilot-2026"].call
    assert months_to_keep(call, {}) == 12
    assert months_to_keep(call, {"commitment_months": 24}) == 24
    assert months_to_keep(call, {"commitment_months": 6}) == 12
    assert months_to_keep(templates()["ate-lecco-2025"].call, {"commitment_months": 24}) is None


def test_how_long_a_measure_was_kept() -> None:
    start = date(2027, 1, 31)
    kept = kept_measure("M01", 12, date(2027, 6, 30), planned=("in_use", start, None))
    assert (kept.keep_until, kept.today, kept.months_proved(date(2027, 6, 30))) == (date(2028, 1, 31), "in_use", 5)
    assert kept.months_proved(date(2027, 2, 28)) == 1, "the month that has no 31st ends on its last day"
    assert (kept.broken, kept.days_due()) == (False, 365)
    unknown = kept_measure("M01", 12, start, planned=("unknown", None, None))
    assert (unknown.keep_until, unknown.months_proved(start)) == (None, 0)
    planned = kept_measure("M01", 12, date(2027, 6, 30), planned=("not_started", start, None))
    assert planned.months_proved(date(2027, 6, 30)) == 0, "what is only agreed proves no use"
    assert (unknown.days_due(), unknown.days_kept(start)) == (0, 0)


def test_a_note_counts_before_the_plan() -> None:
    start, end = date(2027, 1, 1), date(2027, 5, 1)
    note = UseNote(
        measure="M01", started_on=start, ended_on=end, seasonal=False, source="Verbale", noted_on=end, by_label="x"
    )
    on = date(2027, 6, 1)
    ended = kept_measure("M01", 12, on, planned=("in_use", start, None), notes=[note])
    assert (ended.today, ended.broken, ended.days_kept(on), ended.days_due()) == ("ended", True, 120, 365)
    assert ended.months_proved(on) == 4
    seasonal = UseNote(
        measure="M01", started_on=start, ended_on=end, seasonal=True, source="Verbale", noted_on=end, by_label="x"
    )
    season = kept_measure("M01", 12, on, planned=("unknown", None, None), notes=[note, seasonal])
    assert (season.broken, season.keep_until, season.months) == (False, end, None)


def test_the_meeting_that_was_held_counts() -> None:
    absent, held, invited = (
        MonitoringMeeting(id=state, award_id="a", on_day=DAY, place="x", state=state)
        for state in ("absent", "held", "invited")
    )
    assert counting([]) is None
    assert counting([absent, invited]) is invited
    assert counting([absent, held, invited]) is held


def test_the_tables_hold_together() -> None:
    for table in (REPORT_TRANSITIONS, BREACH_TRANSITIONS):
        assert len({(row.state, row.action) for row in table}) == len(table)
    assert report_moves("draft", {"consultant"}) == ("send",)
    assert report_moves("draft", {"collaborator"}) == ()
    assert report_moves("cut", {"staff"}) == ()
    assert report_transition("accepted", "ask") is None
    assert breach_transition("found", "confirm") is None, "no breach is confirmed without a warning"
    assert breach_transition("confirmed", "decide") is None
    assert breach_moves("prepared", {"staff"}) == ("send_back", "decide")
    assert "sent --> completing: ask [asked_once]" in report_diagram()
    assert "prepared --> decided: decide [other_person]" in breach_diagram()
