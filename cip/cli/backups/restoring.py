"""`cip restore`: a backup put back on an empty database and an empty folder of files, and verified.

Every digest is compared before anything is written; the mark of a copy is set before the data. What fails half-way is
taken away again where that is ours to do.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cip.assessment.actions import read_erased
from cip.cli.backups.archive import ANCHORS, ERASED, Archive, BadArchiveError
from cip.cli.backups.lists import erase_again, merge_lists, read_people
from cip.cli.backups.making import key_mark, refuse_without_room, secret_key_of
from cip.cli.backups.mark import Mark, lift_mark, set_mark
from cip.cli.tidying import seal_waiting
from cip.cli.verify import Verified, verify_everything
from cip.database.dumping import PIECE, counts_at, is_empty, load_dump, unload
from cip.database.emptying import empty_log
from cip.database.engine import open_database, sqlite_file
from cip.database.migrate import knows, upgrade
from cip.database.outbox import silence
from cip.database.work import open_work
from cip.files.stored import Shelf, shelf_for
from cip.jobs.shelving import clear_shelf
from cip.kernel.errors import RefusalError
from cip.kernel.moments import moment_text
from cip.kernel.settings import Settings
from cip.parties.access import SYSTEM
from cip.parties.actions.after_restore import end_all_sessions

SECONDS_TO_EMPTY = 5.0
CLEARED_AT_MOST = 100_000
# What a restore writes beside the files: the database, and on SQLite its log while erasures are applied again.
ROOM_FACTOR = 3


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. `data_age` is the seconds from the backup to the restore (what may be lost: RPO), `seconds`
    how long it took until all was verified (RTO); `same_key` is None where the backup knew no secret key.
    """

    made_at: str
    revision: str
    files: int
    rows: int
    erased_again: int
    closed_again: int
    messages_silenced: int
    signed_out: int
    same_key: bool | None
    data_age: float
    seconds: float
    verified: Verified
    production: bool


@dataclass(frozen=True, slots=True)
class _Cleaned:
    erased: int
    closed: int
    silenced: int
    signed_out: int


def restore_backup(
    settings: Settings, backup: Path, clock: Callable[[], datetime], *, production: bool, erased: Path | None
) -> Restored:
    """Put a backup back. With `production` it is the real one at once, if nothing is wrong with it; `erased` is a newer
    list of what was erased, kept elsewhere. Raises RefusalError (BadArchiveError) and leaves nothing behind.
    """
    began, moment = time.monotonic(), clock()
    _refuse_full(settings)
    archive = Archive(backup)
    try:
        manifest = archive.manifest
        _refuse_unfit(settings, archive)
        archive.check()
        set_mark(settings, Mark(manifest.made_at, moment_text(moment)))
        _write(settings, archive, moment)
        _merge(settings, archive, erased)
    finally:
        archive.close()
    upgrade(settings.database_url)
    cleaned = _clean(settings, moment, drill=not production)
    verified = verify_everything(settings)
    if production and not verified.faults:
        lift_mark(settings)
    mine = key_mark(secret_key_of(settings))
    return Restored(
        made_at=manifest.made_at,
        revision=manifest.revision,
        files=len(manifest.files),
        rows=sum(manifest.counts.values()),
        erased_again=cleaned.erased,
        closed_again=cleaned.closed,
        messages_silenced=cleaned.silenced,
        signed_out=cleaned.signed_out,
        same_key=None if manifest.key_mark is None else mine == manifest.key_mark,
        data_age=(moment - datetime.fromisoformat(manifest.made_at)).total_seconds(),
        seconds=time.monotonic() - began,
        verified=verified,
        production=production and not verified.faults,
    )


def _refuse_full(settings: Settings) -> None:
    if not is_empty(settings.database_url):
        raise RefusalError("the database is not empty: put a backup back where nothing is (see CIP_DATABASE_URL)")
    folder = shelf_for(settings).folder
    if folder.exists() and any(not path.is_dir() for path in folder.rglob("*")):
        raise RefusalError(f"{folder} is not empty: put a backup back where nothing is (see CIP_VAR)")


def _refuse_unfit(settings: Settings, archive: Archive) -> None:
    manifest = archive.manifest
    kind = "postgresql" if sqlite_file(settings.database_url) is None else "sqlite"
    if manifest.database != kind:
        raise BadArchiveError(f"this backup holds a {manifest.database} database, CIP_DATABASE_URL names a {kind} one")
    if not knows(manifest.revision):
        raise BadArchiveError(f"this backup was made by a newer CIP: {manifest.version}, migration {manifest.revision}")
    sizes = {part.name: part.size for part in manifest.parts}
    refuse_without_room(settings.var, sum(part.size for part in manifest.files) + ROOM_FACTOR * sizes[manifest.dump])


def _write(settings: Settings, archive: Archive, moment: datetime) -> None:
    """Files, then database, then anchors; all of it goes again if any of it fails."""
    shelf = shelf_for(settings)
    try:
        _write_files(shelf, archive)
        with archive.open(archive.manifest.dump) as dump:
            load_dump(settings.database_url, dump, settings.pg_bin)
        there = counts_at(settings.database_url)
        wrong = [name for name, count in archive.manifest.counts.items() if there.get(name) != count]
        if wrong:
            raise RefusalError(f"after the restore these tables do not have their rows: {', '.join(wrong[:5])}")
        _write_anchors(settings, archive, moment)
    except BaseException:
        shutil.rmtree(shelf.folder, ignore_errors=True)
        unload(settings.database_url)
        settings.restored_mark.unlink(missing_ok=True)
        raise


def _write_files(shelf: Shelf, archive: Archive) -> None:
    for part in archive.manifest.files:
        path = shelf.path(part.name.rpartition("/")[2])
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file, archive.open(part.name) as content:
            shutil.copyfileobj(content, file, PIECE)
            file.flush()
            os.fsync(file.fileno())


def _write_anchors(settings: Settings, archive: Archive, moment: datetime) -> None:
    """The anchors of the backup. Newer ones that lie here tell of entries that are lost: they are set aside."""
    path = settings.audit_anchors
    if path.exists():
        path.rename(path.with_name(f"{path.stem}.before-{moment:%Y%m%dT%H%M%SZ}{path.suffix}"))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, archive.open(ANCHORS) as content:
        shutil.copyfileobj(content, file, PIECE)


def _merge(settings: Settings, archive: Archive, erased: Path | None) -> None:
    """The list of what was erased: what lies here, what the backup knew, and the newer list that somebody brought."""
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(prefix=".cip-erased-", dir=settings.var)
    try:
        with os.fdopen(handle, "wb") as file, archive.open(ERASED) as content:
            shutil.copyfileobj(content, file, PIECE)
        merge_lists(settings.erased_list, Path(name))
        if erased is not None:
            merge_lists(settings.erased_list, erased)
    finally:
        Path(name).unlink()


def _clean(settings: Settings, moment: datetime, *, drill: bool) -> _Cleaned:
    database = open_database(settings.database_url)
    listed, people = read_erased(settings.erased_list), read_people(settings.erased_list)
    try:
        with open_work(database, actor=SYSTEM, now=moment, act="restore") as work:
            erased, closed = erase_again(work, listed, people)
            silenced, signed_out = silence(work, drill=drill), end_all_sessions(work)
        empty_log(database, SECONDS_TO_EMPTY)
        clear_shelf(database, shelf_for(settings), moment, CLEARED_AT_MOST)
        seal_waiting(settings, database, moment)
    finally:
        database.dispose()
    return _Cleaned(erased, closed, silenced, signed_out)
