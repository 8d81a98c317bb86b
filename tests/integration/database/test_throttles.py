"""Tries are counted exactly, also when many come at once, and what is over is forgotten."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import sqlalchemy as sa

from cip.database.throttles import ThrottleRow, count_try, forget_tries
from cip.database.work import open_reading, open_work
from cip.parties.access import SYSTEM
from tests.integration.worlds import NOW, World

KEY, OTHER = "a" * 64, "b" * 64
ENDS = NOW + timedelta(minutes=15)


def tried(world: World, key: str, most: int = 3) -> bool:
    with open_work(world.database, actor=SYSTEM, now=NOW) as work:
        return count_try(work, key, most, ENDS)


def counts(world: World) -> dict[str, int]:
    with open_reading(world.database) as session:
        found = session.execute(sa.select(ThrottleRow.key, ThrottleRow.count)).all()
    return {key: count for key, count in found}  # noqa: C416 - rows are no pairs to mypy


def test_so_many_and_no_more(world: World) -> None:
    assert [tried(world, KEY) for _ in range(5)] == [True, True, True, False, False]
    assert tried(world, OTHER)
    assert counts(world) == {KEY: 3, OTHER: 1}


def test_of_many_at_once_exactly_so_many_pass(world: World) -> None:
    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(lambda _number: tried(world, KEY, most=7), range(24)))
    assert passed.count(True) == 7
    assert counts(world) == {KEY: 7}


def test_what_is_over_is_forgotten(world: World) -> None:
    tried(world, KEY)
    with open_work(world.database, actor=SYSTEM, now=ENDS - timedelta(seconds=1)) as work:
        forget_tries(work)
    assert counts(world) == {KEY: 1}
    with open_work(world.database, actor=SYSTEM, now=ENDS) as work:
        forget_tries(work)
    assert counts(world) == {}
