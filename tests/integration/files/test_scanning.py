"""Quarantine: nobody gets a file before the scanner has seen it, whatever happens to the scanner."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cip.database.engine import Database
from cip.files.accepted import FileNotReadyError
from cip.files.actions import NoVerdictError, ScannerDownError, scan
from cip.files.reads import open_file
from cip.files.stored import Shelf, StoredFile
from cip.jobs.shelving import TRY_AGAIN_AFTER, clear_shelf, scan_pending
from tests.integration.files.clamd import FakeClamd
from tests.integration.files.handing import Hand, Look, on_disk
from tests.integration.worlds import NOW
from tests.unit.files.samples import INFECTED, PDF


def closed(shelf: Shelf, file: StoredFile) -> bool:
    """Whether the file is not handed out."""
    try:
        open_file(shelf, file).close()
    except FileNotReadyError:
        return True
    return False


def test_a_file_waits_until_it_was_seen(database: Database, strict: Shelf, hand: Hand, look: Look) -> None:
    file = hand(strict)
    assert file.state == "quarantined"
    assert closed(strict, file)
    assert scan_pending(database, strict, lambda: NOW) == 1
    seen = look(file.id)
    assert (seen.state, seen.scanned_at) == ("clean", NOW)
    with open_file(strict, seen) as opened:
        assert opened.read() == PDF
    assert scan_pending(database, strict, lambda: NOW) == 0


def test_what_the_scanner_finds_is_refused_and_leaves_the_disk(
    database: Database, strict: Shelf, clamd: FakeClamd, hand: Hand, look: Look
) -> None:
    file = hand(strict, INFECTED)
    assert scan_pending(database, strict, lambda: NOW) == 1
    assert clamd.seen == [INFECTED]
    assert look(file.id).state == "refused"
    assert closed(strict, look(file.id))
    assert clear_shelf(database, strict, NOW) == 1
    assert on_disk(strict) == []
    assert look(file.id).removed_at == NOW


def test_while_the_scanner_is_down_a_file_stays_in_quarantine(
    database: Database, strict: Shelf, hand: Hand, look: Look
) -> None:
    down = replace(strict, scanner="unix:/nowhere/clamd.ctl")
    file = hand(down)
    for _round in range(3):
        assert scan_pending(database, down, lambda: NOW) == 0
        assert look(file.id).state == "quarantined"
        assert closed(down, look(file.id))
    assert scan_pending(database, strict, lambda: NOW) == 1, "the scanner is back"
    assert not closed(strict, look(file.id))


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"\0",
        b"stream: OK FOUND OK\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"OK\0",
        b"stream: ok\0",
        b"x" * 10_000,
    ],
)
def test_what_is_no_verdict_frees_nothing(
    database: Database, strict: Shelf, clamd: FakeClamd, hand: Hand, look: Look, reply: bytes
) -> None:
    clamd.reply = reply
    file = hand(strict)
    assert scan_pending(database, strict, lambda: NOW) == 0
    assert look(file.id).state == "quarantined"


def test_one_damaged_file_does_not_hold_up_the_others(
    database: Database, strict: Shelf, hand: Hand, look: Look
) -> None:
    first, second = hand(strict), hand(strict)
    strict.path(first.id).write_bytes(b"changed")
    assert scan_pending(database, strict, lambda: NOW) == 1
    assert (look(first.id).state, look(second.id).state) == ("quarantined", "clean")


def test_a_file_that_the_scanner_cannot_judge_does_not_hold_up_the_others(
    database: Database, strict: Shelf, clamd: FakeClamd, hand: Hand, look: Look
) -> None:
    odd = PDF + b"odd"
    clamd.mute.add(odd)
    first, second = hand(strict, odd), hand(strict)
    assert scan_pending(database, strict, lambda: NOW) == 1
    assert (look(first.id).state, look(second.id).state) == ("quarantined", "clean")
    assert closed(strict, look(first.id))
    clamd.mute.clear()
    assert scan_pending(database, strict, lambda: NOW) == 1
    assert look(first.id).state == "clean"


def test_many_damaged_files_do_not_fill_every_round(database: Database, strict: Shelf, hand: Hand, look: Look) -> None:
    damaged = [hand(strict) for _ in range(5)]
    for file in damaged:
        strict.path(file.id).unlink()
    healthy = [hand(strict) for _ in range(3)]
    assert [scan_pending(database, strict, lambda: NOW, at_most=2) for _ in range(3)] == [2, 1, 0]
    assert {look(file.id).state for file in healthy} == {"clean"}
    assert {look(file.id).state for file in damaged} == {"quarantined"}


def test_what_got_no_verdict_is_put_off_for_an_hour(
    database: Database, strict: Shelf, clamd: FakeClamd, hand: Hand, look: Look
) -> None:
    clamd.reply = b"stream: Can't allocate memory ERROR\0"
    file = hand(strict)
    put_off: dict[str, datetime] = {}
    assert scan_pending(database, strict, lambda: NOW, put_off=put_off) == 0
    clamd.reply = None
    soon, later = NOW + TRY_AGAIN_AFTER - timedelta(seconds=1), NOW + TRY_AGAIN_AFTER
    assert scan_pending(database, strict, lambda: soon, put_off=put_off) == 0
    assert len(clamd.seen) == 1
    assert scan_pending(database, strict, lambda: later, put_off=put_off) == 1
    assert look(file.id).state == "clean"
    assert put_off == {}


def test_what_came_in_unscanned_waits_once_a_scanner_is_set(
    database: Database, shelf: Shelf, strict: Shelf, hand: Hand, look: Look
) -> None:
    file = hand(shelf)
    assert not closed(shelf, file)
    assert closed(strict, file)
    assert scan_pending(database, strict, lambda: NOW) == 1
    assert not closed(strict, look(file.id))


def test_without_a_scanner_there_is_nothing_to_do(database: Database, shelf: Shelf, hand: Hand) -> None:
    hand(shelf)
    assert scan_pending(database, shelf, lambda: NOW) == 0


@pytest.mark.parametrize("address", ["unix:/nowhere", "tcp:127.0.0.1:1", "tcp:[::1]:1"])
def test_a_scanner_that_is_not_there_is_an_error(address: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(PDF)
    with (tmp_path / "a").open("rb") as file, pytest.raises(ScannerDownError):
        scan(address, file, seconds=1)


def test_a_scanner_that_breaks_off_is_there(clamd: FakeClamd, tmp_path: Path) -> None:
    clamd.reply = b""
    (tmp_path / "a").write_bytes(PDF)
    with (tmp_path / "a").open("rb") as file, pytest.raises(NoVerdictError):
        scan(clamd.address, file, seconds=1)
