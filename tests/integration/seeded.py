"""The worlds of the demonstration for tests: seeded once a process, and from then on copied from memory. To seed them
takes seconds, to copy them a few hundredths of one.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from cip.cli.worlds import SeededWorld, seed_worlds
from cip.database.audit.rows import AuditEntryRow
from cip.database.engine import Database
from cip.database.work import open_reading
from cip.files.stored import Shelf
from cip.kernel.settings import read_settings
from cip.web.packs import rules_folder

# Two are enough for a ranking; that all are seeded is seen where the demonstration is served.
FEW_APPLICANTS = 2


@dataclass(frozen=True)
class _Kept:
    database: sqlite3.Connection
    files: Mapping[Path, bytes]
    worlds: tuple[SeededWorld, ...]


_KEPT: dict[tuple[str, datetime], _Kept] = {}


def seed_few(database: Database, secret_key: str, shelf: Shelf, moment: datetime) -> tuple[SeededWorld, ...]:
    """What `seed_worlds` does under the checkout's rules with few applicants. A copy where nothing was ever written
    into an SQLite database; else seeded there.
    """
    if database.engine.dialect.name != "sqlite" or _written(database):
        return _seeded(database, secret_key, shelf, moment)
    key = (secret_key, moment)
    if key not in _KEPT:
        worlds = _seeded(database, secret_key, shelf, moment)
        _KEPT[key] = _Kept(_copy_of(database), dict(_files(shelf)), worlds)
        return worlds
    kept = _KEPT[key]
    with _opened(database) as target:
        kept.database.backup(target)
    for path, content in kept.files.items():
        (shelf.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (shelf.folder / path).write_bytes(content)
    return kept.worlds


def _seeded(database: Database, secret_key: str, shelf: Shelf, moment: datetime) -> tuple[SeededWorld, ...]:
    rules = rules_folder(read_settings({}))
    return seed_worlds(database, rules, secret_key, shelf, moment, most_applicants=FEW_APPLICANTS)


def _written(database: Database) -> bool:
    with open_reading(database) as session:
        return session.scalar(sa.select(AuditEntryRow.number).limit(1)) is not None


def _copy_of(database: Database) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    with _opened(database) as source:
        source.backup(copy)
    return copy


@contextmanager
def _opened(database: Database) -> Iterator[sqlite3.Connection]:
    assert database.engine.url.database is not None
    with closing(sqlite3.connect(database.engine.url.database)) as connection:
        yield connection


def _files(shelf: Shelf) -> Iterator[tuple[Path, bytes]]:
    for path in shelf.folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(shelf.folder), path.read_bytes()
