"""A check-up is kept, resumed, closed: who holds it, how long, and that its chain tells all of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa

from cip.assessment.actions import (
    CheckUpClosedError,
    close_check_up,
    conclude_check_up,
    erase_check_up,
    keep_check_up,
    resume_check_up,
    save_answers,
)
from cip.assessment.reads import (
    CHECK_UP,
    chain_faults_of_all,
    current_answers,
    events_after,
    find_check_up,
    has_code,
    is_holder,
)
from cip.assessment.records import HolderRow, ResumeCodeRow
from cip.assessment.stored import StoredCheckUp
from cip.database.locks import RowGoneError
from cip.database.work import open_reading, open_work
from cip.parties.access import ANONYMOUS, NotYoursError, guest, load_for
from tests.integration.worlds import NOW, World

TODAY = date(2026, 11, 21)
UNTIL = date(2028, 11, 20)
CODE, NEWER = "1" * 64, "2" * 64
PHONE = guest("the secret of the owner's phone", TODAY)


def keep(world: World, code: str = CODE, on: date = TODAY, until: date = UNTIL) -> None:
    with world.work() as work:
        keep_check_up(work, world.check_up_id, code_digest=code, on_day=on, until=until)


def resume(world: World, code: str = CODE, today: date = TODAY, who: str | None = None) -> str | None:
    with open_work(world.database, actor=ANONYMOUS, now=NOW) as work:
        return resume_check_up(work, code_digest=code, guest_digest=who or str(PHONE.guest_digest), today=today)


def found(world: World) -> StoredCheckUp:
    with open_reading(world.database) as session:
        check_up = find_check_up(session, world.check_up_id)
    assert check_up is not None
    return check_up


def faults(world: World) -> list[str]:
    with open_reading(world.database) as session:
        return [fault.problem for fault in chain_faults_of_all(session)]


def rows(world: World, table: type[HolderRow] | type[ResumeCodeRow]) -> int:
    with open_reading(world.database) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_kept_longer_and_told_in_the_chain(world: World) -> None:
    keep(world)
    check_up = found(world)
    assert (check_up.kept_on, check_up.expires_on) == (TODAY, UNTIL)
    with open_reading(world.database) as session:
        [event] = events_after(session, world.check_up_id)
        assert has_code(session, world.check_up_id)
    assert (event.section, event.question_id) == ("life", "kept")
    assert event.value == '{"on":"2026-11-21","until":"2028-11-20"}'
    assert faults(world) == []


def test_keeping_never_shortens(world: World) -> None:
    keep(world)
    keep(world, NEWER, date(2026, 11, 22), until=date(2026, 12, 1))
    assert (found(world).kept_on, found(world).expires_on) == (date(2026, 11, 22), UNTIL)
    assert faults(world) == []


def test_a_new_code_replaces_the_old_one(world: World) -> None:
    keep(world)
    keep(world, NEWER)
    assert rows(world, ResumeCodeRow) == 1
    assert resume(world, CODE) is None
    assert resume(world, NEWER) == world.check_up_id


def test_whoever_resumes_holds_it_and_nobody_else(world: World) -> None:
    keep(world)
    for actor in (PHONE, ANONYMOUS):
        with open_reading(world.database) as session, pytest.raises(NotYoursError):
            load_for(session, actor, CHECK_UP, world.check_up_id, action="read")
    assert resume(world) == world.check_up_id
    with open_reading(world.database) as session:
        for actor in (PHONE, world.guest):
            assert load_for(session, actor, CHECK_UP, world.check_up_id, action="answer").id == world.check_up_id
        with pytest.raises(NotYoursError):
            load_for(session, guest("somebody else", TODAY), CHECK_UP, world.check_up_id, action="read")
    assert faults(world) == []


def test_resuming_twice_or_where_it_began_adds_nothing(world: World) -> None:
    keep(world)
    for _ in range(2):
        assert resume(world) == world.check_up_id
        assert resume(world, who=str(world.guest.guest_digest)) == world.check_up_id
    assert rows(world, HolderRow) == 1
    assert faults(world) == []


@pytest.mark.parametrize(("code", "today"), [("9" * 64, TODAY), (CODE, date(2028, 11, 21))], ids=["wrong", "expired"])
def test_what_no_longer_resumes_changes_nothing(world: World, code: str, today: date) -> None:
    keep(world)
    assert resume(world, code, today) is None
    assert rows(world, HolderRow) == 0


def test_many_browsers_resume_at_once(world: World) -> None:
    keep(world)
    with ThreadPoolExecutor(6) as pool:
        ends = list(pool.map(lambda number: resume(world, who=f"{number % 3:064d}"), range(12)))
    assert ends == [world.check_up_id] * 12
    assert rows(world, HolderRow) == 3
    assert faults(world) == []


def test_a_closed_check_up_is_read_and_no_longer_changed(world: World) -> None:
    with world.work() as work:
        save_answers(work, world.check_up_id, {("facts", "workers"): 7}, "profile")
    with world.work() as work:
        assert close_check_up(work, world.check_up_id)
        assert not close_check_up(work, world.check_up_id)
    assert found(world).closed_at == NOW
    with pytest.raises(CheckUpClosedError), world.work() as work:
        save_answers(work, world.check_up_id, {("facts", "workers"): 8}, "profile")
    with open_reading(world.database) as session:
        answers = current_answers(session, world.check_up_id)
    assert answers.file["facts"] == {"workers": 7}
    with pytest.raises(CheckUpClosedError), world.work() as work:
        conclude_check_up(
            work,
            world.check_up_id,
            answers=answers,
            on_day=TODAY,
            pack_sha256=world.pack_sha256,
            engine_version="1",
            result="{}",
        )
    keep(world)
    assert resume(world) == world.check_up_id
    assert faults(world) == []


def test_erasing_takes_holders_and_code_along(world: World) -> None:
    keep(world)
    resume(world)
    with world.work() as work:
        erase_check_up(work, world.check_up_id, TODAY)
    assert (rows(world, HolderRow), rows(world, ResumeCodeRow)) == (0, 0)
    assert resume(world) is None
    with open_reading(world.database) as session:
        assert not is_holder(session, world.check_up_id, str(PHONE.guest_digest))
    with pytest.raises(RowGoneError):
        keep(world)
    assert faults(world) == []


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE check_ups SET expires_on = '2099-01-01'", "how long it is kept is not what its owner asked for"),
        ("UPDATE check_ups SET kept_on = NULL", "how long it is kept is not what its owner asked for"),
        (
            "UPDATE check_ups SET closed_at = '2026-11-21 09:30:15.000000+00:00'",
            "it was opened or closed behind the back of the application",
        ),
        ("DELETE FROM check_up_holders", "the browsers that hold it are not those that resumed it"),
        (
            "INSERT INTO check_up_holders SELECT check_up_id, '{other}', added_at FROM check_up_holders",
            "the browsers that hold it are not those that resumed it",
        ),
    ],
)
def test_what_is_done_by_hand_shows(world: World, statement: str, problem: str) -> None:
    keep(world)
    resume(world)
    with world.work() as work:
        work.session.execute(sa.text(statement.format(other="e" * 64)))
    assert faults(world) == [problem]


@pytest.mark.parametrize("bent", [("Z" * 32, "0" * 64), ("e" * 32, "an owner's name".ljust(64))])
def test_what_is_left_of_an_erased_one_cannot_hold_content(world: World, bent: tuple[str, str]) -> None:
    with world.work() as work:
        work.session.execute(
            sa.text("INSERT INTO erased_check_ups VALUES (:id, '2026-11-21', :digest)"),
            {"id": bent[0], "digest": bent[1]},
        )
    assert faults(world) == ["it is not an id, a day and a digest"]


def test_new_sections_are_kept_beside_the_file(world: World) -> None:
    with world.work() as work:
        save_answers(
            work,
            world.check_up_id,
            {
                ("reasons", "T1"): "Siamo in due.",
                ("practices", "p1"): {"name": "Orto", "what": "Un orto per tutti."},
                ("plan", "M01"): {"state": "planned", "owner": "Titolare"},
                ("sites", "s1"): "Trento",
            },
            "plan",
        )
    with open_reading(world.database) as session:
        answers = current_answers(session, world.check_up_id)
    assert answers.extra == {
        "reasons": {"T1": "Siamo in due."},
        "practices": {"p1": {"name": "Orto", "what": "Un orto per tutti."}},
        "plan": {"M01": {"state": "planned", "owner": "Titolare"}},
        "sites": {"s1": "Trento"},
    }
    assert not any(answers.file.values())
    assert faults(world) == []


def test_no_page_writes_the_life_of_a_check_up(world: World) -> None:
    with world.work() as work, pytest.raises(ValueError, match="no answer can be stored"):
        save_answers(work, world.check_up_id, {("life", "kept"): {"until": "2099-01-01"}}, "profile")
