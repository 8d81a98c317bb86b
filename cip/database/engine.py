"""Opening a database: SQLite (the default) or PostgreSQL, with two ways in, one that writes and one that only reads."""

import contextlib
import os
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session, sessionmaker

from cip.database.audit.watching import watch
from cip.kernel.errors import RefusalError

BUSY_SECONDS = 10
# Answers are personal data: whoever shares the machine does not read them.
OWNER_ONLY = 0o600
READS_ONLY = "cip_reads_only"


@dataclass(frozen=True, slots=True)
class Database:
    """One database of a process: `writing` makes the sessions of a Work, `reading` makes sessions that cannot write."""

    engine: Engine
    writing: sessionmaker[Session]
    reading: sessionmaker[Session]

    def dispose(self) -> None:
        """Close every pooled connection (at the end of a process, before a fork)."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """The database at `url` (`sqlite:///file` or `postgresql://...`); connects at first use, not here.

    Raises RefusalError if the address cannot be used.
    """
    engine = make_engine(url)
    # A page that only reads cannot change anything, whatever its code does: the database itself refuses. On PostgreSQL
    # it also sees one moment throughout, as it does on SQLite by nature.
    options: dict[str, Any] = {READS_ONLY: True}
    if engine.dialect.name == "postgresql":
        options |= {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
    writing = sessionmaker(engine, expire_on_commit=False)
    watch(writing, engine)
    return Database(
        engine=engine,
        writing=writing,
        reading=sessionmaker(engine.execution_options(**options), expire_on_commit=False, autoflush=False),
    )


def make_engine(url: str, *, foreign_keys: bool = True, busy_seconds: int = BUSY_SECONDS) -> Engine:
    """An engine for `url`, set up as the house needs it; `foreign_keys=False` (SQLite) is for migrations that rebuild
    tables, `busy_seconds` (SQLite) how long one waits for another who writes. Raises RefusalError if the address cannot
    be used.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "postgresql":
        # An error shows its statement, never the values in it: those are answers, and errors go to the log.
        return sa.create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
    engine = sa.create_engine(parsed, connect_args={"timeout": busy_seconds}, hide_parameters=True)
    _set_up_sqlite(engine, Path(parsed.database or ""), foreign_keys=foreign_keys, busy_seconds=busy_seconds)
    return engine


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite address, None for PostgreSQL. Raises RefusalError if the address cannot be used."""
    parsed = _parse(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def shown(url: str) -> str:
    """The address as it may stand in a message: without its password. Raises RefusalError if it cannot be used."""
    return _parse(url).render_as_string(hide_password=True)


def reads_only(connection: Connection) -> bool:
    """True if the connection belongs to a session that cannot write."""
    return bool(connection.get_execution_options().get(READS_ONLY, False))


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise RefusalError("The address of the database cannot be read.") from error
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise RefusalError("The database must be sqlite:///FILE or postgresql://...")
    if backend == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise RefusalError("A SQLite database must be a file.")
    return parsed


def _set_up_sqlite(engine: Engine, file: Path, *, foreign_keys: bool, busy_seconds: int) -> None:
    @event.listens_for(engine, "do_connect")
    def connecting(*_arguments: object) -> None:
        _make_for_owner_only(file)

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: object) -> None:
        # The driver must not open transactions by itself: it would open them late and in the wrong mode (see `begun`).
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {busy_seconds * 1000}")
        _switch_to_wal(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        # Without this INSERT OR REPLACE would delete an append-only row behind its trigger's back.
        connection.execute("PRAGMA recursive_triggers = ON")
        # An erased check-up must not stay readable in the free pages of the file.
        connection.execute("PRAGMA secure_delete = ON")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # A transaction that may write takes the write lock at once. One that reads first and upgrades later can be
        # refused without waiting when somebody wrote in between, and could decide on stale rows.
        if reads_only(connection):
            connection.exec_driver_sql("PRAGMA query_only = ON")
            connection.exec_driver_sql("BEGIN")
        else:
            connection.exec_driver_sql("PRAGMA query_only = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def _make_for_owner_only(file: Path) -> None:
    # SQLite itself would make it readable for all; its log and its index get the mode of the file.
    if not file.exists():
        with contextlib.suppress(OSError):  # another process was quicker, or SQLite says better why it cannot be made
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY))


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # Only the very first connection changes anything; two first ones at once can be refused without SQLite waiting.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
