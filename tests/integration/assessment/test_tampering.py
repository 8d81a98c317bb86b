"""Whoever edits the database by hand, triggers dropped, is found out, and the row is named."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from cip.assessment.actions import conclude_check_up, erase_check_up, save_answers, start_check_up
from cip.assessment.reads import (
    chain_faults_of_all,
    chain_faults_of_one,
    count_rows,
    current_answers,
    each_erased,
    latest_snapshot,
)
from cip.assessment.reads import find_check_up as find
from cip.assessment.stored import ErasedCheckUp, erasure_digest
from cip.database.locks import RowGoneError
from cip.database.packs import pack_faults
from cip.database.work import Work, open_reading
from tests.integration.worlds import World

DAY = date(2026, 11, 21)
CHANGED = "its content was changed after it was written"

TRIGGERS = ("answer_events_no_update", "answer_events_no_delete", "snapshots_no_update", "snapshots_no_delete")


@pytest.fixture
def forged(world: World) -> Callable[[str], list[str]]:
    """Runs one statement with the triggers dropped on a check-up of five answers and two results; the faults found."""
    for number in range(5):
        with world.work() as work:
            save_answers(work, world.check_up_id, {("facts", f"q{number}"): number}, "page:profile")
            if number in (2, 4):
                conclude(world, work)

    def forge(statement: str) -> list[str]:
        drop_triggers(world)
        with world.work() as work:
            work.session.execute(text(statement), {"id": world.check_up_id} if ":id" in statement else {})
        with open_reading(world.database) as session:
            found = [str(fault) for fault in chain_faults_of_all(session)]
            assert found == [str(fault) for fault in chain_faults_of_one(session, world.check_up_id)]
        return [fault.replace(f"check-up {world.check_up_id}", "it") for fault in found]

    return forge


def conclude(world: World, work: Work) -> None:
    answers = current_answers(work.session, world.check_up_id)
    conclude_check_up(
        work,
        world.check_up_id,
        answers=answers,
        on_day=DAY,
        pack_sha256=world.pack_sha256,
        engine_version="1",
        result=f'{{"seq":{answers.last_seq}}}',
    )


def drop_triggers(world: World) -> None:
    sqlite = world.database.engine.dialect.name == "sqlite"
    with world.work() as work:
        for name in (*TRIGGERS, "packs_no_update"):
            table = name.rsplit("_no_", 1)[0]
            work.session.execute(text(f"DROP TRIGGER tr_{name}" + ("" if sqlite else f" ON {table}")))


def test_nothing_forged_nothing_found(forged: Callable[[str], list[str]]) -> None:
    assert forged("SELECT 1") == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE answer_events SET value = '9' WHERE seq = 5", f"it, answer 5: {CHANGED}"),
        ("UPDATE answer_events SET value = NULL WHERE seq = 2", f"it, answer 2: {CHANGED}"),
        ("UPDATE answer_events SET question_id = 'q9' WHERE seq = 1", f"it, answer 1: {CHANGED}"),
        ("UPDATE answer_events SET section = 'notes' WHERE seq = 4", f"it, answer 4: {CHANGED}"),
        ("UPDATE answer_events SET actor = 'system' WHERE seq = 3", f"it, answer 3: {CHANGED}"),
        ("UPDATE answer_events SET source = 'page:x' WHERE seq = 3", f"it, answer 3: {CHANGED}"),
        ("UPDATE answer_events SET at = '2026-11-21 09:30:15.123457+00:00' WHERE seq = 3", f"it, answer 3: {CHANGED}"),
        ("UPDATE answer_events SET seq = 6 WHERE seq = 5", f"it, answer 6: {CHANGED}"),
        ("DELETE FROM answer_events WHERE seq = 2", "it, answer 3: does not follow the row before it"),
        ("DELETE FROM answer_events WHERE seq = 5", "it, answers: its last rows are missing"),
        ("DELETE FROM answer_events", "it, answers: its last rows are missing"),
        ("UPDATE snapshots SET result = '{}' WHERE number = 1", f"it, snapshot 1: {CHANGED}"),
        ("UPDATE snapshots SET answers = '{}' WHERE number = 2", f"it, snapshot 2: {CHANGED}"),
        ("UPDATE snapshots SET on_day = '2020-01-01' WHERE number = 2", f"it, snapshot 2: {CHANGED}"),
        ("UPDATE snapshots SET engine_version = '2' WHERE number = 1", f"it, snapshot 1: {CHANGED}"),
        ("UPDATE snapshots SET last_seq = 2 WHERE number = 1", f"it, snapshot 1: {CHANGED}"),
        ("UPDATE snapshots SET id = '00000000000000000000000000000000' WHERE number = 1", f"it, snapshot 1: {CHANGED}"),
        ("DELETE FROM snapshots WHERE number = 1", "it, snapshot 2: does not follow the row before it"),
        ("DELETE FROM snapshots WHERE number = 2", "it, snapshots: its last rows are missing"),
        ("UPDATE check_ups SET created_at = '2020-01-01 00:00:00+00:00'", "it, answer 1: does not follow"),
        ("UPDATE check_ups SET last_seq = 4", "it: the number of its rows is not the number it remembers"),
        ("UPDATE check_ups SET events_head = snapshots_head", "it, answers: its last rows are missing"),
        ("UPDATE answer_events SET value = '{' WHERE seq = 2", "it: it holds a row that cannot be read"),
    ],
)
def test_names_what_was_forged(forged: Callable[[str], list[str]], statement: str, fault: str) -> None:
    found = forged(statement)
    assert any(each.startswith(fault) for each in found), found


def test_result_with_a_wrong_sha256_shows_even_in_a_chain_made_anew(
    world: World, forged: Callable[[str], list[str]]
) -> None:
    with open_reading(world.database) as session:
        last = latest_snapshot(session, world.check_up_id)
    assert last is not None
    again = replace(last, result="{}").sealed()
    update = f"UPDATE snapshots SET result = '{{}}', digest = '{again.digest}' WHERE number = 2"  # noqa: S608
    assert forged(update) == [
        "it, snapshots: its last rows are missing, or rows were added behind the back of the application",
        "it, snapshot 2: its result does not have the sha256 it was stored with",
    ]


def test_unreadable_row_does_not_hide_the_others(world: World, forged: Callable[[str], list[str]]) -> None:
    with world.work() as work:
        other = start_check_up(
            work, pack_sha256=world.pack_sha256, guest_digest="d" * 64, language="it", expires_on=DAY
        )
        save_answers(work, other, {("facts", "workers"): 7}, "page:profile")
    drop_triggers(world)
    with world.work() as work:
        work.session.execute(text("UPDATE answer_events SET value = '{' WHERE seq = 2"))
        work.session.execute(text("UPDATE answer_events SET value = '8' WHERE check_up_id = :id"), {"id": other})
    with open_reading(world.database) as session:
        found = {fault.name: fault.problem for fault in chain_faults_of_all(session)}
    assert found[f"check-up {other}, answer 1"] == CHANGED
    assert "cannot be read" in found[f"check-up {world.check_up_id}"]


def test_forged_pack_is_named(world: World) -> None:
    drop_triggers(world)
    with world.work() as work:
        work.session.execute(text("UPDATE packs SET content = '[]'"))
    with open_reading(world.database) as session:
        assert [str(fault) for fault in pack_faults(session)] == [f"pack {world.pack_sha256}: {CHANGED}"]


def test_erasing_leaves_id_day_and_digest_and_the_others_verify(
    world: World, forged: Callable[[str], list[str]]
) -> None:
    with world.work() as work:
        other = start_check_up(
            work, pack_sha256=world.pack_sha256, guest_digest="d" * 64, language="it", expires_on=DAY
        )
        save_answers(work, other, {("facts", "workers"): 7}, "page:profile")
        before = find(work.session, world.check_up_id)
        assert before is not None
        digest = erase_check_up(work, world.check_up_id, DAY)
    with open_reading(world.database) as session:
        assert list(each_erased(session)) == [ErasedCheckUp(world.check_up_id, DAY, digest)]
        assert find(session, world.check_up_id) is None
        counts = count_rows(session)
        assert (counts.check_ups, counts.answer_events, counts.snapshots, counts.erased) == (1, 1, 0, 1)
        assert list(chain_faults_of_all(session)) == []
    assert digest == erasure_digest(world.check_up_id, before.events_head, before.snapshots_head)
    with pytest.raises(RowGoneError), world.work() as work:
        erase_check_up(work, world.check_up_id, DAY)


def test_half_an_erasure_is_named(world: World) -> None:
    with world.work() as work:
        work.session.execute(
            text("INSERT INTO erased_check_ups VALUES (:id, '2026-11-21', :digest)"),
            {"id": world.check_up_id, "digest": "0" * 64},
        )
    with open_reading(world.database) as session:
        assert [fault.problem for fault in chain_faults_of_all(session)] == [
            "it is said to be erased, yet it is still there"
        ]


def test_rows_of_a_check_up_that_somebody_deleted_are_found(world: World) -> None:
    with world.work() as work:
        save_answers(work, world.check_up_id, {("facts", "workers"): 7}, "page:profile")
        conclude(world, work)
    drop_triggers(world)
    delete_without_keys(world)
    with open_reading(world.database) as session:
        found = [fault.problem for fault in chain_faults_of_all(session) if world.check_up_id in fault.name]
    assert found == [
        "its answers are there, the check-up itself is gone",
        "its results are there, the check-up itself is gone",
    ]


def delete_without_keys(world: World) -> None:
    """Delete the check-up as somebody would who first switches the foreign keys off."""
    engine = world.database.engine
    if engine.dialect.name == "sqlite":
        with sqlite3.connect(str(engine.url.database)) as plain:  # foreign keys are off unless asked for
            plain.execute("DROP TRIGGER tr_check_ups_no_delete")
            plain.execute("DELETE FROM check_ups")
        plain.close()
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")
        connection.exec_driver_sql("DELETE FROM check_ups")
        connection.commit()
        connection.exec_driver_sql("SET session_replication_role = DEFAULT")
        connection.commit()
