"""The one way to lock a row, and what has none."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Select, func, select
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
    Raises RowGoneError if there is no such row, RuntimeError in a session that only reads (it would lock nothing).
    """
    row = find_and_lock(session, model, key)
    if row is None:
        raise RowGoneError("This no longer exists: it was removed a moment ago.")
    return row


def find_and_lock(session: Session, model: type[Row], key: str | tuple[str | int, ...]) -> Row | None:
    """The same where a row that is not there is an answer: None.

    On PostgreSQL this is `SELECT ... FOR NO KEY UPDATE`: whoever locks or changes the row waits, whoever writes a row
    that merely refers to it does not, so that a foreign key never is a lock that nobody sees. SQLite has no row locks
    and ignores the clause; there the whole Work holds the write lock from its first statement (`BEGIN IMMEDIATE`, see
    `engine`), which is stronger.
    """
    _refuse_reading(session)
    # Changes of this session that were not sent yet are flushed by the query itself, so repopulating drops none.
    return session.get(model, key, populate_existing=True, with_for_update={"key_share": True})


def lock_as_it_is(session: Session, model: type[Row], key: str) -> Row:
    """The row read afresh and held as it is until the Work ends: others may read it and hold it so too, whoever would
    change it waits, and this waits for whoever is changing it. On SQLite the Work holds the write lock anyway.

    Raises RowGoneError if there is no such row, RuntimeError in a session that only reads.
    """
    _refuse_reading(session)
    row = session.get(model, key, populate_existing=True, with_for_update={"read": True})
    if row is None:
        raise RowGoneError("This no longer exists: it was removed a moment ago.")
    return row


def lock_free(session: Session, query: Select[Row]) -> Row | None:
    """The first row of `query` that nobody else holds, locked and read afresh; None if there is none. For workers that
    share a queue. On SQLite the whole Work holds the write lock, so nobody else holds anything.
    """
    _refuse_reading(session)
    free = query.limit(1).with_for_update(skip_locked=True, key_share=True)
    return session.scalar(free, execution_options={"populate_existing": True})


def hold_unchanged(session: Session, query: Select[str]) -> Sequence[str]:
    """What `query` finds of rows that nobody else is changing, each held as it is until the Work ends: others may read
    it and hold it too, whoever would change it waits.

    Never waits itself (a row that somebody is changing counts as not there), so it may stand at the end of a Work,
    whatever that Work holds. On SQLite the whole Work holds the write lock, so nobody else changes anything.
    """
    _refuse_reading(session)
    return session.scalars(query.with_for_update(read=True, skip_locked=True)).all()


def lock_words(session: Session, words: str) -> None:
    """Hold what `words` name until the Work ends, where there is no row to lock: whoever asks for the same words waits.

    On PostgreSQL an advisory lock under a digest of the words. On SQLite the Work holds the write lock anyway. Raises
    RuntimeError in a session that only reads.
    """
    _refuse_reading(session)
    if session.connection().dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big", signed=True)
        session.execute(select(func.pg_advisory_xact_lock(key)))


def _refuse_reading(session: Session) -> None:
    if reads_only(session.connection()):
        raise RuntimeError("a session that only reads cannot lock")
