"""What was erased or refused leaves the disk, and so do bytes that no row knows."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cip.database.locks import RowGoneError, lock
from cip.database.work import Session, Work
from cip.files.actions.receive_file import INCOMING, flush_folder
from cip.files.reads import kept_among
from cip.files.records import FileRow
from cip.files.stored import Shelf

GRACE = timedelta(hours=1)
"""So old must bytes without a row be: a request that is still under way has written them and will commit."""
_BATCH = 200


def remove_bytes(shelf: Shelf, ids: Sequence[str]) -> list[str]:
    """Take the bytes of these files off the disk; those whose bytes are gone now. What the disk does not let go stands
    in no other's way. To be called after the commit that erased or refused them: a Work that fails must find them.
    """
    gone = []
    for file_id in ids:
        path = shelf.path(file_id)
        try:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
                flush_folder(path.parent)
        except OSError:
            continue
        gone.append(file_id)
    return gone


def record_removed(work: Work, ids: Sequence[str]) -> None:
    """Write down that the bytes of these erased or refused files are gone. Locked in the order of the ids, whichever
    order they come in: two processes at it never wait for each other in a circle.
    """
    for file_id in sorted(ids):
        with contextlib.suppress(RowGoneError):
            row = lock(work.session, FileRow, file_id)
            row.removed_at = row.removed_at or work.now
    work.session.flush()


def sweep_orphans(session: Session, shelf: Shelf, now: datetime) -> int:
    """Remove bytes that no kept file owns and that are older than GRACE; how many. A process died between the disk and
    the commit, or a backup has brought back what was erased.
    """
    gone = 0
    for paths in _batches(_old(shelf, now)):
        kept = kept_among(session, [path.name for path in paths if path.parent.name != INCOMING])
        for path in paths:
            if path.name not in kept:
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def _old(shelf: Shelf, now: datetime) -> Iterator[Path]:
    """Everything in the folders of the shelf that has been there for GRACE, by the times that the disk keeps."""
    before = (now - GRACE).timestamp()
    for folder in sorted(shelf.folder.glob("*/")) if shelf.folder.is_dir() else ():
        with os.scandir(folder) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    if not entry.is_dir(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_mtime < before:
                        yield Path(entry.path)


def _batches(paths: Iterator[Path]) -> Iterator[list[Path]]:
    batch: list[Path] = []
    for path in paths:
        batch.append(path)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
