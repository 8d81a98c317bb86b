"""A file is handed in: looked at, put on the shelf, written down.

The bytes are on the disk under their final name before the row is committed. If the process dies in between, or the
Work fails, they are bytes without a row, which `sweep_orphans` removes; never a row without bytes.
"""

import hashlib
import os
import shutil
from pathlib import Path
from typing import BinaryIO

from cip.database.locks import lock_words
from cip.database.work import Work
from cip.files.accepted import LARGEST_FILE, FileRefusedError, FileType, Quota
from cip.files.detecting import detect
from cip.files.names import clean_name
from cip.files.reads import find_file, usage_of
from cip.files.records import FileRow
from cip.files.stored import Shelf, StoredFile

LEAST_FREE = 500 * 1024 * 1024
"""So much stays free on the disk: the database, which may lie on the same one, needs room to save answers."""
INCOMING = "incoming"
_PIECE = 256 * 1024


def receive_file(work: Work, shelf: Shelf, stream: BinaryIO, name: str, owner_key: str, *, quota: Quota) -> StoredFile:
    """Take the bytes of `stream`, which came under `name`, into the room of `owner_key`; the file as it is kept.

    It is quarantined until a scanner has seen it, or clean at once where the shelf takes files unscanned. Raises
    FileRefusedError, with nothing left behind, for a file that cannot be taken.
    """
    if not shelf.open:
        raise FileRefusedError("closed")
    # Who has no room left costs us no disk; what counts is asked again below, under the lock.
    _check_quota(work, owner_key, 0, quota)
    aside = _write_aside(shelf, stream, work.new_id())
    try:
        size, sha256, kind = _look(aside)
        kept = clean_name(name, kind)
        # Two files at once must not both find the last free place.
        lock_words(work.session, f"files of {owner_key}")
        _check_quota(work, owner_key, size, quota)
        file_id = work.new_id()
        _put_on_shelf(aside, shelf.path(file_id))
    finally:
        aside.unlink(missing_ok=True)
    work.session.add(
        FileRow(
            id=file_id,
            owner_key=owner_key,
            name=kept,
            kind=kind.id,
            size=size,
            sha256=sha256,
            state="clean" if shelf.scanner is None else "quarantined",
            received_at=work.now,
        )
    )
    work.session.flush()
    found = find_file(work.session, file_id)
    if found is None:  # pragma: no cover - it was written a line above
        raise LookupError(file_id)
    return found


def make_folder(folder: Path) -> None:
    """A folder for its owner alone, with those above it that are missing."""
    # One by one: `parents=True` would make those above with the modes that everybody's folders get.
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(exist_ok=True, mode=0o700)


def flush_folder(folder: Path) -> None:
    """What was named in a folder is on the disk when this returns."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_aside(shelf: Shelf, stream: BinaryIO, name: str) -> Path:
    """Copy the stream to a new file beside the shelf, on disk when this returns. Raises FileRefusedError."""
    folder = shelf.folder / INCOMING
    make_folder(folder)
    if shutil.disk_usage(folder).free < LEAST_FREE:
        raise FileRefusedError("no_room")
    path = folder / name
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            _copy(stream, file)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise FileRefusedError("no_room") from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _copy(stream: BinaryIO, file: BinaryIO) -> None:
    left = LARGEST_FILE
    while piece := stream.read(_PIECE):
        left -= len(piece)
        if left < 0:
            raise FileRefusedError("too_large")
        file.write(piece)


def _look(path: Path) -> tuple[int, str, FileType]:
    """Size, SHA-256 and type of a file. Raises FileRefusedError."""
    with path.open("rb") as file:
        kind = detect(file)
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), sha256, kind


def _check_quota(work: Work, owner_key: str, size: int, quota: Quota) -> None:
    used = usage_of(work.session, owner_key)
    if used.files >= quota.most_files:
        raise FileRefusedError("too_many")
    if used.bytes + size > quota.most_bytes:
        raise FileRefusedError("no_quota")


def _put_on_shelf(aside: Path, place: Path) -> None:
    make_folder(place.parent)
    # Linked, not renamed: whatever stands there already stays.
    os.link(aside, place)
    flush_folder(place.parent)
