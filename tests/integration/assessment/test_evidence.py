"""Evidence: added, listed, taken back; changes no answer; goes with its check-up, and so do its files."""

import io
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cip.assessment.actions import (
    CheckUpClosedError,
    Proves,
    TooMuchEvidenceError,
    add_evidence,
    close_check_up,
    erase_check_up,
    purge_expired,
    start_check_up,
    withdraw_evidence,
)
from cip.assessment.actions import add_evidence as adding
from cip.assessment.evidence import Evidence, owner_key
from cip.assessment.reads import EVIDENCE, chain_faults_of_all, current_answers, evidence_of, find_check_up
from cip.database.locks import RowGoneError
from cip.database.work import open_reading
from cip.files.accepted import Quota
from cip.files.actions import receive_file
from cip.files.reads import files_of
from cip.files.stored import Shelf
from cip.jobs.shelving import clear_shelf
from cip.parties.access import NotYoursError, guest, load_for
from tests.integration.files.handing import on_disk
from tests.integration.worlds import NOW, World
from tests.unit.files.samples import PDF

T1 = Proves("indicators", "T1", date(2026, 1, 1), date(2026, 12, 31), "il verbale")
DAY = date(2026, 11, 20)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf that takes files unscanned."""
    return Shelf(tmp_path / "files", None, unscanned=True)


def add_file(world: World, shelf: Shelf, proves: Proves = T1) -> str:
    with world.work() as work:
        room = owner_key(world.check_up_id)
        file = receive_file(work, shelf, io.BytesIO(PDF), "verbale.pdf", room, quota=Quota(9, 9_000))
        return add_evidence(work, world.check_up_id, proves, file_id=file.id)


def listed(world: World) -> tuple[Evidence, ...]:
    with open_reading(world.database) as session:
        return evidence_of(session, world.check_up_id)


def test_a_file_is_listed_and_changes_no_answer(world: World, shelf: Shelf) -> None:
    with open_reading(world.database) as session:
        before = current_answers(session, world.check_up_id), find_check_up(session, world.check_up_id)
    evidence_id = add_file(world, shelf)
    (found,) = listed(world)
    assert (found.id, found.section, found.question_id, found.note) == (evidence_id, "indicators", "T1", "il verbale")
    assert (found.true_from, found.valid_until) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (found.added_by, found.added_at, found.seen_on) == ("guest", NOW, None)
    with open_reading(world.database) as session:
        assert before == (current_answers(session, world.check_up_id), find_check_up(session, world.check_up_id))
        assert [file.id for file in files_of(session, owner_key(world.check_up_id))] == [found.file_id]


def test_seen_on_a_day(world: World) -> None:
    with world.work() as work:
        add_evidence(work, world.check_up_id, Proves("plan", "M05"), seen_on=DAY)
    assert listed(world)[0].seen_on == DAY


@pytest.mark.parametrize(
    ("proves", "file_id", "seen_on"),
    [
        (T1, None, None),
        (T1, "f" * 32, DAY),
        (Proves("notes", "T1"), None, DAY),
        (Proves("indicators", "T1", DAY, DAY - timedelta(days=1)), None, DAY),
        (Proves("indicators", "T1", note=""), None, DAY),
        (Proves("indicators", "T1", note="n" * 1_001), None, DAY),
    ],
)
def test_what_cannot_be_stored(world: World, proves: Proves, file_id: str | None, seen_on: date | None) -> None:
    with world.work() as work, pytest.raises(ValueError, match=r"evidence|proved|note"):
        add_evidence(work, world.check_up_id, proves, file_id=file_id, seen_on=seen_on)


def test_no_end_of_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[adding.__module__], "MOST_EVIDENCE", 2)
    with world.work() as work:
        for _number in range(2):
            add_evidence(work, world.check_up_id, T1, seen_on=DAY)
        with pytest.raises(TooMuchEvidenceError):
            add_evidence(work, world.check_up_id, T1, seen_on=DAY)


def test_taken_back_the_line_stays_and_the_file_goes(world: World, shelf: Shelf) -> None:
    evidence_id = add_file(world, shelf)
    with world.work() as work:
        assert withdraw_evidence(work, world.check_up_id, evidence_id, "era il foglio sbagliato")
        assert not withdraw_evidence(work, world.check_up_id, evidence_id, "ancora")
    (found,) = listed(world)
    assert (found.withdrawn_at, found.withdrawn_by) == (NOW, "guest")
    assert found.withdrawn_because == "era il foglio sbagliato"
    assert found.validity(DAY) == "withdrawn"
    clear_shelf(world.database, shelf, NOW)
    assert on_disk(shelf) == []


def test_who_takes_back_says_why(world: World) -> None:
    with world.work() as work:
        evidence_id = add_evidence(work, world.check_up_id, T1, seen_on=DAY)
        with pytest.raises(ValueError, match="says why"):
            withdraw_evidence(work, world.check_up_id, evidence_id, "")
        with pytest.raises(RowGoneError):
            withdraw_evidence(work, world.check_up_id, "0" * 32, "perché")


def test_a_closed_check_up_takes_none_and_gives_none_back(world: World) -> None:
    with world.work() as work:
        evidence_id = add_evidence(work, world.check_up_id, T1, seen_on=DAY)
        close_check_up(work, world.check_up_id)
        with pytest.raises(CheckUpClosedError):
            add_evidence(work, world.check_up_id, T1, seen_on=DAY)
        with pytest.raises(CheckUpClosedError):
            withdraw_evidence(work, world.check_up_id, evidence_id, "perché")


@pytest.mark.parametrize("how", ["erased", "expired"])
def test_erased_with_its_check_up(world: World, shelf: Shelf, how: str) -> None:
    add_file(world, shelf)
    withdrawn = add_file(world, shelf)
    with world.work() as work:
        withdraw_evidence(work, world.check_up_id, withdrawn, "perché")
    with world.work() as work:
        if how == "erased":
            erase_check_up(work, world.check_up_id, DAY)
        else:
            assert len(purge_expired(work, date(2027, 2, 20))) == 1
    assert clear_shelf(world.database, shelf, datetime.now(UTC)) == 2
    assert listed(world) == ()
    assert on_disk(shelf) == []
    with open_reading(world.database) as session:
        assert list(chain_faults_of_all(session)) == []
        left = files_of(session, owner_key(world.check_up_id))
        assert {(file.state, file.name) for file in left} == {("erased", "")}


def test_it_is_reached_through_its_check_up_by_its_holder_alone(world: World) -> None:
    with world.work() as work:
        evidence_id = add_evidence(work, world.check_up_id, T1, seen_on=DAY)
        other = start_check_up(
            work, pack_sha256=world.pack_sha256, guest_digest="d" * 64, language="it", expires_on=date(2027, 2, 19)
        )
    stranger = guest("the secret of browser B", NOW.date())
    with open_reading(world.database) as session:
        for action in ("read", "withdraw"):
            load_for(session, world.guest, EVIDENCE, evidence_id, action=action, parent=world.check_up_id)
            for who, parent in ((stranger, world.check_up_id), (world.guest, other)):
                with pytest.raises(NotYoursError):
                    load_for(session, who, EVIDENCE, evidence_id, action=action, parent=parent)
