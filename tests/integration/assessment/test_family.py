"""Check-ups of one firm stay together, whatever happens at the same moment, and so does the code that opens them."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from time import sleep

import pytest

from cip.assessment.actions import (
    erase_check_up,
    erase_family,
    keep_check_up,
    purge_expired,
    resume_check_up,
    start_next_check_up,
)
from cip.assessment.bound import bind
from cip.assessment.reads import chain_faults_of_all, each_id, find_check_up, is_holder
from cip.database.locks import RowGoneError
from cip.database.packs import keep_pack
from cip.database.work import Work, open_reading
from cip.parties.access import guest
from tests.integration.worlds import World
from tests.unit.assessment.firms import the_pack

TODAY, LATER = date(2026, 11, 21), date(2027, 1, 21)
EXPIRES, KEPT = LATER + timedelta(days=90), LATER + timedelta(days=730)
CODE = "1" * 64
PHONE = str(guest("the secret of the owner's phone", TODAY).guest_digest)


def start_next(work: Work, from_id: str, on: date = LATER) -> str:
    pack = the_pack()
    keep_pack(work, pack.sha256, pack.id, pack.canonical)
    bound = bind(pack, on)
    return start_next_check_up(work, from_id, bound=bound, language="it", expires_on=EXPIRES, kept_until=KEPT).id


def started(world: World, from_id: str, on: date = LATER) -> str:
    with world.work() as work:
        return start_next(work, from_id, on)


def keep(world: World, check_up_id: str, on: date = LATER) -> None:
    with world.work() as work:
        keep_check_up(work, check_up_id, code_digest=CODE, on_day=on, until=KEPT)


def resumed(world: World, who: str = PHONE, today: date = LATER) -> str | None:
    with world.work() as work:
        return resume_check_up(work, code_digest=CODE, guest_digest=who, today=today)


def there(world: World) -> set[str]:
    with open_reading(world.database) as session:
        assert list(chain_faults_of_all(session)) == []
        return set(each_id(session))


def while_the_next_one_is_started(world: World, do: Callable[[Work], object]) -> str:
    """`do` in a Work of its own, begun before the next check-up is there and going on after its commit."""

    def other() -> None:
        with world.work() as work:
            do(work)

    with ThreadPoolExecutor(1) as pool:
        with world.work() as work:
            later = start_next(work, world.check_up_id)
            doing: Future[None] = pool.submit(other)
            sleep(0.3)  # it has read who belongs to the firm by now, and waits for the lock
        doing.result(20)
    return later


def test_erasing_all_takes_the_one_that_was_just_started(world: World) -> None:
    while_the_next_one_is_started(world, lambda work: erase_family(work, world.check_up_id, LATER))
    assert there(world) == set()


def test_keeping_keeps_the_one_that_was_just_started(world: World) -> None:
    later = while_the_next_one_is_started(
        world, lambda work: keep_check_up(work, world.check_up_id, code_digest=CODE, on_day=LATER, until=KEPT)
    )
    with open_reading(world.database) as session:
        found = find_check_up(session, later)
    assert found is not None
    assert found.expires_on == KEPT


def test_resuming_opens_the_one_that_was_just_started(world: World) -> None:
    keep(world, world.check_up_id)
    later = while_the_next_one_is_started(
        world, lambda work: resume_check_up(work, code_digest=CODE, guest_digest=PHONE, today=LATER)
    )
    with open_reading(world.database) as session:
        assert is_holder(session, later, PHONE)


def test_erasing_all_and_starting_at_once_leave_all_or_nothing(world: World) -> None:
    def erase(work: Work) -> object:
        return erase_family(work, world.check_up_id, LATER)

    def one(do: Callable[[Work], object]) -> bool:
        try:
            with world.work() as work:
                do(work)
        except RowGoneError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(one, [erase, lambda work: start_next(work, world.check_up_id)] * 2))
    assert any(ends)
    assert there(world) == set()


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_the_code_on_paper_outlives_the_check_up_it_was_made_for(world: World, gone: int) -> None:
    second = started(world, world.check_up_id)
    series = [world.check_up_id, second, started(world, second)]
    keep(world, series[gone])
    with world.work() as work:
        erase_check_up(work, series[gone], LATER)
    stays = [each for each in series if each != series[gone]]
    assert resumed(world) == stays[-1]
    with world.work() as work:
        erase_family(work, stays[-1], LATER)
    assert resumed(world) is None


def test_nothing_comes_back_after_its_last_day(world: World) -> None:
    over = date(2027, 2, 20)
    later = started(world, world.check_up_id)
    with pytest.raises(RowGoneError):
        keep(world, world.check_up_id, over)
    with pytest.raises(RowGoneError):
        started(world, world.check_up_id, over)
    keep(world, later, over)
    with open_reading(world.database) as session:
        first = find_check_up(session, world.check_up_id)
    assert first is not None
    assert (first.kept_on, first.expires_on) == (None, date(2027, 2, 19)), "keeping the second does not revive it"
    assert resumed(world, today=over) == later
    with open_reading(world.database) as session:
        assert not is_holder(session, world.check_up_id, PHONE)
    with world.work() as work:
        purge_expired(work, over)
    assert there(world) == {later}


def test_who_may_not_erase_one_of_all_erases_none(world: World) -> None:
    later = started(world, world.check_up_id)

    def may(each: str) -> None:
        if each == later:
            raise PermissionError

    with pytest.raises(PermissionError), world.work() as work:
        erase_family(work, world.check_up_id, LATER, may=may)
    assert there(world) == {world.check_up_id, later}


def test_one_that_is_over_goes_along_without_asking(world: World) -> None:
    later = started(world, world.check_up_id)
    asked: list[str] = []
    with world.work() as work:
        erase_family(work, later, date(2027, 2, 20), may=asked.append)
    assert asked == [later]
    assert there(world) == set()
