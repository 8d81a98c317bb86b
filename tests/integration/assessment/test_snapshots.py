"""A result is stored as it was shown, once, and only if the history holds its answers."""

from dataclasses import replace
from datetime import date

import pytest

from cip.assessment.actions import conclude_check_up, save_answers, start_check_up
from cip.assessment.reads import (
    answers_at,
    chain_faults_of_all,
    current_answers,
    each_check_up,
    each_snapshot,
    find_snapshot,
    latest_snapshot,
    snapshots_of,
)
from cip.assessment.stored import StoredAnswers
from cip.database.locks import RowGoneError
from cip.database.packs import keep_pack
from cip.database.work import open_reading
from cip.kernel.canonical import canonical_json, sha256_of
from tests.integration.worlds import NOW, World

DAY = date(2026, 11, 21)
RESULT = canonical_json({"total": {"low": 32.4, "high": 50.0}, "because": "Perché sì"})


def answers_now(world: World) -> StoredAnswers:
    with open_reading(world.database) as session:
        return current_answers(session, world.check_up_id)


def conclude(
    world: World,
    *,
    answers: StoredAnswers | None = None,
    on_day: date = DAY,
    pack: str | None = None,
    result: str = RESULT,
) -> str:
    with world.work() as work:
        return conclude_check_up(
            work,
            world.check_up_id,
            answers=answers or current_answers(work.session, world.check_up_id),
            on_day=on_day,
            pack_sha256=pack or world.pack_sha256,
            engine_version="0.1.0",
            result=result,
        )


@pytest.fixture
def answered(world: World) -> World:
    with world.work() as work:
        save_answers(work, world.check_up_id, {("facts", "workers"): 7, ("notes", "T1"): "a note"}, "page:profile")
    return world


def test_keeps_all_that_replays_it(answered: World) -> None:
    snapshot_id = conclude(answered)
    with open_reading(answered.database) as session:
        snapshot = find_snapshot(session, snapshot_id)
        assert snapshot == latest_snapshot(session, answered.check_up_id)
        assert list(chain_faults_of_all(session)) == []
    assert snapshot is not None
    assert snapshot.answers == '{"duties":{},"facts":{"workers":7},"in_use":{},"indicators":{},"needs":{}}'
    assert (snapshot.result, snapshot.result_sha256) == (RESULT, sha256_of(RESULT))
    assert (snapshot.on_day, snapshot.at, snapshot.last_seq, snapshot.number) == (DAY, NOW, 2, 1)
    assert (snapshot.pack_sha256, snapshot.engine_version) == (answered.pack_sha256, "0.1.0")


def test_same_result_is_not_stored_twice(answered: World) -> None:
    first = conclude(answered)
    assert conclude(answered) == first
    with answered.work() as work:
        save_answers(work, answered.check_up_id, {("notes", "T1"): None}, "page:profile")
    assert conclude(answered) == first, "a note is no answer"


def test_anything_else_is_a_new_snapshot(answered: World) -> None:
    ids = [
        conclude(answered),
        conclude(answered, result="{}"),
        conclude(answered, result="{}", on_day=date(2026, 12, 1)),
    ]
    with answered.work() as work:
        save_answers(work, answered.check_up_id, {("facts", "workers"): 8}, "page:profile")
    ids.append(conclude(answered, result="{}", on_day=date(2026, 12, 1)))
    assert len(set(ids)) == 4
    with open_reading(answered.database) as session:
        stored = snapshots_of(session, answered.check_up_id)
        assert list(chain_faults_of_all(session)) == []
    assert [snapshot.id for snapshot in stored] == ids
    assert [snapshot.number for snapshot in stored] == [1, 2, 3, 4]
    assert [after.prev_digest for after in stored[1:]] == [before.digest for before in stored[:-1]]


def test_only_the_latest_one_is_taken_again(answered: World) -> None:
    first, second = conclude(answered), conclude(answered, result="{}")
    assert conclude(answered) not in {first, second}


def test_an_answer_saved_meanwhile_does_not_spoil_it(answered: World) -> None:
    seen = answers_now(answered)
    with answered.work() as work:
        save_answers(work, answered.check_up_id, {("facts", "workers"): 8}, "page:profile")
    snapshot_id = conclude(answered, answers=seen)
    with open_reading(answered.database) as session:
        snapshot = find_snapshot(session, snapshot_id)
        assert snapshot is not None
        assert snapshot.last_seq == 2
        assert snapshot.answers == answers_at(session, answered.check_up_id, 2).canonical
        assert list(chain_faults_of_all(session)) == []


def test_refuses_answers_that_the_history_does_not_hold(answered: World) -> None:
    seen = answers_now(answered)
    for forged in (
        replace(seen, last_seq=3),
        replace(seen, last_seq=1, file={**seen.file, "facts": {}}),
        replace(seen, file={**seen.file, "facts": {"workers": 49}}),
    ):
        with pytest.raises(ValueError, match="not those of the check-up"):
            conclude(answered, answers=forged)


def test_refuses_another_pack(answered: World) -> None:
    with answered.work() as work:
        keep_pack(work, sha256_of("[]"), "other", "[]")
    with pytest.raises(ValueError, match="is pinned to the pack"):
        conclude(answered, pack=sha256_of("[]"))


@pytest.mark.parametrize("result", ["", "{", '{"b":1, "a":2}', '{"b":1,"a":2}', '"\\u00e8"', "NaN"])
def test_refuses_a_result_that_is_not_canonical(answered: World, result: str) -> None:
    with pytest.raises(ValueError, match="not canonical"):
        conclude(answered, result=result)


def test_says_when_the_check_up_is_gone(world: World) -> None:
    with pytest.raises(RowGoneError), world.work() as work:
        conclude_check_up(
            work,
            "0" * 32,
            answers=answers_now(world),
            on_day=DAY,
            pack_sha256=world.pack_sha256,
            engine_version="0.1.0",
            result=RESULT,
        )


def test_no_snapshot_yet(world: World) -> None:
    with open_reading(world.database) as session:
        assert latest_snapshot(session, world.check_up_id) is None
        assert snapshots_of(session, world.check_up_id) == []
        assert find_snapshot(session, "0" * 32) is None


def test_walks_over_more_check_ups_than_a_batch(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cip.assessment.reads.check_ups.BATCH", 3)
    ids = {world.check_up_id}
    for number in range(7):
        with world.work() as work:
            check_up_id = start_check_up(
                work, pack_sha256=world.pack_sha256, guest_digest="d" * 64, language="en", expires_on=DAY
            )
            ids.add(check_up_id)
            save_answers(work, check_up_id, {("facts", "workers"): number}, "page:profile")
            conclude_check_up(
                work,
                check_up_id,
                answers=current_answers(work.session, check_up_id),
                on_day=DAY,
                pack_sha256=world.pack_sha256,
                engine_version="0.1.0",
                result=RESULT,
            )
    with open_reading(world.database) as session:
        assert [check_up.id for check_up in each_check_up(session)] == sorted(ids)
        assert [snapshot.check_up_id for snapshot in each_snapshot(session)] == sorted(ids - {world.check_up_id})
        assert list(chain_faults_of_all(session)) == []


def test_starting_needs_a_kept_pack(world: World) -> None:
    with pytest.raises(LookupError, match="is not kept"), world.work() as work:
        start_check_up(work, pack_sha256="0" * 64, guest_digest="d" * 64, language="it", expires_on=DAY)
