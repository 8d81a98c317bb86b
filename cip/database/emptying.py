"""What was erased must not stay readable in the log that SQLite keeps beside its file."""

import sqlite3
import time
from contextlib import closing

from cip.database.engine import BUSY_SECONDS, Database

# How long one attempt holds writers up while a reader is at work, and how long we try again in between.
_ATTEMPT_MS = 50
_PAUSE_SECONDS = 0.02


def empty_log(database: Database, seconds: float) -> bool:
    """Bring everything committed into the file of the database and cut its log (`-wal`) to nothing; call it after the
    commit of an erasure. Tries for `seconds` (0: once). False if somebody was reading an older state all the time: then
    call it again later.

    PostgreSQL has no such file beside it: there this does nothing.
    """
    if database.engine.dialect.name != "sqlite":
        return True
    deadline = time.monotonic() + seconds
    while not _emptied(database):
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE_SECONDS)
    return True


def _emptied(database: Database) -> bool:
    # Past SQLAlchemy, for a checkpoint cannot run inside a transaction and the house begins one with every connection.
    with closing(database.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        # While it waits for readers it keeps writers out: so it waits shortly, and often.
        cursor.execute(f"PRAGMA busy_timeout = {_ATTEMPT_MS}")
        try:
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            busy = 1
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
            cursor.close()
    return not busy
