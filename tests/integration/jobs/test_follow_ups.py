"""Orders of reminders meet real plans: one mail a person for one look, whatever was ordered for it."""

import json
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text

from cip.assessment.actions.adopt_check_up import adopt_check_up
from cip.database.outbox import OutboxRow
from cip.database.work import open_reading, open_work
from cip.jobs.follow_ups import turn_follow_up
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import add_person
from cip.parties.actions.register_firm import FirmDetails, register_firm
from tests.integration.assessment.planning import DAY, M01, agree, followed, save, sign, with_plan
from tests.integration.worlds import World

LOOK = date(2027, 6, 1)


@pytest.fixture
def planned(world: World) -> World:
    """A firm of two people with a plan that was signed."""
    found = with_plan(world)
    with world.work() as work:
        anna = add_person(work, email="anna@example.org", name="Anna", language="it")
        berta = add_person(work, email="berta@example.org", name="Berta", language="en")
        firm_id = register_firm(work, FirmDetails(name="Officina"), tax_code="01234567897", owner_id=anna)
        add_member(work, berta, party_kind="firm", party_id=firm_id, role="collaborator")
        adopt_check_up(work, found.check_up_id, firm_id, on_day=DAY)
    sign(found, agree(found))
    return found


def told(world: World, on: date) -> Counter[tuple[str, str]]:
    """Every order is carried out on a day; to whom mails go, and where they lead."""
    now = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    query = select(OutboxRow.id, OutboxRow.payload).where(OutboxRow.topic == "follow_up", OutboxRow.due_at <= now)
    with open_work(world.database, actor=SYSTEM, now=now) as work:
        for id, payload in work.session.execute(query).all():
            turn_follow_up(work, id, json.loads(str(payload)))
    with open_reading(world.database) as session:
        payloads = session.scalars(text("SELECT payload FROM outbox WHERE template = 'follow_up_due'"))
        mails = [json.loads(payload) for payload in payloads]
    return Counter((mail["to"], mail["values"]["link"]) for mail in mails)


def one_each(world: World) -> Counter[tuple[str, str]]:
    plan = f"check-up/{world.check_up_id}/plan"
    return Counter([("anna@example.org", f"/it/{plan}"), ("berta@example.org", f"/en/{plan}")])


def test_a_plan_that_was_carried_and_signed_again_is_told_of_once(planned: World) -> None:
    following = followed(planned)
    sign(following, agree(following))
    assert told(planned, LOOK) == one_each(following)


def test_a_plan_that_was_carried_and_not_signed_yet_is_told_of_once(planned: World) -> None:
    following = followed(planned)
    assert told(planned, LOOK) == one_each(following)


def test_a_look_taken_in_the_check_up_that_followed_is_told_nobody(planned: World) -> None:
    save(followed(planned), {("plan", "M01"): {**M01, "checked_6": {"on": "2027-05-30", "state": "in_use"}}})
    assert told(planned, LOOK) == Counter()


def test_a_start_that_moved_earlier_brings_one_mail(planned: World) -> None:
    save(planned, {("plan", "M01"): {**M01, "start": "2026-11-25"}})
    assert told(planned, LOOK) == one_each(planned)


def test_a_worker_that_was_down_brings_one_mail(planned: World) -> None:
    save(planned, {("plan", "M01"): {**M01, "start": "2026-12-03"}})
    assert told(planned, date(2027, 6, 10)) == one_each(planned)


def test_an_order_of_before_without_a_day_is_still_read(planned: World) -> None:
    with open_work(planned.database, actor=SYSTEM, now=datetime(2027, 6, 1, 9, tzinfo=UTC)) as work:
        assert turn_follow_up(work, "a" * 32, {"check_up_id": planned.check_up_id, "months": 6}) == 2
        assert turn_follow_up(work, "b" * 32, {"check_up_id": planned.check_up_id, "months": 12}) == 0
