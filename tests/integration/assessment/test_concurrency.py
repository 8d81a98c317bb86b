"""Two tabs, two people, one check-up: no event is lost and the chain holds."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from cip.assessment.actions import conclude_check_up, save_answers
from cip.assessment.reads import chain_faults_of_one, current_answers, events_after, snapshots_of
from cip.assessment.stored import Section
from cip.database.work import open_reading
from tests.integration.worlds import World

THREADS = 2
SAVES = 25


def test_saves_at_once_lose_nothing(world: World) -> None:
    barrier = Barrier(THREADS)

    def save(thread: int) -> int:
        barrier.wait(10)
        written = 0
        for number in range(SAVES):
            with world.work() as work:
                changes: dict[tuple[Section, str], object] = {
                    ("facts", f"own_{thread}"): number,
                    ("facts", "shared"): f"{thread}-{number}",
                }
                written += save_answers(work, world.check_up_id, changes, f"page:{thread}")
        return written

    with ThreadPoolExecutor(THREADS) as pool:
        written = sum(pool.map(save, range(THREADS)))
    with open_reading(world.database) as session:
        events = events_after(session, world.check_up_id)
        assert chain_faults_of_one(session, world.check_up_id) == []
        held = current_answers(session, world.check_up_id).file["facts"]
    assert written == len(events) == THREADS * SAVES * 2
    assert [event.seq for event in events] == list(range(1, written + 1))
    assert (held["own_0"], held["own_1"]) == (SAVES - 1, SAVES - 1)
    for thread in range(THREADS):
        mine = [event.value for event in events if event.question_id == f"own_{thread}"]
        assert mine == [str(number) for number in range(SAVES)]


def test_same_answer_from_two_tabs_is_one_event(world: World) -> None:
    barrier = Barrier(THREADS)

    def save(_: int) -> int:
        barrier.wait(10)
        with world.work() as work:
            return save_answers(work, world.check_up_id, {("facts", "workers"): 7}, "page:profile")

    with ThreadPoolExecutor(THREADS) as pool:
        assert sorted(pool.map(save, range(THREADS))) == [0, 1]


def test_double_click_on_the_result_is_one_snapshot(world: World) -> None:
    barrier = Barrier(THREADS)

    def conclude(_: int) -> str:
        barrier.wait(10)
        with world.work() as work:
            return conclude_check_up(
                work,
                world.check_up_id,
                answers=current_answers(work.session, world.check_up_id),
                on_day=date(2026, 11, 21),
                pack_sha256=world.pack_sha256,
                engine_version="1",
                result="{}",
            )

    with ThreadPoolExecutor(THREADS) as pool:
        first, second = pool.map(conclude, range(THREADS))
    with open_reading(world.database) as session:
        assert [snapshot.id for snapshot in snapshots_of(session, world.check_up_id)] == [first] == [second]
        assert chain_faults_of_one(session, world.check_up_id) == []
