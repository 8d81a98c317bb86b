"""Saving answers: one event for each that really changes, nothing lost, nothing invented."""

from datetime import timedelta

import pytest
from pydantic import JsonValue

from cip.assessment.actions import AnswerTooLongError, save_answers
from cip.assessment.reads import (
    answers_at,
    chain_faults_of_one,
    count_rows,
    current_answers,
    events_after,
    find_check_up,
    held_values,
)
from cip.assessment.stored import Section, StoredAnswers
from cip.database.locks import RowGoneError
from cip.database.work import open_reading, open_work
from tests.integration.worlds import NOW, World

EMPTY: dict[str, dict[str, JsonValue]] = {"facts": {}, "indicators": {}, "duties": {}, "needs": {}, "in_use": {}}


def save(world: World, changes: dict[tuple[Section, str], object], source: str = "page:profile") -> int:
    with world.work() as work:
        return save_answers(work, world.check_up_id, changes, source)


def answers(world: World) -> StoredAnswers:
    with open_reading(world.database) as session:
        return current_answers(session, world.check_up_id)


def test_new_check_up_has_no_answers(world: World) -> None:
    assert answers(world) == StoredAnswers(file=EMPTY, notes={}, last_seq=0)


def test_answers_come_back_in_the_shape_of_the_file(world: World) -> None:
    written = save(
        world,
        {
            ("facts", "workers"): 7,
            ("facts", "single_cover"): "no",
            ("indicators", "T1"): 2,
            ("indicators", "C2"): {"step": 3, "date": "2026-01-10"},
            ("duties", "paternity_leave_granted"): "yes",
            ("needs", "N04"): 3,
            ("in_use", "M05"): "2025-09-01",
            ("notes", "T1"): "Perché no? 🙂",
        },
    )
    assert written == 8
    assert answers(world) == StoredAnswers(
        file={
            "facts": {"workers": 7, "single_cover": "no"},
            "indicators": {"T1": 2, "C2": {"step": 3, "date": "2026-01-10"}},
            "duties": {"paternity_leave_granted": "yes"},
            "needs": {"N04": 3},
            "in_use": {"M05": "2025-09-01"},
        },
        notes={"T1": "Perché no? 🙂"},
        last_seq=8,
    )


def test_last_answer_wins_and_none_withdraws(world: World) -> None:
    save(world, {("facts", "workers"): 7, ("indicators", "T1"): 2})
    save(world, {("facts", "workers"): 8, ("indicators", "T1"): None})
    held = answers(world)
    assert held.file == {**EMPTY, "facts": {"workers": 8}}
    assert held.last_seq == 4
    with open_reading(world.database) as session:
        assert answers_at(session, world.check_up_id, 2).file == {
            **EMPTY,
            "facts": {"workers": 7},
            "indicators": {"T1": 2},
        }
        assert answers_at(session, world.check_up_id, 0) == StoredAnswers(EMPTY, {}, 0)


def test_writes_only_what_really_changes(world: World) -> None:
    assert save(world, {("facts", "workers"): 7, ("indicators", "C2"): {"step": 3, "count": 4}}) == 2
    assert save(world, {("facts", "workers"): 7, ("indicators", "C2"): {"count": 4, "step": 3}}) == 0
    assert save(world, {("facts", "absent"): None}) == 0
    assert save(world, {("facts", "workers"): "7"}) == 1
    assert save(world, {}) == 0
    assert answers(world).last_seq == 3


def test_same_id_in_two_sections_is_two_questions(world: World) -> None:
    save(world, {("indicators", "T1"): 2, ("notes", "T1"): "a note"})
    assert save(world, {("indicators", "T1"): 3, ("notes", "T1"): "a note"}) == 1
    with open_reading(world.database) as session:
        assert held_values(session, world.check_up_id, [("notes", "T1"), ("needs", "T1")]) == {
            ("notes", "T1"): '"a note"'
        }


def test_event_says_who_when_and_from_where(world: World) -> None:
    save(world, {("facts", "workers"): 7})
    later = NOW + timedelta(hours=1)
    with open_work(world.database, actor=world.guest, now=later) as work:
        save_answers(work, world.check_up_id, {("facts", "workers"): None}, "import:yaml")
    with open_reading(world.database) as session:
        first, second = events_after(session, world.check_up_id)
        assert events_after(session, world.check_up_id, 1) == [second]
    assert (first.seq, first.value, first.at, first.actor, first.source) == (1, "7", NOW, "guest", "page:profile")
    assert (second.seq, second.value, second.at, second.source) == (2, None, later, "import:yaml")
    assert second.prev_digest == first.digest


def test_check_up_remembers_where_its_chain_ends(world: World) -> None:
    save(world, {("facts", "workers"): 7, ("facts", "single_cover"): "no"})
    with open_reading(world.database) as session:
        check_up = find_check_up(session, world.check_up_id)
        last = events_after(session, world.check_up_id)[-1]
        assert chain_faults_of_one(session, world.check_up_id) == []
    assert check_up is not None
    assert (check_up.last_seq, check_up.events_head) == (2, last.digest)
    assert check_up.created_at == NOW


def test_two_saves_in_one_work(world: World) -> None:
    with world.work() as work:
        assert save_answers(work, world.check_up_id, {("facts", "workers"): 7}, "page:a") == 1
        assert save_answers(work, world.check_up_id, {("facts", "workers"): 7, ("facts", "x"): 1}, "page:b") == 1
    with open_reading(world.database) as session:
        assert [event.seq for event in events_after(session, world.check_up_id)] == [1, 2]
        assert chain_faults_of_one(session, world.check_up_id) == []


def test_all_or_none(world: World) -> None:
    changes: dict[tuple[Section, str], object] = {("facts", "workers"): 7, ("notes", "T1"): "x" * 10_000}
    with pytest.raises(AnswerTooLongError, match="T1 is too long"):
        save(world, changes)
    assert answers(world).last_seq == 0
    changes["notes", "T1"] = "x" * 9_998
    assert save(world, changes) == 2


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (("opinions", "T1"), 1),
        (("facts", ""), 1),
        (("facts", "q" * 81), 1),
        (("facts", "wor\x00kers"), 1),
        (("facts", "workers\n"), 1),
        (("facts", "workers"), float("nan")),
        (("facts", "workers"), NOW.date()),
        (("notes", "T1"), "\ud800"),
    ],
)
def test_refuses_what_cannot_be_stored(world: World, question: tuple[Section, str], value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        save(world, {question: value})
    assert answers(world).last_seq == 0


def test_odd_texts_come_back_without_what_nobody_sees_and_stay_stored_as_they_were(world: World) -> None:
    text = "\x00 \\u0000 ' \" % :name \u202e 🙂 \r\n"
    save(world, {("notes", "T1"): text})
    assert answers(world).notes == {"T1": " \\u0000 ' \" % :name \u202e 🙂 \n"}
    assert save(world, {("notes", "T1"): text}) == 0


def test_says_when_the_check_up_is_gone(world: World) -> None:
    with pytest.raises(RowGoneError), world.work() as work:
        save_answers(work, "0" * 32, {("facts", "workers"): 7}, "page:profile")


def test_counts(world: World) -> None:
    save(world, {("facts", "workers"): 7, ("facts", "x"): 1})
    with open_reading(world.database) as session:
        counts = count_rows(session)
    assert (counts.packs, counts.check_ups, counts.answer_events, counts.snapshots, counts.erased) == (1, 1, 2, 0, 0)
