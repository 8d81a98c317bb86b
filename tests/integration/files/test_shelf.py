"""What lies on the disk and what the database says of it agree, also after a crash, a backup, a curious hand."""

import io
import os
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from cip.database.engine import Database
from cip.database.locks import RowGoneError
from cip.database.work import open_reading, open_work
from cip.files.accepted import FileNotReadyError, Quota
from cip.files.actions import erase_file, erase_files_of, receive_file, record_removed
from cip.files.reads import file_faults, open_file, to_remove, usage_of
from cip.files.stored import Shelf, Usage
from cip.jobs.shelving import clear_shelf, sweep_shelf
from cip.parties.access import SYSTEM
from tests.integration.files.handing import Hand, Look, on_disk
from tests.integration.worlds import NOW
from tests.unit.files.samples import PDF

LATER = datetime.now(UTC) + timedelta(hours=2)


def faults(database: Database, shelf: Shelf) -> list[str]:
    """What `cip verify` says."""
    with open_reading(database) as session:
        return [f"{fault.name}: {fault.problem}" for fault in file_faults(session, shelf.folder)]


def test_whole_files_have_no_faults(database: Database, shelf: Shelf, hand: Hand) -> None:
    hand(shelf)
    assert faults(database, shelf) == []


class TestFaults:
    """Files that are not what came in are named, and not handed out."""

    def test_changed(self, database: Database, shelf: Shelf, hand: Hand) -> None:
        file, other = hand(shelf), hand(shelf)
        shelf.path(file.id).write_bytes(PDF.replace(b"1.4", b"1.5"))
        assert faults(database, shelf) == [f"file {file.id} of firm:a: its bytes were changed"]
        with pytest.raises(FileNotReadyError):
            open_file(shelf, file)
        open_file(shelf, other).close()

    def test_missing(self, database: Database, shelf: Shelf, hand: Hand) -> None:
        file = hand(shelf)
        shelf.path(file.id).unlink()
        assert faults(database, shelf) == [f"file {file.id} of firm:a: its bytes are missing"]
        with pytest.raises(FileNotReadyError):
            open_file(shelf, file)

    def test_a_link_is_not_followed(self, database: Database, shelf: Shelf, hand: Hand) -> None:
        file = hand(shelf)
        same = shelf.folder.parent / "same"
        shelf.path(file.id).rename(same)
        shelf.path(file.id).symlink_to(same)
        assert faults(database, shelf) == [f"file {file.id} of firm:a: its bytes cannot be read"]
        with pytest.raises(FileNotReadyError):
            open_file(shelf, file)

    def test_a_pipe_is_no_file(self, database: Database, shelf: Shelf, hand: Hand) -> None:
        file = hand(shelf)
        shelf.path(file.id).unlink()
        shelf.path(file.id).mkdir()
        assert faults(database, shelf) == [f"file {file.id} of firm:a: its bytes cannot be read"]


def test_a_link_in_the_way_is_neither_followed_nor_replaced(database: Database, shelf: Shelf) -> None:
    target = shelf.folder.parent / "target"
    target.write_bytes(b"precious")
    ids = iter(["a" * 32, "b" * 32])
    place = shelf.path("b" * 32)
    place.parent.mkdir(parents=True)
    place.symlink_to(target)
    with pytest.raises(FileExistsError), open_work(database, actor=SYSTEM, now=NOW, new_id=lambda: next(ids)) as work:
        receive_file(work, shelf, io.BytesIO(PDF), "a.pdf", "firm:a", quota=Quota(1, 1_000))
    assert target.read_bytes() == b"precious"


@pytest.mark.parametrize("odd", ["../../etc/passwd", "A" * 32, "", "a" * 33, "a" * 31 + "/"])
def test_only_an_id_names_a_place(shelf: Shelf, odd: str) -> None:
    with pytest.raises(ValueError, match="by its id"):
        shelf.path(odd)


