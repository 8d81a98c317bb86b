"""Looks after the files that people handed in: has new ones scanned, takes off the disk what is to go.

In short Works, and none while the scanner reads or the disk is cleared. Any number of processes may do so at once.
"""

import logging
from collections.abc import Callable, Iterator, MutableMapping
from datetime import datetime, timedelta

from cip.database.engine import Database
from cip.database.work import open_reading, open_work
from cip.files.accepted import FileNotReadyError
from cip.files.actions import (
    NoVerdictError,
    ScannerDownError,
    record_removed,
    record_scan,
    remove_bytes,
    scan,
    sweep_orphans,
)
from cip.files.reads import find_file, open_whole, pending_files, to_remove
from cip.files.stored import Shelf, Verdict
from cip.parties.access import SYSTEM

AT_ONCE = 50
# A file that got no verdict is tried again after this, so that it takes no turn from those that come in meanwhile.
TRY_AGAIN_AFTER = timedelta(hours=1)

_LOG = logging.getLogger(__name__)


def scan_pending(
    database: Database,
    shelf: Shelf,
    clock: Callable[[], datetime],
    at_most: int = AT_ONCE,
    put_off: MutableMapping[str, datetime] | None = None,
) -> int:
    """Have the scanner look at files that wait, oldest first, until `at_most` got a verdict; how many did.

    While the scanner is down all go on waiting. One that cannot be read, or of which the scanner says nothing, stays in
    quarantine, is stepped past, and stands in `put_off` with the moment from which it is tried again: nobody gets a
    file that nobody has looked at, and no file stops another. Whoever calls again hands `put_off` in again.
    """
    if shelf.scanner is None:
        return 0
    later = put_off if put_off is not None else {}
    done = 0
    for file_id in _waiting(database, at_most, later, clock()):
        try:
            verdict = _verdict(database, shelf, shelf.scanner, file_id)
        except ScannerDownError as error:
            _LOG.error("files wait for the scanner: %s", error)
            break
        except (NoVerdictError, FileNotReadyError) as error:
            _LOG.error("file %s stays in quarantine: %s", file_id, error)
            later[file_id] = clock() + TRY_AGAIN_AFTER
            continue
        if verdict is not None:
            with open_work(database, actor=SYSTEM, now=clock(), act="scan") as work:
                done += record_scan(work, file_id, verdict)
        if done >= at_most:
            break
    return done


def clear_shelf(database: Database, shelf: Shelf, now: datetime, at_most: int = AT_ONCE) -> int:
    """Take the bytes of erased and refused files off the disk, until `at_most` are gone; how many went. What the disk
    does not let go is stepped past and tried again next time. To be called after the commit of an erasure; the
    housekeeping calls it too, for what a crash has left.
    """
    gone, stuck, after = 0, 0, ""
    while gone < at_most:
        with open_reading(database) as session:
            going = to_remove(session, at_most - gone, after)
        if not going:
            break
        after = going[-1]
        # First the bytes, then the line that says so: a crash in between removes them again, and leaves none.
        removed = remove_bytes(shelf, going)
        if removed:
            with open_work(database, actor=SYSTEM, now=now, act="clear_shelf") as work:
                record_removed(work, removed)
        gone, stuck = gone + len(removed), stuck + len(going) - len(removed)
    if stuck:
        _LOG.error("files that must go stay on the disk, which does not let them go: %d", stuck)
    return gone


def sweep_shelf(database: Database, shelf: Shelf, now: datetime) -> int:
    """Remove bytes that no kept file owns; how many. Reads every folder: for the start and once an hour."""
    with open_reading(database) as session:
        return sweep_orphans(session, shelf, now)


def _waiting(database: Database, at_once: int, put_off: MutableMapping[str, datetime], now: datetime) -> Iterator[str]:
    """The ids of all files that wait, asked for some at a time, without those that are put off beyond `now`; the others
    leave `put_off`.
    """
    for file_id in [file_id for file_id, moment in put_off.items() if moment <= now]:
        del put_off[file_id]
    after = None
    while True:
        with open_reading(database) as session:
            places = pending_files(session, at_once, after)
        yield from (place.file_id for place in places if place.file_id not in put_off)
        if len(places) < at_once:
            return
        after = places[-1]


def _verdict(database: Database, shelf: Shelf, scanner: str, file_id: str) -> Verdict | None:
    """What the scanner says; None for a file that is gone. Raises FileNotReadyError for one that is missing or damaged,
    ScannerDownError, NoVerdictError.
    """
    with open_reading(database) as session:
        file = find_file(session, file_id)
    if file is None:
        return None
    with open_whole(shelf, file) as opened:
        return scan(scanner, opened)
