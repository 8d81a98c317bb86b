"""Plans of the tests: made, agreed and signed through the actions, and what the database then holds."""

import json
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import text

from cip.assessment.actions import agree_plan, save_answers, sign_plan_in_system, start_check_up, start_next_check_up
from cip.assessment.bound import bind
from cip.assessment.plan_versions import PlanSignature, PlanVersion
from cip.assessment.reads import (
    chain_faults_of_all,
    chain_faults_of_one,
    current_answers,
    plan_signatures_of,
    plan_versions_of,
)
from cip.assessment.stored import StoredAnswers
from cip.database.packs import keep_pack
from cip.database.work import open_reading
from tests.integration.worlds import World
from tests.unit.assessment.firms import the_pack

DAY, EXPIRES = date(2026, 11, 21), date(2027, 2, 19)
M01 = {"state": "proposed", "owner": "cassa", "start": "2026-12-01", "cost": 12_000}
HEARD = {"ways": ["assembly"], "on": "2026-11-20", "said": "Bene così."}
READY = {("plan", "M01"): M01, ("plan", "heard"): HEARD}
PERSON = "a" * 32


def with_plan(world: World) -> World:
    """A check-up on the real pack, with a plan that can be agreed."""
    pack = the_pack()
    with world.work() as work:
        keep_pack(work, pack.sha256, pack.id, pack.canonical)
        check_up_id = start_check_up(
            work,
            pack_sha256=pack.sha256,
            guest_digest=str(world.guest.guest_digest),
            language="it",
            expires_on=EXPIRES,
        )
    found = replace(world, check_up_id=check_up_id, pack_sha256=pack.sha256)
    save(found, READY)
    return found


def save(world: World, changes: object) -> None:
    with world.work() as work:
        save_answers(work, world.check_up_id, changes, "plan")  # type: ignore[arg-type]


def stored(world: World) -> StoredAnswers:
    with open_reading(world.database) as session:
        return current_answers(session, world.check_up_id)


def agree(world: World, seen: StoredAnswers | None = None) -> str:
    with world.work() as work:
        return agree_plan(work, world.check_up_id, pack=the_pack(), on=DAY, seen=seen or stored(world))


def sign(world: World, version_id: str, person_id: str = PERSON) -> str:
    with world.work() as work:
        return sign_plan_in_system(work, world.check_up_id, version_id, person_id=person_id, name="Anna Verdi", day=DAY)


def versions(world: World) -> list[PlanVersion]:
    with open_reading(world.database) as session:
        return plan_versions_of(session, world.check_up_id)


def signatures(world: World) -> list[PlanSignature]:
    with open_reading(world.database) as session:
        return plan_signatures_of(session, world.check_up_id)


def faults(world: World) -> list[str]:
    with open_reading(world.database) as session:
        found = [str(fault) for fault in chain_faults_of_all(session)]
        assert found == [str(fault) for fault in chain_faults_of_one(session, world.check_up_id)]
    return found


def orders(world: World) -> list[tuple[datetime, int]]:
    """The reminders of the check-up that wait: when, after how many months."""
    with open_reading(world.database) as session:
        rows = session.execute(text("SELECT due_at, payload FROM outbox WHERE topic = 'follow_up'")).all()
    found = [(datetime.fromisoformat(str(row[0])), json.loads(row[1])) for row in rows]
    assert all(payload["check_up_id"] == world.check_up_id for _due, payload in found)
    return sorted((due, payload["months"]) for due, payload in found)


def followed(world: World) -> World:
    """The same firm at its next check-up, with the plan that was carried over and heard anew."""
    bound = bind(the_pack(), DAY)
    with world.work() as work:
        found = start_next_check_up(
            work, world.check_up_id, bound=bound, language="it", expires_on=EXPIRES, kept_until=EXPIRES
        )
    return replace(world, check_up_id=found.id)