class TestErasing:
    """Erased files leave: first the line, after the commit the bytes."""

    def test_one(self, database: Database, shelf: Shelf, hand: Hand, look: Look) -> None:
        file, other = hand(shelf), hand(shelf)
        with open_work(database, actor=SYSTEM, now=NOW) as work:
            assert erase_file(work, file.id)
            assert not erase_file(work, file.id)
        assert shelf.path(file.id).exists(), "a Work that fails must find it again"
        erased = look(file.id)
        assert (erased.state, erased.name) == ("erased", "")
        with pytest.raises(FileNotReadyError):
            open_file(shelf, erased)
        assert clear_shelf(database, shelf, NOW) == 1
        assert clear_shelf(database, shelf, NOW) == 0
        assert on_disk(shelf) == [shelf.path(other.id)]
        assert look(file.id).removed_at == NOW
        assert faults(database, shelf) == []

    def test_all_of_an_owner_and_their_room_is_free_again(self, database: Database, shelf: Shelf, hand: Hand) -> None:
        hand(shelf)
        hand(shelf)
        other = hand(shelf, owner="firm:b")
        with open_work(database, actor=SYSTEM, now=NOW) as work:
            assert erase_files_of(work, "firm:a") == 2
        clear_shelf(database, shelf, NOW)
        assert on_disk(shelf) == [shelf.path(other.id)]
        with open_reading(database) as session:
            assert usage_of(session, "firm:a") == Usage(0, 0)

    def test_what_is_not_there(self, database: Database) -> None:
        with open_work(database, actor=SYSTEM, now=NOW) as work, pytest.raises(RowGoneError):
            erase_file(work, "f" * 32)

    def test_a_work_that_fails_erases_nothing(self, database: Database, shelf: Shelf, hand: Hand, look: Look) -> None:
        file = hand(shelf)
        with suppress(ZeroDivisionError), open_work(database, actor=SYSTEM, now=NOW) as work:
            erase_file(work, file.id)
            raise ZeroDivisionError
        assert clear_shelf(database, shelf, NOW) == 0
        open_file(shelf, look(file.id)).close()

    def test_all_processes_take_them_in_one_order(self, database: Database, shelf: Shelf, hand: Hand) -> None:
        files = sorted(hand(shelf).id for _ in range(12))
        with open_work(database, actor=SYSTEM, now=NOW) as work:
            erase_files_of(work, "firm:a")
        with open_reading(database) as session:
            assert to_remove(session, 20) == files
            assert to_remove(session, 5, files[3]) == files[4:9]
        read: list[str] = []

        @event.listens_for(database.engine, "before_cursor_execute")
        def note(_connection: object, _cursor: object, statement: str, given: object, *_more: object) -> None:
            if statement.startswith("SELECT files"):
                read.extend(id for id in files if id in str(given))

        with open_work(database, actor=SYSTEM, now=NOW) as work:
            record_removed(work, files[::-1])
        assert list(dict.fromkeys(read)) == files

    def test_what_the_disk_does_not_let_go_stands_in_no_others_way(
        self, database: Database, shelf: Shelf, hand: Hand, look: Look, caplog: pytest.LogCaptureFixture
    ) -> None:
        files = sorted((hand(shelf) for _ in range(4)), key=lambda file: file.id)
        for file in files[:3]:
            shelf.path(file.id).unlink()
            shelf.path(file.id).mkdir()
        with open_work(database, actor=SYSTEM, now=NOW) as work:
            erase_files_of(work, "firm:a")
        assert clear_shelf(database, shelf, NOW, 2) == 1
        assert [look(file.id).removed_at for file in files] == [None, None, None, NOW]
        assert "stay on the disk, which does not let them go: 3" in caplog.text
        for file in files[:3]:
            shelf.path(file.id).rmdir()
        assert clear_shelf(database, shelf, NOW, 2) == 2


class TestOrphans:
    """Bytes without a line go, but not those of a request that is still under way."""

    def test_after_a_work_that_failed(self, database: Database, shelf: Shelf, hand: Hand) -> None:
        kept = hand(shelf)
        with suppress(ZeroDivisionError), open_work(database, actor=SYSTEM, now=NOW) as work:
            receive_file(work, shelf, io.BytesIO(PDF), "a.pdf", "firm:a", quota=Quota(9, 9_000))
            raise ZeroDivisionError
        assert len(on_disk(shelf)) == 2
        assert sweep_shelf(database, shelf, datetime.now(UTC)) == 0, "it may still be committed"
        assert sweep_shelf(database, shelf, LATER) == 1
        assert on_disk(shelf) == [shelf.path(kept.id)]

    def test_half_a_file_after_a_crash(self, database: Database, shelf: Shelf, hand: Hand) -> None:
        kept = hand(shelf)
        half = shelf.folder / "incoming" / ("c" * 32)
        half.write_bytes(b"%PDF")
        assert sweep_shelf(database, shelf, LATER) == 1
        assert on_disk(shelf) == [shelf.path(kept.id)]

    def test_erased_bytes_that_a_backup_brought_back(self, database: Database, shelf: Shelf, hand: Hand) -> None:
        file = hand(shelf)
        with open_work(database, actor=SYSTEM, now=NOW) as work:
            erase_file(work, file.id)
        clear_shelf(database, shelf, NOW)
        shelf.path(file.id).write_bytes(PDF)
        hour_ago = time.time() - 7_200
        os.utime(shelf.path(file.id), (hour_ago, hour_ago))
        assert faults(database, shelf) == [
            f"file {file.id} of firm:a: it was removed and its bytes came back; start `cip run` once"
        ]
        assert sweep_shelf(database, shelf, datetime.now(UTC)) == 1
        assert faults(database, shelf) == []

    def test_many_at_once(self, database: Database, shelf: Shelf, hand: Hand) -> None:
        kept = hand(shelf)
        folder = shelf.folder / "incoming"
        for number in range(450):
            (folder / f"{number:032x}").write_bytes(b"x")
        assert sweep_shelf(database, shelf, LATER) == 450
        assert on_disk(shelf) == [shelf.path(kept.id)]

    def test_no_shelf_yet(self, database: Database, shelf: Shelf) -> None:
        assert sweep_shelf(database, shelf, LATER) == 0
