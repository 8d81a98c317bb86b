"""Unclaimed check-ups go when their last day is over; what is left verifies."""

from datetime import date, timedelta

from cip.assessment.actions import purge_expired, save_answers, start_check_up
from cip.assessment.reads import chain_faults_of_all, count_rows, expired_check_ups, find_check_up
from cip.database.work import open_reading, open_work
from cip.kernel.canonical import sha256_of
from cip.parties.access import SYSTEM
from tests.integration.worlds import NOW, World

TODAY = date(2026, 11, 21)


def _started(world: World, expires_on: date) -> str:
    with world.work() as work:
        digest = sha256_of("someone")
        found = start_check_up(
            work, pack_sha256=world.pack_sha256, guest_digest=digest, language="it", expires_on=expires_on
        )
        save_answers(work, found, {("facts", "workers"): 7}, "profile")
    return found


def test_only_what_expired_before_today_goes_and_the_rest_verifies(world: World) -> None:
    gone = _started(world, TODAY - timedelta(days=1))
    last_day = _started(world, TODAY)
    with open_work(world.database, actor=SYSTEM, now=NOW) as work:
        assert [each.check_up_id for each in purge_expired(work, TODAY)] == [gone]
    with open_reading(world.database) as session:
        assert find_check_up(session, gone) is None
        assert find_check_up(session, last_day) is not None
        assert count_rows(session).erased == 1
        assert list(chain_faults_of_all(session)) == []


def test_a_purge_is_bounded_and_takes_the_longest_expired_first(world: World) -> None:
    ids = [_started(world, TODAY - timedelta(days=days)) for days in (1, 3, 2)]
    with open_reading(world.database) as session:
        assert expired_check_ups(session, TODAY, at_most=2) == [ids[1], ids[2]]
    with open_work(world.database, actor=SYSTEM, now=NOW) as work:
        assert len(purge_expired(work, TODAY, at_most=2)) == 2
    with open_reading(world.database) as session:
        assert expired_check_ups(session, TODAY, at_most=9) == [ids[0]]
