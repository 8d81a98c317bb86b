"""Looks at the measures of a signed plan: what is ordered, and what an order finds when its day has come."""

import json
from datetime import UTC, date, datetime

from sqlalchemy import text

from cip.assessment.actions import close_check_up, sign_plan_in_system
from cip.assessment.reads import find_check_up, newest_after, open_looks, plan_in_force
from cip.assessment.reads.signed_plans import ends_of, newest_signed_among, signed_plans
from cip.database.work import open_reading, open_work
from tests.integration.assessment.planning import (
    DAY,
    M01,
    PERSON,
    agree,
    followed,
    orders,
    save,
    sign,
)
from tests.integration.worlds import World


def test_signing_orders_a_reminder_for_each_look_once(planned: World) -> None:
    version_id = agree(planned)
    assert orders(planned) == []
    sign(planned, version_id)
    days = [(due.date(), months) for due, months in orders(planned)]
    assert days == [(date(2027, 6, 1), 6), (date(2027, 12, 1), 12)]
    sign(planned, version_id, "b" * 32)
    save(planned, {("plan", "M01"): {**M01, "note": "Una frase."}})
    assert [(due.date(), months) for due, months in orders(planned)] == days


def test_a_start_that_moves_brings_new_reminders_and_the_old_ones_find_nothing(planned: World) -> None:
    sign(planned, agree(planned))
    save(planned, {("plan", "M01"): {**M01, "start": "2027-01-15"}})
    days = {due.date() for due, _months in orders(planned)}
    assert days == {date(2027, 6, 1), date(2027, 12, 1), date(2027, 7, 15), date(2028, 1, 15)}
    with open_reading(planned.database) as session:
        assert open_looks(session, planned.check_up_id, 6, date(2027, 6, 1)) == ()
        assert [item.code for item in open_looks(session, planned.check_up_id, 6, date(2027, 7, 15))] == ["M01"]


def test_without_a_signature_nothing_is_ordered_or_looked_at(planned: World) -> None:
    agree(planned)
    save(planned, {("plan", "M01"): {**M01, "start": "2027-01-15"}})
    assert orders(planned) == []
    with open_reading(planned.database) as session:
        assert open_looks(session, planned.check_up_id, 6, date(2029, 1, 1)) == ()


def test_a_look_that_was_taken_or_a_measure_that_was_dropped_is_not_told(planned: World) -> None:
    sign(planned, agree(planned))
    on = date(2027, 6, 1)
    with open_reading(planned.database) as session:
        assert [item.code for item in open_looks(session, planned.check_up_id, 6, on)] == ["M01"]
        assert open_looks(session, "f" * 32, 6, on) == ()
    save(planned, {("plan", "M01"): {**M01, "checked_6": {"on": "2027-05-30", "state": "in_use"}}})
    with open_reading(planned.database) as session:
        assert open_looks(session, planned.check_up_id, 6, on) == ()
        assert [item.code for item in open_looks(session, planned.check_up_id, 12, date(2027, 12, 1))] == ["M01"]
    save(planned, {("plan", "M01"): {**M01, "state": "dropped", "reason": "Basta."}})
    with open_reading(planned.database) as session:
        assert open_looks(session, planned.check_up_id, 12, date(2027, 12, 1)) == ()


def test_an_order_is_for_one_day(planned: World) -> None:
    sign(planned, agree(planned))
    assert days_ordered(planned) == ["2027-06-01", "2027-12-01"]
    later = date(2027, 12, 31)
    with open_reading(planned.database) as session:
        for day, codes in ((date(2027, 6, 1), ["M01"]), (date(2027, 5, 31), []), (None, ["M01"])):
            assert [item.code for item in open_looks(session, planned.check_up_id, 6, later, day)] == codes
    save(planned, {("plan", "M01"): {**M01, "start": "2026-11-25"}})
    with open_reading(planned.database) as session:
        assert open_looks(session, planned.check_up_id, 6, later, date(2027, 6, 1)) == ()
        assert open_looks(session, planned.check_up_id, 6, later, date(2027, 5, 25)) != ()


def test_the_day_is_the_italian_one(planned: World) -> None:
    save(planned, {("plan", "M01"): {**M01, "start": "2026-05-30"}})
    version_id = agree(planned)
    # Half past midnight in Italy, still the day before in UTC.
    now = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    with open_work(planned.database, actor=planned.guest, now=now) as work:
        sign_plan_in_system(work, planned.check_up_id, version_id, person_id=PERSON, name="Anna Verdi", day=DAY)
    assert days_ordered(planned) == ["2027-05-30"]


def test_a_check_up_that_was_followed_left_its_plan(planned: World) -> None:
    sign(planned, agree(planned))
    following = followed(planned)
    on = date(2027, 6, 1)
    with open_reading(planned.database) as session:
        assert open_looks(session, planned.check_up_id, 6, on, on) == ()
        # What was signed holds until something newer is signed.
        assert [item.code for item in open_looks(session, following.check_up_id, 6, on, on)] == ["M01"]
        assert newest_after(session, planned.check_up_id) == newest_after(session, following.check_up_id)
        assert newest_after(session, planned.check_up_id) == following.check_up_id
        first = plan_in_force(session, following.check_up_id)
    assert first is not None
    assert first.check_up_id == planned.check_up_id
    save(following, {("plan", "M01"): {**M01, "start": "2026-12-10"}})
    assert days_ordered(following) == ["2027-06-10", "2027-12-10"], "a start that moves after T1 began"
    version_id = agree(following)
    sign(following, version_id)
    with open_reading(planned.database) as session:
        held = plan_in_force(session, following.check_up_id)
    assert held is not None
    assert held.id == version_id


def test_a_plan_ends_as_it_stands_where_looks_are_taken(planned: World) -> None:
    save(planned, {("plan", "M01"): {**M01, "end": "2027-12-31"}})
    sign(planned, agree(planned))
    following = followed(planned)
    save(following, {("plan", "M01"): {**M01, "end": "2027-06-30"}})
    with open_reading(planned.database) as session:
        both = [find_check_up(session, one.check_up_id) for one in (following, planned)]
        plans = list(signed_plans(session, [one for one in both if one is not None]))
    assert [one.version.check_up_id for one in plans] == [planned.check_up_id]
    assert ends_of(plans) == [date(2027, 6, 30)]
    with open_reading(planned.database) as session:
        assert list(signed_plans(session, [])) == []
        # Asked for several firms at once it is the same plan.
        held = {"a": [one for one in both if one is not None], "b": []}
        assert newest_signed_among(session, held) == {"a": plans[0]}


def test_nobody_is_sent_to_a_closed_check_up(planned: World) -> None:
    sign(planned, agree(planned))
    with planned.work() as work:
        close_check_up(work, planned.check_up_id)
    on = date(2027, 6, 1)
    with open_reading(planned.database) as session:
        assert open_looks(session, planned.check_up_id, 6, on, on) == ()


def days_ordered(world: World) -> list[str]:
    """The days for which reminders of the check-up were ordered."""
    query = text("SELECT payload FROM outbox WHERE topic = 'follow_up'")
    with open_reading(world.database) as session:
        payloads = [json.loads(payload) for payload in session.scalars(query)]
    return sorted(payload["day"] for payload in payloads if payload["check_up_id"] == world.check_up_id)
