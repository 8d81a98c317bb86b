"""The next check-up starts from a copy: carried until confirmed, what no longer fits stays behind and is named."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from cip.assessment.actions import (
    LastStageError,
    NextCheckUp,
    close_check_up,
    erase_check_up,
    keep_check_up,
    resume_check_up,
    save_answers,
    start_next_check_up,
)
from cip.assessment.bound import bind
from cip.assessment.reads import (
    CHECK_UP,
    chain_faults_of_all,
    current_answers,
    events_after,
    family_of,
    find_check_up,
    has_code,
    next_of,
)
from cip.assessment.stored import StoredAnswers, StoredCheckUp
from cip.database.packs import keep_pack
from cip.database.work import open_reading
from cip.parties.access import guest, load_for
from tests.integration.worlds import World
from tests.unit.assessment.firms import the_pack

LATER = date(2027, 1, 21)
EXPIRES, KEPT = LATER + timedelta(days=90), LATER + timedelta(days=730)
PHONE = guest("the secret of the owner's phone", LATER)
CODE = "1" * 64

ANSWERS = {
    ("facts", "workers"): 7,
    ("facts", "question_of_an_old_model"): "yes",
    ("indicators", "T1"): 2,
    ("indicators", "T2"): 9,
    ("duties", "risk_assessment"): "yes",
    ("needs", "respondents"): 5,
    ("in_use", "M05"): "2025-09-01",
    ("notes", "T1"): "Lo facciamo da sempre.",
    ("notes", "question_of_an_old_model"): "Una nota.",
    ("reasons", "workers"): "Siamo proprio in sette.",
    ("reasons", "T2"): "Il motivo di una risposta che non c'è più.",
    ("plan", "M01"): {"state": "planned"},
    ("plan", "M99"): {"state": "done"},
    ("practices", "p1"): {"name": "Orto", "what": "Un orto per tutti."},
}
LEFT_OUT = {
    ("facts", "question_of_an_old_model"),
    ("indicators", "T2"),
    ("notes", "question_of_an_old_model"),
    ("reasons", "T2"),
    ("plan", "M99"),
}


def start_next(world: World, from_id: str) -> NextCheckUp:
    pack = the_pack()
    with world.work() as work:
        keep_pack(work, pack.sha256, pack.id, pack.canonical)
        return start_next_check_up(
            work, from_id, bound=bind(pack, LATER), language="it", expires_on=EXPIRES, kept_until=KEPT
        )


def found(world: World, check_up_id: str) -> StoredCheckUp:
    with open_reading(world.database) as session:
        check_up = find_check_up(session, check_up_id)
    assert check_up is not None
    return check_up


def answers(world: World, check_up_id: str) -> StoredAnswers:
    with open_reading(world.database) as session:
        return current_answers(session, check_up_id)


def faults(world: World) -> list[str]:
    with open_reading(world.database) as session:
        return [str(fault) for fault in chain_faults_of_all(session)]


@pytest.fixture
def answered(world: World) -> World:
    with world.work() as work:
        save_answers(work, world.check_up_id, ANSWERS, "page:all")  # type: ignore[arg-type]
    return world


def test_starts_from_a_copy_and_names_what_stays_behind(answered: World) -> None:
    before = answers(answered, answered.check_up_id)
    started = start_next(answered, answered.check_up_id)
    assert started.is_new
    assert set(started.left_out) == LEFT_OUT
    after = answers(answered, started.id)
    kept = {question: value for question, value in ANSWERS.items() if question not in LEFT_OUT}
    assert after.carried == set(kept)
    assert after.file["facts"] == {"workers": 7}
    assert after.file["indicators"] == {"T1": 2}
    assert after.notes == {"T1": "Lo facciamo da sempre."}
    assert after.extra["plan"] == {"M01": {"state": "planned"}}
    check_up = found(answered, started.id)
    assert (check_up.stage, check_up.previous_id, check_up.expires_on) == ("T1", answered.check_up_id, EXPIRES)
    assert check_up.pack_sha256 == the_pack().sha256
    with open_reading(answered.database) as session:
        assert {event.source for event in events_after(session, started.id)} == {f"carried:{answered.check_up_id}"}
    assert answers(answered, answered.check_up_id) == before
    assert faults(answered) == []


def test_saving_a_page_confirms_even_the_same_value(answered: World) -> None:
    later = start_next(answered, answered.check_up_id).id
    with answered.work() as work:
        same = {("facts", "workers"): 7, ("indicators", "T1"): None, ("duties", "no_such"): None}
        assert save_answers(work, later, same, "page:profile") == 2  # type: ignore[arg-type]
    after = answers(answered, later)
    assert not {("facts", "workers"), ("indicators", "T1")} & after.carried
    assert ("in_use", "M05") in after.carried
    assert after.file["facts"] == {"workers": 7}
    assert after.file["indicators"] == {}
    with answered.work() as work:
        assert save_answers(work, later, {("facts", "workers"): 7}, "page:profile") == 0
    assert faults(answered) == []


def test_asked_again_it_is_the_same_one(answered: World) -> None:
    with ThreadPoolExecutor(4) as pool:
        started = list(pool.map(lambda _number: start_next(answered, answered.check_up_id), range(8)))
    assert len({each.id for each in started}) == 1
    assert [each.is_new for each in started].count(True) == 1
    with open_reading(answered.database) as session:
        assert next_of(session, answered.check_up_id) == started[0].id


def test_three_stages_and_no_fourth(answered: World) -> None:
    first = start_next(answered, answered.check_up_id).id
    second = start_next(answered, first).id
    assert (found(answered, first).stage, found(answered, second).stage) == ("T1", "T2")
    with pytest.raises(LastStageError):
        start_next(answered, second)
    family = [answered.check_up_id, first, second]
    with open_reading(answered.database) as session:
        assert [family_of(session, each) for each in family] == [family] * 3
    # Copied twice: still to confirm, and from the one before it.
    assert ("facts", "workers") in answers(answered, second).carried
    assert faults(answered) == []


def test_an_erased_first_one_leaves_the_second(answered: World) -> None:
    later = start_next(answered, answered.check_up_id).id
    with answered.work() as work:
        erase_check_up(work, answered.check_up_id, LATER)
    assert answers(answered, later).file["facts"] == {"workers": 7}
    with open_reading(answered.database) as session:
        assert family_of(session, later) == [later]
    assert faults(answered) == []


def test_a_closed_one_is_followed(answered: World) -> None:
    with answered.work() as work:
        close_check_up(work, answered.check_up_id)
    assert start_next(answered, answered.check_up_id).is_new


def test_holders_and_keeping_go_along_and_one_code_opens_the_series(answered: World) -> None:
    with answered.work() as work:
        keep_check_up(work, answered.check_up_id, code_digest=CODE, on_day=date(2026, 11, 21), until=KEPT)
        assert resume_check_up(work, code_digest=CODE, guest_digest=str(PHONE.guest_digest), today=LATER)
    later = start_next(answered, answered.check_up_id).id
    assert (found(answered, later).kept_on, found(answered, later).expires_on) == (LATER, KEPT)
    laptop = guest("the secret of a laptop", LATER)
    with answered.work() as work:
        assert resume_check_up(work, code_digest=CODE, guest_digest=str(laptop.guest_digest), today=LATER) == later
    with open_reading(answered.database) as session:
        for actor in (answered.guest, PHONE, laptop):
            for check_up_id in (answered.check_up_id, later):
                assert load_for(session, actor, CHECK_UP, check_up_id, action="read").id == check_up_id
    assert faults(answered) == []


def test_keeping_one_keeps_the_series(answered: World) -> None:
    later = start_next(answered, answered.check_up_id).id
    with answered.work() as work:
        keep_check_up(work, later, code_digest=CODE, on_day=LATER, until=KEPT)
    assert found(answered, answered.check_up_id).expires_on == KEPT
    assert faults(answered) == []


def test_a_code_made_for_one_replaces_that_of_another(answered: World) -> None:
    later = start_next(answered, answered.check_up_id).id
    newer = "2" * 64
    for check_up_id, code in ((answered.check_up_id, CODE), (later, newer)):
        with answered.work() as work:
            keep_check_up(work, check_up_id, code_digest=code, on_day=LATER, until=KEPT)
        with open_reading(answered.database) as session:
            assert has_code(session, answered.check_up_id)
            assert has_code(session, later)
    with answered.work() as work:
        digest = str(PHONE.guest_digest)
        assert resume_check_up(work, code_digest=CODE, guest_digest=digest, today=LATER) is None
        assert resume_check_up(work, code_digest=newer, guest_digest=digest, today=LATER) == later


def test_pack_must_be_kept_first(answered: World) -> None:
    with pytest.raises(LookupError), answered.work() as work:
        start_next_check_up(
            work,
            answered.check_up_id,
            bound=bind(the_pack(), LATER),
            language="it",
            expires_on=EXPIRES,
            kept_until=KEPT,
        )
