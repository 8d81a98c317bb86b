"""The queries of the files, and the opening of what lies on the disk."""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from cip.database.chain import Fault
from cip.files.accepted import FileNotReadyError
from cip.files.records import FileRow
from cip.files.stored import Place, Shelf, StoredFile, Usage

_PIECE = 256 * 1024
_COLUMNS = tuple(column for column in FileRow.__table__.columns if column.name != "finding")
_KEPT = ("quarantined", "clean")


def find_file(session: Session, file_id: str) -> StoredFile | None:
    """The file with this id, None if there is none. Who may see it is a question of what it hangs on."""
    row = session.execute(select(*_COLUMNS).where(FileRow.id == file_id)).one_or_none()
    return None if row is None else StoredFile(**row._mapping)


def files_of(session: Session, owner_key: str) -> tuple[StoredFile, ...]:
    """Every file that takes up an owner's room, oldest first; erased and refused ones too."""
    query = select(*_COLUMNS).where(FileRow.owner_key == owner_key).order_by(FileRow.received_at, FileRow.id)
    return tuple(StoredFile(**row._mapping) for row in session.execute(query))


def keepers_of_files(session: Session, beginning: str) -> Sequence[str]:
    """The owners (their keys begin so) of files that were not erased, in the order of their keys."""
    of_sort = FileRow.owner_key.startswith(beginning, autoescape=True)
    query = select(FileRow.owner_key).where(of_sort, FileRow.state != "erased").distinct()
    return session.scalars(query.order_by(FileRow.owner_key)).all()


def usage_of(session: Session, owner_key: str) -> Usage:
    """How many files, and bytes, an owner keeps on the disk."""
    query = select(func.count(), func.coalesce(func.sum(FileRow.size), 0)).where(
        FileRow.owner_key == owner_key, FileRow.state.in_(_KEPT)
    )
    files, size = session.execute(query).one()
    return Usage(int(files), int(size))


def pending_files(session: Session, at_most: int, after: Place | None = None) -> Sequence[Place]:
    """The files that a scanner should look at, oldest first, from behind the place `after`: also those taken when there
    was none.
    """
    waiting: ColumnElement[bool] = or_(
        FileRow.state == "quarantined", and_(FileRow.state == "clean", FileRow.scanned_at.is_(None))
    )
    query = select(FileRow.received_at, FileRow.id).where(waiting).order_by(FileRow.received_at, FileRow.id)
    if after is not None:
        same = and_(FileRow.received_at == after.received_at, FileRow.id > after.file_id)
        query = query.where(or_(FileRow.received_at > after.received_at, same))
    return [Place(*row) for row in session.execute(query.limit(at_most))]


def to_remove(session: Session, at_most: int, after: str = "") -> Sequence[str]:
    """The ids of files that were erased or refused and whose bytes are still there, in the order of the ids, from
    behind `after`: whoever locks them in this order never waits in a circle.
    """
    going = select(FileRow.id).where(FileRow.state.not_in(_KEPT), FileRow.removed_at.is_(None), FileRow.id > after)
    return session.scalars(going.order_by(FileRow.id).limit(at_most)).all()


def kept_among(session: Session, ids: Sequence[str]) -> frozenset[str]:
    """Which of these files are to stay on the disk."""
    return frozenset(session.scalars(select(FileRow.id).where(FileRow.id.in_(ids), FileRow.state.in_(_KEPT))))


def open_file(shelf: Shelf, file: StoredFile) -> BinaryIO:
    """The bytes of a file, open at their beginning, for whoever hands them out.

    Raises FileNotReadyError if the file is not to be used, if its bytes are gone, or if they are no longer those that
    came in: a changed proof must not pass for the one that was given.
    """
    if not shelf.usable(file):
        raise FileNotReadyError("This file is not ready to be handed out.")
    return open_whole(shelf, file)


def open_whole(shelf: Shelf, file: StoredFile) -> BinaryIO:
    """The same for one that nobody has looked at yet (for the scanner). Raises FileNotReadyError."""
    try:
        opened = _open(shelf.path(file.id))
        try:
            same = _digest(opened) == (file.size, file.sha256)
            opened.seek(0)
        except OSError:
            opened.close()
            raise
    except OSError as error:
        raise FileNotReadyError("This file cannot be read.") from error
    if not same:
        opened.close()
        raise FileNotReadyError("This file is no longer the one that came in.")
    return opened


def file_faults(session: Session, folder: Path) -> Iterator[Fault]:
    """Files whose bytes are missing or no longer those that came in, and bytes that should be gone."""
    shelf = Shelf(folder, None, unscanned=False)
    for row in session.execute(select(*_COLUMNS).order_by(FileRow.id)):
        file = StoredFile(**row._mapping)
        problem = _gone_problem(shelf, file) if file.state not in _KEPT else _kept_problem(shelf, file)
        if problem is not None:
            yield Fault(f"file {file.id} of {file.owner_key}", problem)


def _gone_problem(shelf: Shelf, file: StoredFile) -> str | None:
    back = file.removed_at is not None and os.path.lexists(shelf.path(file.id))
    return "it was removed and its bytes came back; start `cip run` once" if back else None


def _kept_problem(shelf: Shelf, file: StoredFile) -> str | None:
    try:
        with _open(shelf.path(file.id)) as opened:
            same = _digest(opened) == (file.size, file.sha256)
    except FileNotFoundError:
        return "its bytes are missing"
    except OSError:
        return "its bytes cannot be read"
    return None if same else "its bytes were changed"


def _open(path: Path) -> BinaryIO:
    # Never through a link: who can plant one could make us hand out any file of the machine.
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(f"{path.name} is no plain file")
    return os.fdopen(handle, "rb")


def _digest(opened: BinaryIO) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while piece := opened.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return size, digest.hexdigest()


def kept_files(session: Session) -> tuple[StoredFile, ...]:
    """Every file that is to stay on the disk, by id."""
    query = select(*_COLUMNS).where(FileRow.state.in_(_KEPT)).order_by(FileRow.id)
    return tuple(StoredFile(**row._mapping) for row in session.execute(query))


def open_for_copy(shelf: Shelf, file: StoredFile) -> BinaryIO:
    """The bytes of a file as they lie there, for a backup, which compares digests itself. Raises OSError."""
    return _open(shelf.path(file.id))
