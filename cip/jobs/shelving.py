"""Looks after the files that people handed in: has new ones scanned, takes off the disk what is to go.

In short Works, and none while the scanner reads or the disk is cleared. Any number of processes may do so at once.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from cip.database.engine import Database
from cip.database.work import open_reading, open_work
from cip.files.accepted import FileNotReadyError
from cip.files.actions import ScannerError, record_removed, record_scan, remove_bytes, scan, sweep_orphans
from cip.files.reads import find_file, open_whole, pending_files, to_remove
from cip.files.stored import Shelf, Verdict
from cip.parties.access import SYSTEM

AT_ONCE = 50

_LOG = logging.getLogger(__name__)


def scan_pending(database: Database, shelf: Shelf, clock: Callable[[], datetime], at_most: int = AT_ONCE) -> int:
    """Have the scanner look at files that wait, oldest first; how many got a verdict. While the scanner is down, or for
    a file that cannot be read, they go on waiting: nobody gets a file that nobody has looked at.
    """
    if shelf.scanner is None:
        return 0
    with open_reading(database) as session:
        waiting = pending_files(session, at_most)
    done = 0
    for file_id in waiting:
        try:
            verdict = _verdict(database, shelf, shelf.scanner, file_id)
        except ScannerError as error:
            _LOG.error("files wait for the scanner: %s", error)
            break
        if verdict is not None:
            with open_work(database, actor=SYSTEM, now=clock(), act="scan") as work:
                done += record_scan(work, file_id, verdict)
    return done


def clear_shelf(database: Database, shelf: Shelf, now: datetime, at_most: int = AT_ONCE) -> int:
    """Take the bytes of erased and refused files off the disk; how many. To be called after the commit of an erasure;
    the housekeeping calls it too, for what a crash has left.
    """
    with open_reading(database) as session:
        going = to_remove(session, at_most)
    if going:
        # First the bytes, then the line that says so: a crash in between removes them again, and leaves none.
        remove_bytes(shelf, going)
        with open_work(database, actor=SYSTEM, now=now, act="clear_shelf") as work:
            record_removed(work, going)
    return len(going)


def sweep_shelf(database: Database, shelf: Shelf, now: datetime) -> int:
    """Remove bytes that no kept file owns; how many. Reads every folder: for the start and once an hour."""
    with open_reading(database) as session:
        return sweep_orphans(session, shelf, now)


def _verdict(database: Database, shelf: Shelf, scanner: str, file_id: str) -> Verdict | None:
    """What the scanner says; None for a file that is gone or damaged. Raises ScannerError."""
    with open_reading(database) as session:
        file = find_file(session, file_id)
    if file is None:
        return None
    try:
        with open_whole(shelf, file) as opened:
            return scan(scanner, opened)
    except FileNotReadyError:
        _LOG.error("file %s cannot be scanned: it is missing or was changed", file_id)
        return None
