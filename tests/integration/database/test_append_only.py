"""The database itself refuses to change or remove what is written once."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from cip.assessment.actions import conclude_check_up, erase_check_up, save_answers
from cip.assessment.reads import count_rows, current_answers
from cip.assessment.stored import Counts
from cip.database.work import open_reading
from tests.integration.worlds import World

FULL = Counts(packs=1, check_ups=1, answer_events=1, snapshots=1, erased=0)

FORBIDDEN = [
    "UPDATE answer_events SET value = '5'",
    "UPDATE answer_events SET value = value",
    "UPDATE answer_events SET at = at",
    "DELETE FROM answer_events",
    "UPDATE snapshots SET result = '[]'",
    "UPDATE snapshots SET number = number + 1",
    "DELETE FROM snapshots",
    "UPDATE packs SET content = '[]'",
    "DELETE FROM packs",
    "DELETE FROM check_ups",
]


@pytest.fixture
def full_world(world: World) -> World:
    with world.work() as work:
        save_answers(work, world.check_up_id, {("facts", "workers"): 7}, "page:profile")
        conclude_check_up(
            work,
            world.check_up_id,
            answers=current_answers(work.session, world.check_up_id),
            on_day=date(2026, 11, 21),
            pack_sha256=world.pack_sha256,
            engine_version="1",
            result="{}",
        )
    return world


@pytest.fixture
def erased_world(full_world: World) -> World:
    with full_world.work() as work:
        erase_check_up(work, full_world.check_up_id, date(2026, 11, 22))
    return full_world


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_refuses_changes(full_world: World, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), full_world.work() as work:
        work.session.execute(text(statement))
    with open_reading(full_world.database) as session:
        assert count_rows(session) == FULL
        assert current_answers(session, full_world.check_up_id).file["facts"] == {"workers": 7}


def test_refuses_replacing_or_truncating(full_world: World) -> None:
    if full_world.database.engine.dialect.name == "sqlite":
        statement = "INSERT OR REPLACE INTO answer_events SELECT * FROM answer_events"
    else:
        statement = "TRUNCATE answer_events, snapshots"
    with pytest.raises(IntegrityError, match="append-only"), full_world.work() as work:
        work.session.execute(text(statement))


def test_erasing_one_check_up_opens_nothing_else(full_world: World) -> None:
    with full_world.work() as work:
        work.session.execute(
            text("INSERT INTO erased_check_ups VALUES (:id, '2026-11-22', :digest)"),
            {"id": "f" * 32, "digest": "0" * 64},
        )
    with pytest.raises(IntegrityError, match="append-only"), full_world.work() as work:
        work.session.execute(text("DELETE FROM snapshots"))


@pytest.mark.parametrize(
    "statement", ["UPDATE erased_check_ups SET on_day = '2020-01-01'", "DELETE FROM erased_check_ups"]
)
def test_the_trace_of_an_erasure_stays(erased_world: World, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), erased_world.work() as work:
        work.session.execute(text(statement))
