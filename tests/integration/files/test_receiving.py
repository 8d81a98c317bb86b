"""Files come in: kept under random names for their owner alone, within quota and size, or refused without a trace."""

import io
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cip.database.engine import Database
from cip.database.work import open_reading, open_work
from cip.files import accepted
from cip.files.accepted import LARGEST_FILE, FileRefusedError, Quota
from cip.files.actions import receive_file
from cip.files.reads import files_of, usage_of
from cip.files.stored import Shelf, Usage
from cip.kernel.canonical import sha256_of
from cip.parties.access import SYSTEM
from tests.integration.files.handing import Hand, Look, on_disk
from tests.integration.worlds import NOW
from tests.unit.files.samples import PDF, bomb, good, png


def test_a_file_is_kept_as_it_came(shelf: Shelf, hand: Hand, look: Look) -> None:
    file = hand(shelf, PDF, "../..\\Verbale\u202e.PDF")
    assert look(file.id) == file
    assert (file.name, file.kind, file.size, file.state) == ("Verbale.pdf", "pdf", len(PDF), "clean")
    assert file.sha256 == sha256_of(PDF.decode())
    assert file.scanned_at is None
    assert on_disk(shelf) == [shelf.path(file.id)]
    assert shelf.path(file.id).read_bytes() == PDF


@pytest.mark.parametrize("kind", accepted.TYPES)
def test_every_type_is_kept(shelf: Shelf, hand: Hand, kind: str) -> None:
    assert hand(shelf, good()[kind], f"prova.{kind}").kind == kind


def test_only_their_owner_can_look_at_them(shelf: Shelf, hand: Hand) -> None:
    before = os.umask(0)
    try:
        file = hand(shelf)
    finally:
        os.umask(before)
    path = shelf.path(file.id)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (path.parent, shelf.folder, shelf.folder / "incoming"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "a.pdf", "empty"),
        (PDF + b"\0" * LARGEST_FILE, "a.pdf", "too_large"),
        (b"MZ" + b"\0" * 99, "a.pdf", "type"),
        (png(), "a.pdf", "ending"),
        (PDF, "a.exe", "ending"),
        (PDF[:30], "a.pdf", "damaged"),
        (bomb(120), "a.docx", "unpacks_too_large"),
    ],
)
def test_a_refused_file_leaves_nothing(
    database: Database, shelf: Shelf, hand: Hand, data: bytes, name: str, why: str
) -> None:
    with pytest.raises(FileRefusedError) as refused:
        hand(shelf, data, name)
    assert refused.value.why == why
    assert on_disk(shelf) == []
    with open_reading(database) as session:
        assert files_of(session, "firm:a") == ()


def test_exactly_the_largest_size_is_taken(shelf: Shelf, hand: Hand) -> None:
    data = PDF.replace(b"%%EOF", b"%" * (LARGEST_FILE - len(PDF)) + b"%%EOF")
    assert hand(shelf, data).size == LARGEST_FILE


def test_a_file_without_end_is_read_no_further_than_allowed(database: Database, shelf: Shelf) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1, /) -> bytes:
            self.given += size
            return b"\0" * size

    endless = Endless()
    with open_work(database, actor=SYSTEM, now=NOW) as work, pytest.raises(FileRefusedError, match="too large"):
        receive_file(work, shelf, endless, "a.pdf", "firm:a", quota=Quota(1, LARGEST_FILE))  # type: ignore[arg-type]
    assert endless.given <= LARGEST_FILE + 1_000_000


def test_a_connection_that_breaks_leaves_nothing(database: Database, shelf: Shelf) -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1, /) -> bytes:
            raise ConnectionResetError

    with open_work(database, actor=SYSTEM, now=NOW) as work, pytest.raises(FileRefusedError):
        receive_file(work, shelf, Broken(), "a.pdf", "firm:a", quota=Quota(1, 1_000))  # type: ignore[arg-type]
    assert on_disk(shelf) == []


def test_without_a_scanner_nothing_comes_in_unless_somebody_said_so(tmp_path: Path, hand: Hand) -> None:
    closed = Shelf(tmp_path / "files", None, unscanned=False)
    with pytest.raises(FileRefusedError) as refused:
        hand(closed)
    assert refused.value.why == "closed"
    assert not closed.folder.exists()


def test_a_nearly_full_disk_takes_none(shelf: Shelf, hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    module = __import__("cip.files.actions.receive_file", fromlist=["LEAST_FREE"])
    monkeypatch.setattr(module, "LEAST_FREE", 1 << 60)
    with pytest.raises(FileRefusedError) as refused:
        hand(shelf)
    assert refused.value.why == "no_room"


class TestQuota:
    """How much room an owner has."""

    def test_bytes(self, shelf: Shelf, hand: Hand) -> None:
        quota = Quota(10, 2 * len(PDF))
        hand(shelf, quota=quota)
        hand(shelf, quota=quota)
        with pytest.raises(FileRefusedError) as refused:
            hand(shelf, quota=quota)
        assert refused.value.why == "no_quota"
        assert len(on_disk(shelf)) == 2

    def test_somebody_else_has_room_of_their_own(self, shelf: Shelf, hand: Hand) -> None:
        quota = Quota(1, 1_000)
        hand(shelf, quota=quota)
        assert hand(shelf, quota=quota, owner="firm:b").owner_key == "firm:b"

    def test_ten_thousand_tries_leave_what_the_quota_allows(
        self, database: Database, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "fsync", lambda _handle: None)
        quota, refused = Quota(20, 10_000_000), 0
        with open_work(database, actor=SYSTEM, now=NOW) as work:
            for _number in range(10_000):
                try:
                    receive_file(work, shelf, io.BytesIO(PDF), "a.pdf", "firm:a", quota=quota)
                except FileRefusedError:
                    refused += 1
        assert refused == 9_980
        assert len(on_disk(shelf)) == 20
        with open_reading(database) as session:
            assert usage_of(session, "firm:a") == Usage(20, 20 * len(PDF))

    def test_files_that_come_at_once_do_not_share_the_last_place(self, shelf: Shelf, hand: Hand) -> None:
        def try_one(_number: int) -> bool:
            try:
                hand(shelf, quota=Quota(3, 1_000_000))
            except FileRefusedError:
                return False
            return True

        with ThreadPoolExecutor(8) as threads:
            taken = list(threads.map(try_one, range(16)))
        assert sum(taken) == 3
        assert len(on_disk(shelf)) == 3
