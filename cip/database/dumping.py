"""A database as one stream of bytes, and back: SQLite by its online backup, PostgreSQL by pg_dump and pg_restore.

What is dumped is one moment of the database, whoever writes meanwhile, and the session beside it sees that very moment.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from cip.database.engine import OWNER_ONLY, make_engine, open_database, shown, sqlite_file
from cip.database.pg_tools import environment_of, running, tool
from cip.kernel.errors import RefusalError

Kind = Literal["sqlite", "postgresql"]
PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of a database: `session` reads it, `pour` writes all of it into a file."""

    session: Session
    kind: Kind
    _copy: Path | None = None
    _command: Sequence[str] = ()
    _environ: dict[str, str] | None = None

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return count_tables(self.session.connection())

    def pour(self, into: IO[bytes]) -> None:
        """Write the dump into `into`, piece by piece. Raises RefusalError if the database's own program fails."""
        if self._copy is not None:
            with self._copy.open("rb") as copy:
                shutil.copyfileobj(copy, into, PIECE)
        else:
            with running(self._command, self._environ or {}) as dump:
                shutil.copyfileobj(dump, into, PIECE)


@contextmanager
def snapshot(url: str, folder: Path, pg_bin: Path | None) -> Iterator[Snapshot]:
    """The database at `url` as it is now. A copy of SQLite lies in `folder` meanwhile, for its owner alone; `pg_bin` is
    where the programs of PostgreSQL are. Raises RefusalError.
    """
    file = sqlite_file(url)
    if file is None:
        with _of_postgresql(url, pg_bin) as found:
            yield found
        return
    handle, name = tempfile.mkstemp(prefix=".cip-backup-", dir=folder)
    os.close(handle)
    copy = Path(name)
    try:
        _copy_sqlite(file, copy)
        database = open_database(f"sqlite:///{copy}")
        try:
            with database.reading() as session:
                yield Snapshot(session, "sqlite", _copy=copy)
        finally:
            database.dispose()
    finally:
        for path in (copy, copy.with_name(f"{copy.name}-wal"), copy.with_name(f"{copy.name}-shm")):
            path.unlink(missing_ok=True)


@contextmanager
def _of_postgresql(url: str, pg_bin: Path | None) -> Iterator[Snapshot]:
    program, environ = tool("pg_dump", pg_bin), environment_of(url)
    database = open_database(url)
    try:
        with database.reading() as session:
            # The transaction stays open while pg_dump reads: both see the same moment.
            name = session.scalar(sa.text("SELECT pg_export_snapshot()"))
            command = (program, "-Fc", "--no-owner", "--no-privileges", f"--snapshot={name}")
            yield Snapshot(session, "postgresql", _command=command, _environ=environ)
    finally:
        database.dispose()


def load_dump(url: str, dump: BinaryIO, pg_bin: Path | None) -> None:
    """Write a dump into the empty database at `url`: all of it or nothing. Raises RefusalError."""
    file = sqlite_file(url)
    if file is None:
        command = (tool("pg_restore", pg_bin), "--no-owner", "--no-privileges", "--exit-on-error")
        environ = environment_of(url)
        target = f"--dbname={environ['PGDATABASE']}"
        with running((*command, "--single-transaction", target), environ, writes=True) as program:
            shutil.copyfileobj(dump, program, PIECE)
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = file.with_name(f"{file.name}.restoring")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(handle, "wb") as copy:
            shutil.copyfileobj(dump, copy, PIECE)
            copy.flush()
            os.fsync(copy.fileno())
        for ending in ("-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


def unload(url: str) -> None:
    """Take away what a restore that failed later has written, so that it can be tried again: of SQLite the file. A
    database of PostgreSQL is left to whoever administers it.
    """
    file = sqlite_file(url)
    if file is not None:
        for ending in ("", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)


def is_empty(url: str) -> bool:
    """Whether the database at `url` has no table, or no file. Raises RefusalError if it cannot be reached."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return True
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return not sa.inspect(connection).get_table_names()
    except sa.exc.DatabaseError as error:
        raise RefusalError(f"The database {shown(url)} cannot be reached or read.") from error
    finally:
        engine.dispose()


def counts_at(url: str) -> dict[str, int]:
    """How many rows each table of the database at `url` has."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return count_tables(connection)
    finally:
        engine.dispose()


def count_tables(connection: sa.Connection) -> dict[str, int]:
    """How many rows each table has, by name."""
    names = sorted(sa.inspect(connection).get_table_names())
    return {name: int(connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0) for name in names}


def _copy_sqlite(file: Path, copy: Path) -> None:
    try:
        address = f"{file.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True)) as source, closing(sqlite3.connect(copy)) as target:
            # In one step: it reads one moment, and nobody who writes waits for it.
            source.backup(target, pages=-1)
    except sqlite3.Error as error:
        raise RefusalError(f"The database {file} cannot be copied: {error}.") from error
