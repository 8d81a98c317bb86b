"""Plans are agreed, signed, followed up, verified and erased, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from cip.assessment.actions import (
    ChangedMeanwhileError,
    CheckUpClosedError,
    OlderVersionError,
    PlanNotReadyError,
    agree_plan,
    close_check_up,
    erase_check_up,
    sign_plan,
    sign_plan_on_paper,
)
from cip.assessment.evidence import owner_key
from cip.assessment.reads import (
    PLAN_VERSION,
    chain_faults_of_all,
    plan_version_of_digest,
)
from cip.database.locks import RowGoneError, lock
from cip.database.work import open_reading, open_work
from cip.files.accepted import Quota
from cip.files.actions import receive_file
from cip.files.reads import files_of, find_file, usage_of
from cip.files.stored import Shelf, StoredFile
from cip.kernel.canonical import sha256_of
from cip.parties.access import NotYoursError, guest, load_for
from tests.integration.assessment.planning import DAY, M01, agree, faults, save, sign, signatures, stored, versions
from tests.integration.worlds import NOW, World
from tests.unit.assessment.firms import the_pack
from tests.unit.files.samples import PDF


def test_agreeing_freezes_the_plan_and_makes_proposed_measures_agreed(planned: World) -> None:
    save(planned, {("plan", "M05"): {"state": "in_use", "owner": "cassa", "start": "2026-01-01", "cost": 0}})
    version_id = agree(planned)
    (version,) = versions(planned)
    assert (version.id, version.number, version.on_day) == (version_id, 1, DAY)
    assert version.made_by == "guest"
    assert version.stored_plan == stored(planned).extra["plan"]
    assert {item.code: item.state for item in version.plan.measures} == {"M01": "agreed", "M05": "in_use"}
    assert sha256_of(version.content) == version.sha256
    with open_reading(planned.database) as session:
        assert plan_version_of_digest(session, version.sha256) == version
        assert plan_version_of_digest(session, "0" * 64) is None
    assert faults(planned) == []


def test_the_same_plan_is_agreed_once_and_a_changed_one_again(planned: World) -> None:
    first = agree(planned)
    assert agree(planned) == first
    save(planned, {("plan", "M01"): {**M01, "state": "in_use"}})
    assert agree(planned) == first, "what carries the plan out is no change"
    save(planned, {("plan", "M01"): {**M01, "owner": "banco"}})
    second = agree(planned)
    assert [version.id for version in versions(planned)] == [first, second]
    assert versions(planned)[1].prev_digest == versions(planned)[0].digest
    assert faults(planned) == []


def test_what_is_missing_is_named_and_nothing_is_frozen(planned: World) -> None:
    save(planned, {("plan", "M17"): {"state": "proposed"}, ("plan", "heard"): None})
    with pytest.raises(PlanNotReadyError) as refusal:
        agree(planned)
    assert {(lack.code, lack.what) for lack in refusal.value.lacks} == {
        ("M17", "owner"),
        ("M17", "start"),
        ("M17", "cost"),
        ("M17", "first_missing"),
        ("", "heard"),
    }
    assert versions(planned) == []


def test_what_was_not_seen_is_not_agreed(planned: World) -> None:
    seen = stored(planned)
    save(planned, {("plan", "M01"): {**M01, "cost": 99_000}})
    with pytest.raises(ChangedMeanwhileError):
        agree(planned, seen)
    assert versions(planned) == []


def test_a_closed_check_up_and_another_pack_are_refused(planned: World, world: World) -> None:
    with world.work() as work, pytest.raises(ValueError, match="pinned"):
        agree_plan(work, world.check_up_id, pack=the_pack(), on=DAY, seen=stored(world))
    with planned.work() as work:
        close_check_up(work, planned.check_up_id)
    with pytest.raises(CheckUpClosedError):
        agree(planned)


def test_a_signature_in_the_system_counts_once_a_person(planned: World) -> None:
    version_id = agree(planned)
    first = sign(planned, version_id)
    assert sign(planned, version_id) == first
    second = sign(planned, version_id, "b" * 32)
    found = signatures(planned)
    assert [one.id for one in found] == [first, second]
    assert (found[0].kind, found[0].name, found[0].day, found[0].number) == ("in_system", "Anna Verdi", DAY, 1)
    assert faults(planned) == []


def test_two_requests_at_once_are_one_signature(planned: World, monkeypatch: pytest.MonkeyPatch) -> None:
    version_id = agree(planned)
    barrier = Barrier(2)

    def late(*given: Any) -> Any:
        # On SQLite the second Work waits before it gets here.
        with suppress(BrokenBarrierError):
            barrier.wait(1)
        return lock(*given)

    monkeypatch.setattr(sign_plan, "lock", late)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: sign(planned, version_id), range(2))
    assert first == second
    assert len(signatures(planned)) == 1
    assert faults(planned) == []


def test_a_closed_check_up_takes_no_signature(planned: World, shelf: Shelf) -> None:
    version_id = agree(planned)
    first = sign(planned, version_id)
    with planned.work() as work:
        close_check_up(work, planned.check_up_id)
    with pytest.raises(CheckUpClosedError):
        sign(planned, version_id, "b" * 32)
    with pytest.raises(CheckUpClosedError):
        sign_paper(planned, version_id, shelf)
    assert sign(planned, version_id) == first, "who signed before learns so"
    assert len(signatures(planned)) == 1


def test_only_the_last_version_is_signed(planned: World, world: World) -> None:
    first = agree(planned)
    save(planned, {("plan", "M01"): {**M01, "owner": "banco"}})
    agree(planned)
    with pytest.raises(OlderVersionError):
        sign(planned, first)
    with pytest.raises(RowGoneError):
        sign(replace(planned, check_up_id=world.check_up_id), first)
    assert signatures(planned) == []


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "files", None, unscanned=True)


def sign_paper(world: World, version_id: str, shelf: Shelf, content: bytes = PDF) -> StoredFile:
    with world.work() as work:
        file = receive_file(
            work, shelf, BytesIO(content), "firmato.pdf", owner_key(world.check_up_id), quota=Quota(9, 10**8)
        )
        sign_plan_on_paper(work, world.check_up_id, version_id, file=file, name="Anna Verdi", day=DAY)
    return file


def test_a_signed_sheet_is_kept_with_its_digest_and_goes_with_the_check_up(planned: World, shelf: Shelf) -> None:
    version_id = agree(planned)
    file = sign_paper(planned, version_id, shelf)
    sign_paper(planned, version_id, shelf)
    (signature,) = signatures(planned)
    assert (signature.kind, signature.file_id, signature.file_sha256) == ("paper", file.id, sha256_of(PDF))
    assert faults(planned) == []
    with planned.work() as work:
        erase_check_up(work, planned.check_up_id, DAY)
    assert versions(planned) == []
    assert signatures(planned) == []
    with open_reading(planned.database) as session:
        gone = find_file(session, file.id)
    assert gone is not None
    assert gone.state == "erased"
    with open_reading(planned.database) as session:
        assert [str(fault) for fault in chain_faults_of_all(session)] == []


def test_a_sheet_that_comes_twice_leaves_one_file(planned: World, shelf: Shelf) -> None:
    version_id = agree(planned)
    first, second = sign_paper(planned, version_id, shelf), sign_paper(planned, version_id, shelf)
    with open_reading(planned.database) as session:
        kept = {file.id: file.state for file in files_of(session, owner_key(planned.check_up_id))}
        assert usage_of(session, owner_key(planned.check_up_id)).files == 1
    assert kept == {first.id: "clean", second.id: "erased"}


def test_a_version_is_its_holders_alone(planned: World, world: World) -> None:
    version_id = agree(planned)
    other = guest("another browser", DAY)
    with open_reading(planned.database) as session:
        found = load_for(session, planned.guest, PLAN_VERSION, version_id, action="read", parent=planned.check_up_id)
        assert found.id == version_id
        for who, action, parent in (
            (other, "read", planned.check_up_id),
            (planned.guest, "read", world.check_up_id),
            (planned.guest, "sign", planned.check_up_id),
        ):
            with pytest.raises(NotYoursError):
                load_for(session, who, PLAN_VERSION, version_id, action=action, parent=parent)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan_versions SET content = '{}'",
        "DELETE FROM plan_versions",
        "UPDATE plan_signatures SET name = 'Mario'",
        "DELETE FROM plan_signatures",
    ],
)
def test_the_database_refuses_to_change_what_was_agreed_and_signed(planned: World, statement: str) -> None:
    sign(planned, agree(planned))
    with pytest.raises(IntegrityError, match="append-only"), planned.work() as work:
        work.session.connection().exec_driver_sql(statement)


@pytest.fixture
def forged(planned: World) -> Callable[[str], list[str]]:
    """Runs one statement with the triggers dropped on a plan of two versions and two signatures; the faults found."""
    sign(planned, agree(planned))
    save(planned, {("plan", "M01"): {**M01, "owner": "banco"}})
    sign(planned, agree(planned))

    def forge(statement: str) -> list[str]:
        sqlite = planned.database.engine.dialect.name == "sqlite"
        with planned.database.engine.begin() as connection:
            for table in ("plan_versions", "plan_signatures"):
                for change in ("update", "delete"):
                    on = "" if sqlite else f" ON {table}"
                    connection.exec_driver_sql(f"DROP TRIGGER tr_{table}_no_{change}{on}")
            connection.exec_driver_sql(statement)
        return [fault.replace(f"check-up {planned.check_up_id}", "it") for fault in faults(planned)]

    return forge


CHANGED = "its content was changed after it was written"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE plan_versions SET made_by = 'someone' WHERE number = 1", [f"it, plan 1: {CHANGED}"]),
        (
            "UPDATE plan_versions SET content = replace(content, 'cassa', 'altri') WHERE number = 1",
            [
                f"it, plan 1: {CHANGED}",
                "it, plan 1: its content does not have the sha256 it was agreed with",
                "it, plan 1: its plan is not that of the events it names",
            ],
        ),
        ("UPDATE plan_signatures SET name = 'Mario' WHERE number = 2", [f"it, plan signature 2: {CHANGED}"]),
        (
            "DELETE FROM plan_signatures WHERE number = 2",
            [
                "it, plan signatures: its last rows are missing, or rows were added behind the back of the application",
                "it: the number of its plan signatures is not the number it remembers",
            ],
        ),
        (
            "DELETE FROM plan_signatures",
            [
                "it, plan signatures: its last rows are missing, or rows were added behind the back of the application",
                "it: the number of its plan signatures is not the number it remembers",
            ],
        ),
    ],
)
def test_who_edits_by_hand_is_found_out(forged: Callable[[str], list[str]], statement: str, found: list[str]) -> None:
    assert forged(statement) == found


def test_two_people_at_once_never_make_the_same_version_twice(planned: World) -> None:
    seen = stored(planned)
    later = NOW + timedelta(seconds=1)
    first = agree(planned, seen)
    with open_work(planned.database, actor=planned.guest, now=later) as work, pytest.raises(ChangedMeanwhileError):
        agree_plan(work, planned.check_up_id, pack=the_pack(), on=DAY, seen=seen)
    assert [version.id for version in versions(planned)] == [first]
