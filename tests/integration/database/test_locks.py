"""The lock helper reads afresh, keeps pending changes, and holds others back."""

import threading

import pytest

from cip.assessment.records import CheckUpRow
from cip.database.locks import RowGoneError, lock, lock_as_it_is, lock_words
from cip.database.work import open_reading
from tests.integration.worlds import World


def test_repopulates_a_row_the_session_has_seen(world: World) -> None:
    with world.database.writing() as session:
        seen = session.get_one(CheckUpRow, world.check_up_id)
        session.commit()
        with world.work() as work:
            work.session.get_one(CheckUpRow, world.check_up_id).language = "en"
        assert seen.language == "it"
        assert lock(session, CheckUpRow, world.check_up_id).language == "en"


def test_keeps_changes_not_sent_yet(world: World) -> None:
    with world.work() as work:
        lock(work.session, CheckUpRow, world.check_up_id).language = "en"
        assert lock(work.session, CheckUpRow, world.check_up_id).language == "en"


def test_says_when_the_row_is_gone(world: World) -> None:
    with pytest.raises(RowGoneError), world.work() as work:
        lock(work.session, CheckUpRow, "0" * 32)


def test_refuses_to_pretend_in_a_session_that_only_reads(world: World) -> None:
    with open_reading(world.database) as session, pytest.raises(RuntimeError, match="cannot lock"):
        lock(session, CheckUpRow, world.check_up_id)


def test_second_locker_waits_and_sees_what_the_first_wrote(world: World) -> None:
    second_may_start, seen = threading.Event(), []

    def second() -> None:
        second_may_start.wait(5)
        with world.work() as work:
            seen.append(lock(work.session, CheckUpRow, world.check_up_id).language)

    thread = threading.Thread(target=second)
    thread.start()
    with world.work() as work:
        row = lock(work.session, CheckUpRow, world.check_up_id)
        second_may_start.set()
        thread.join(0.2)
        assert thread.is_alive(), "the second locker must wait"
        row.language = "en"
    thread.join(10)
    assert seen == ["en"]


def test_whoever_asks_for_the_same_words_waits(world: World) -> None:
    held, order = threading.Event(), []

    def second() -> None:
        held.wait(5)
        with world.work() as work:
            lock_words(work.session, "the last place")
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with world.work() as work:
        lock_words(work.session, "the last place")
        held.set()
        thread.join(0.3)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_words_cannot_be_held_in_a_session_that_only_reads(world: World) -> None:
    with open_reading(world.database) as session, pytest.raises(RuntimeError, match="cannot lock"):
        lock_words(session, "the last place")


def test_a_row_held_as_it_is_is_read_afresh_and_must_be_there(world: World) -> None:
    with world.work() as work:
        work.session.get_one(CheckUpRow, world.check_up_id)
        assert lock_as_it_is(work.session, CheckUpRow, world.check_up_id).language == "it"
        with pytest.raises(RowGoneError):
            lock_as_it_is(work.session, CheckUpRow, "0" * 32)
    with open_reading(world.database) as session, pytest.raises(RuntimeError, match="cannot lock"):
        lock_as_it_is(session, CheckUpRow, world.check_up_id)


def test_whoever_would_change_a_row_held_as_it_is_waits(world: World) -> None:
    held, order = threading.Event(), []

    def second() -> None:
        held.wait(5)
        with world.work() as work:
            lock(work.session, CheckUpRow, world.check_up_id)
            order.append("changes")

    thread = threading.Thread(target=second)
    thread.start()
    with world.work() as work:
        lock_as_it_is(work.session, CheckUpRow, world.check_up_id)
        held.set()
        thread.join(0.2)
        assert thread.is_alive(), "whoever changes it must wait"
        order.append("holds")
    thread.join(10)
    assert order == ["holds", "changes"]


@pytest.mark.parametrize("database_kind", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_many_hold_a_row_as_it_is_at_once(world: World) -> None:
    with world.work() as first, world.work() as second:
        for work in (first, second):
            assert lock_as_it_is(work.session, CheckUpRow, world.check_up_id).id == world.check_up_id
