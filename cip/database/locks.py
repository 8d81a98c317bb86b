"""The one way to lock a row, and what has none."""

import hashlib
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cip.database.base import Base
from cip.database.engine import reads_only
from cip.kernel.errors import RefusalError

Row = TypeVar("Row", bound=Base)


class RowGoneError(RefusalError, LookupError):
    """What should be locked is not there: it was removed between two requests."""


def lock(session: Session, model: type[Row], key: str | tuple[str | int, ...]) -> Row:
    """The row of `model` with primary key `key`, locked until the Work ends and read afresh.

    Always repopulated: a row that the session has seen before (for the permission check, say) otherwise keeps its old
    values even under `FOR UPDATE`, and a decision would rest on stale data.
    On PostgreSQL this is `SELECT ... FOR UPDATE`. SQLite has no row locks and ignores the clause; there the whole Work
    holds the write lock from its first statement (`BEGIN IMMEDIATE`, see `engine`), which is stronger.

    Raises RowGoneError if there is no such row, RuntimeError in a session that only reads (it would lock nothing).
    """
    if reads_only(session.connection()):
        raise RuntimeError("a session that only reads cannot lock")
    # Changes of this session that were not sent yet are flushed by the query itself, so repopulating drops none.
    row = session.get(model, key, populate_existing=True, with_for_update=True)
    if row is None:
        raise RowGoneError("This no longer exists: it was removed a moment ago.")
    return row


def lock_words(session: Session, words: str) -> None:
    """Hold what `words` name until the Work ends, where there is no row to lock: whoever asks for the same words waits.

    On PostgreSQL an advisory lock under a digest of the words. On SQLite the Work holds the write lock anyway. Raises
    RuntimeError in a session that only reads.
    """
    connection = session.connection()
    if reads_only(connection):
        raise RuntimeError("a session that only reads cannot lock")
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big", signed=True)
        session.execute(select(func.pg_advisory_xact_lock(key)))
