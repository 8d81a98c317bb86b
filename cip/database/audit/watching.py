"""Collects the entries of a Work from its session and writes them with its commit.

What a row was is read from the database just before the first change of it is sent, under the row's lock; what it has
become is read at the end. So several changes in one Work are one entry, a change that was taken back is none, and the
order of the numbers of one row's entries is the order of their commits: its lock is held until then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, delete, event, insert, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstanceState, Mapper, Session, sessionmaker
from sqlalchemy.sql.dml import UpdateBase

from cip.database.audit.digests import object_id, row_digest
from cip.database.audit.rows import AuditEntryRow
from cip.database.audit.scope import audited, covered_columns
from cip.database.audit.stored import SALTS, Key, in_batches, stored_rows, stored_salts
from cip.database.base import Base
from cip.kernel.ids import new_id

_LEDGER = "cip_audit"
_MANDATE = "/mandate:"
_NEW_ENTRIES = insert(cast("Table", AuditEntryRow.__table__))
_at_work: ContextVar[bool] = ContextVar("cip_audit_at_work", default=False)
# True while the session itself sends what it has collected: those writes are seen object by object.
_sending: ContextVar[bool] = ContextVar("cip_audit_sending", default=False)


class BulkWriteError(RuntimeError):
    """A statement would change rows of an audited table past the session: no entry would say so."""

    def __init__(self, table: str) -> None:
        super().__init__(f"{table} is audited: write it through objects of the session, not by a statement of its own")


@dataclass(slots=True)
class _Touched:
    """A row that this Work changed: its digest before (None: not there), under the salt that it has (None: none)."""

    key: Key
    before: str | None = None
    salt: str | None = None
    renew: bool = False


@dataclass(slots=True)
class Ledger:
    """What one Work has touched so far, by table and object id, and who does it."""

    actor: str
    act: str
    now: datetime
    touched: dict[Table, dict[str, _Touched]] = field(default_factory=lambda: defaultdict(dict))

    def before_sending(self, session: Session) -> None:
        """Read what is about to be changed or deleted, unless it was read earlier in this Work."""
        fresh: dict[Table, dict[str, _Touched]] = defaultdict(dict)
        deleted = session.deleted
        for state in _states([*session.dirty, *deleted]):
            table = cast("Table", state.mapper.local_table)
            if not audited(table.name) or state.key is None or not (state.obj() in deleted or _changed(state)):
                continue
            key = tuple(state.key[1])
            if object_id(key) not in self.touched[table]:
                fresh[table][object_id(key)] = _Touched(key)
        # Tables in one order, rows by their key: within one flush two Works never wait for each other in a circle. From
        # flush to flush (and with the locks of an action) only the order that the actions keep sees to that.
        for table in sorted(fresh, key=lambda table: table.name):
            _read_before(session.connection(), table, fresh[table])
            self.touched[table].update(fresh[table])

    def after_sending(self, session: Session) -> None:
        """Note what is new, with the keys that the database has given."""
        for state in _states([*session.new, *session.dirty]):
            table = cast("Table", state.mapper.local_table)
            if not audited(table.name):
                continue
            key = tuple(state.mapper.primary_key_from_instance(state.obj()))
            if state.key is None or tuple(state.key[1]) != key:
                self.touched[table].setdefault(object_id(key), _Touched(key))

    def write(self, connection: Connection) -> None:
        """Write one entry for each row that is no longer what it was."""
        entries: list[dict[str, object]] = []
        for table, touched in self.touched.items():
            rows = stored_rows(connection, table, [each.key for each in touched.values()])
            entries += self._entries(connection, table, touched, rows)
        self.touched.clear()
        if entries:
            connection.execute(_NEW_ENTRIES, entries)

    def _entries(
        self, connection: Connection, table: Table, touched: dict[str, _Touched], rows: dict[str, Any]
    ) -> Iterator[dict[str, object]]:
        salts: dict[str, str] = {}
        gone: list[str] = []
        actor, _, mandate = self.actor.partition(_MANDATE)
        for name, each in touched.items():
            salt = new_id() if each.salt is None or each.renew else each.salt
            after = row_digest(salt, table.name, rows[name]) if name in rows else None
            if each.before == after:
                continue
            if each.salt is not None and (after is None or salt != each.salt):
                gone.append(name)
            if after is not None and salt != each.salt:
                salts[name] = salt
            yield {
                "at": self.now,
                "actor": actor,
                "mandate_id": mandate or None,
                "act": self.act,
                "kind": table.name,
                "object_id": name,
                "before": each.before,
                "after": after,
            }
        _keep_salts(connection, table, gone, salts)


def watch(maker: "sessionmaker[Session]", engine: Engine) -> None:
    """Watch the sessions that `maker` makes, and refuse statements of a Work that write audited tables past
    them."""
    event.listen(maker, "before_flush", _before_flush)
    event.listen(maker, "after_flush", _after_flush)
    event.listen(maker, "after_soft_rollback", _after_rollback)
    event.listen(maker, "before_commit", _before_commit)
    event.listen(engine, "before_execute", _refuse_bulk)


@contextmanager
def recorded(session: Session, *, actor: str, act: str, now: datetime) -> Iterator[None]:
    """What the session writes in this block leaves entries that say that `actor` did `act` at `now`."""
    session.info[_LEDGER] = Ledger(actor, act, now)
    before = _at_work.set(True)
    try:
        yield
    finally:
        _at_work.reset(before)


def forget_past(session: Session, row: Base) -> None:
    """Give the row a new salt with this Work's commit, so that nobody can try out guesses against the digests of what
    it held before; for a row that stays while what it said about a person goes. Flushes the session.
    """
    session.flush()
    ledger: Ledger = session.info[_LEDGER]
    state = inspect(row)
    table, key = cast("Table", state.mapper.local_table), tuple(state.mapper.primary_key_from_instance(row))
    if object_id(key) not in ledger.touched[table]:
        fresh = {object_id(key): _Touched(key)}
        _read_before(session.connection(), table, fresh)
        ledger.touched[table].update(fresh)
    ledger.touched[table][object_id(key)].renew = True


def _read_before(connection: Connection, table: Table, fresh: dict[str, _Touched]) -> None:
    rows = stored_rows(connection, table, [each.key for each in fresh.values()], locked=True)
    salts = stored_salts(connection, table, list(fresh))
    for name, each in fresh.items():
        each.salt = salts.get(name)
        if name in rows:
            # Without a salt somebody was at work by hand; the entry says that the row was there, `cip verify` the rest.
            each.before = row_digest(each.salt or "", table.name, rows[name])


def _keep_salts(connection: Connection, table: Table, gone: list[str], salts: dict[str, str]) -> None:
    for some in in_batches(gone):
        connection.execute(delete(SALTS).where(SALTS.c.kind == table.name, SALTS.c.object_id.in_(some)))
    if salts:
        rows = [{"kind": table.name, "object_id": name, "salt": salt} for name, salt in salts.items()]
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        new = dialect.insert(SALTS)
        # A salt is there already if somebody removed its row by hand: that must stop nobody from making a new one.
        either = new.on_conflict_do_update(index_elements=["kind", "object_id"], set_={"salt": new.excluded.salt})
        connection.execute(either, rows)


def _states(objects: Iterable[object]) -> Iterator[InstanceState[Any]]:
    for each in objects:
        yield inspect(each)


def _changed(state: InstanceState[Any]) -> bool:
    return any(state.attrs[name].history.has_changes() for name in _covered_names(state.mapper))


@cache
def _covered_names(mapper: Mapper[Any]) -> tuple[str, ...]:
    table = cast("Table", mapper.local_table)
    return tuple(mapper.get_property_by_column(column).key for column in covered_columns(table))


def _before_flush(session: Session, _context: object, _instances: object) -> None:
    ledger: Ledger | None = session.info.get(_LEDGER)
    if ledger is not None:
        ledger.before_sending(session)
    _sending.set(True)


def _after_flush(session: Session, _context: object) -> None:
    _sending.set(False)
    ledger: Ledger | None = session.info.get(_LEDGER)
    if ledger is not None:
        ledger.after_sending(session)


def _after_rollback(_session: Session, _transaction: object) -> None:
    _sending.set(False)


def _before_commit(session: Session) -> None:
    ledger: Ledger | None = session.info.get(_LEDGER)
    # The end of a savepoint is no commit.
    if ledger is None or session.in_nested_transaction():
        return
    session.flush()
    if ledger.touched:
        ledger.write(session.connection())


def _refuse_bulk(
    _connection: Connection, statement: object, _many: object, _parameters: object, _options: object
) -> None:
    if isinstance(statement, UpdateBase) and _at_work.get() and not _sending.get():
        table = getattr(statement.table, "name", "")
        if audited(table):
            raise BulkWriteError(table)
