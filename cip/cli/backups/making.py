"""`cip backup`: everything that a restore needs, in one archive, while the site goes on.

In this order, so that the parts agree whoever writes meanwhile: the anchors (none is newer than the database), the
database with the list of its files, the files, and last what was erased (so that a file that went while we copied is
known to be one that goes again).
"""

import hashlib
import hmac
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cip import __version__
from cip.cli.backups.archive import ANCHORS, DUMPS, ERASED, Manifest, Writing, writing
from cip.database.dumping import PIECE, snapshot
from cip.database.migrate import current, head
from cip.files.reads import kept_files, open_for_copy
from cip.files.stored import Shelf, StoredFile, shelf_for
from cip.kernel.errors import RefusalError
from cip.kernel.moments import moment_text
from cip.kernel.settings import Settings


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: its manifest and the digest of that, bytes, and what was wrong with the shelf."""

    manifest: Manifest
    digest: str
    bytes: int
    faults: Sequence[str]


def make_backup(settings: Settings, out: Path, moment: datetime) -> Made:
    """Write a backup to `out`. A file of the shelf that is missing or changed is a fault: the rest is backed up all the
    same. Raises RefusalError if nothing could be made.
    """
    revision = current(settings.database_url)
    if revision != head():
        raise RefusalError("the database has no tables of this version yet; start `cip run` once")
    if not out.parent.is_dir():
        raise RefusalError(f"{out.parent} is no folder")
    with writing(out) as archive:
        _copy(archive, ANCHORS, settings.audit_anchors)
        with snapshot(settings.database_url, out.parent, settings.pg_bin) as found:
            counts, kept, kind = found.counts(), kept_files(found.session), found.kind
            with archive.part(DUMPS[kind], packed=kind == "sqlite") as into:
                found.pour(into)
        faults = _copy_files(archive, shelf_for(settings), kept)
        _copy(archive, ERASED, settings.erased_list)
        made_at, key = moment_text(moment), key_mark(secret_key_of(settings))
        parts = tuple(archive.parts)
        manifest = Manifest(made_at, __version__, revision, kind, counts, key, parts, tuple(faults))
        digest = archive.finish(manifest)
    return Made(manifest, digest, out.stat().st_size, faults)


def secret_key_of(settings: Settings) -> str | None:
    """The secret key of the installation, given or kept in its folder; None if there is none."""
    kept = settings.var / "secret_key"
    if settings.secret_key is None and kept.is_file():
        return kept.read_text(encoding="ascii", errors="replace").strip()
    return settings.secret_key


def key_mark(key: str | None) -> str | None:
    """By which a restore knows whether it has the same secret key; nobody gets the key from it."""
    return None if key is None else hmac.new(key.encode(), b"cip backup", hashlib.sha256).hexdigest()[:16]


def _copy(archive: Writing, name: str, path: Path) -> None:
    with archive.part(name, packed=True) as into:
        if path.exists():
            with path.open("rb") as content:
                shutil.copyfileobj(content, into, PIECE)


def _copy_files(archive: Writing, shelf: Shelf, kept: Sequence[StoredFile]) -> list[str]:
    faults = []
    for file in kept:
        name = f"files/{file.id[:2]}/{file.id}"
        try:
            content = open_for_copy(shelf, file)
        except OSError as error:
            faults.append(f"{name}: {(error.strerror or 'cannot be read').lower()}")
            continue
        with content, archive.part(name) as into:
            shutil.copyfileobj(content, into, PIECE)
        copied = archive.parts[-1]
        if (copied.size, copied.sha256) != (file.size, file.sha256):
            faults.append(f"{name}: its bytes were changed")
    return faults


def refuse_without_room(folder: Path, needed: int) -> None:
    """Refuse to begin where the disk is too small. Raises RefusalError."""
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(existing).free
    if free < needed:
        raise RefusalError(f"{existing} has {free // 1_000_000} MB free, {needed // 1_000_000} MB are needed")


def write_owner_only(path: Path, text: str) -> None:
    """Write a small file that only its owner reads, on disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f"{path.name}.new")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
