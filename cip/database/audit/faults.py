"""Whether the audit is what was written, and whether every row is what its last entry says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, func, inspect, select

from cip.database.audit.digests import object_id, row_digest
from cip.database.audit.rows import HEAD, AuditEntryRow, AuditHeadRow, AuditSaltRow
from cip.database.audit.scope import audited
from cip.database.audit.sealing import entry_content, read_anchors
from cip.database.audit.stored import Key, in_batches, stored_rows, stored_salts
from cip.database.base import Base
from cip.database.chain import START, Fault, Link, chain_faults
from cip.database.work import Session

_ENTRIES = cast("Table", AuditEntryRow.__table__)
_SALTS = cast("Table", AuditSaltRow.__table__)
# Tables that are nobody's record: the version of the schema.
_NOT_OURS = {"alembic_version"}
# What a bent value makes a database driver or a type raise.
_UNREADABLE = (ValueError, TypeError, RecursionError)


@dataclass(frozen=True, slots=True)
class _Last:
    """What the last entry about an object says: its number, and the digest it left (None: removed)."""

    number: int
    after: str | None


class UnknownTableError(LookupError):
    """The database holds tables that this process did not import, so it cannot verify them."""


def count_entries(session: Session) -> int:
    """How many entries the audit holds."""
    return session.scalar(select(func.count()).select_from(_ENTRIES)) or 0


def audit_faults(session: Session) -> Iterator[Fault]:
    """Every fault: entries that were changed, removed, added or moved; rows that are not what their last entry says,
    that no entry knows, or that are gone though no entry says so. Raises UnknownTableError if a feature was not
    imported.
    """
    tables = _tables(session)
    last: dict[str, dict[str, _Last]] = {name: {} for name in tables}
    places: list[tuple[int, int]] = []
    for number, entry in _read(session, session.scalars(select(_ENTRIES.c.number).order_by(_ENTRIES.c.number)).all()):
        if entry is None:
            yield Fault(f"audit entry {number}", "it cannot be read")
            continue
        yield from _follow(entry, last)
        if entry["chain_seq"] is not None:
            places.append((entry["chain_seq"], number))
    yield from _chain(session, [number for _, number in sorted(places)])
    for name, table in tables.items():
        try:
            yield from _row_faults(session, table, last[name])
        except _UNREADABLE as error:
            yield Fault(name, f"it holds a row that cannot be read ({error})")


def anchor_faults(session: Session, path: Path) -> Iterator[Fault]:
    """Every line of the file of anchors that the chain no longer goes through."""
    for anchor in read_anchors(path):
        if isinstance(anchor, int):
            yield Fault(f"{path.name}, line {anchor}", "it cannot be read")
            continue
        query = select(_ENTRIES.c.digest).where(_ENTRIES.c.chain_seq == anchor.chain_seq)
        if session.scalar(query) != anchor.digest:
            yield Fault(f"{path.name}, {anchor.day}", f"the chain no longer goes through its link {anchor.chain_seq}")


def _tables(session: Session) -> dict[str, Table]:
    there = set(inspect(session.connection()).get_table_names()) - _NOT_OURS
    unknown = there - set(Base.metadata.tables)
    if unknown:
        raise UnknownTableError(f"nobody has imported the tables {', '.join(sorted(unknown))}")
    return {table.name: table for table in Base.metadata.sorted_tables if table.name in there and audited(table.name)}


def _read(session: Session, numbers: Sequence[int]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The entries with these numbers, in this order; None for one that cannot be read."""
    for some in in_batches(numbers):
        found = _readable_entries(session, some)
        yield from ((number, found.get(number)) for number in some)


def _readable_entries(session: Session, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    try:
        rows = session.execute(select(_ENTRIES).where(_ENTRIES.c.number.in_(numbers))).mappings()
        return {row["number"]: row for row in ({**each} for each in rows) if _is_sound(row)}
    except _UNREADABLE:
        if len(numbers) == 1:
            return {}
        return {key: entry for number in numbers for key, entry in _readable_entries(session, [number]).items()}


def _is_sound(entry: Mapping[str, Any]) -> bool:
    """Whether an entry holds what its columns may hold; SQLite lets anything into any column."""
    texts = {type(value) for name, value in entry.items() if name not in ("number", "at", "chain_seq")}
    return texts <= {str, type(None)} and type(entry["chain_seq"]) in (int, type(None))


def _chain(session: Session, numbers: Sequence[int]) -> Iterator[Fault]:
    """The faults of the chain, whose entries have these numbers in the order of the chain."""
    head = session.get(AuditHeadRow, HEAD)
    if head is None:
        yield Fault("audit", "the row that remembers the end of its chain is gone")
    links = (
        Link(f"audit entry {number}", entry["prev_digest"] or "", entry["digest"] or "", entry_content(entry))
        for number, entry in _read(session, numbers)
        if entry is not None
    )
    yield from chain_faults(START, links, head.digest if head else START, "audit, its chain")
    if head and head.chain_seq != len(numbers):
        yield Fault("audit, its chain", f"it has {len(numbers)} links and remembers {head.chain_seq}")


def _follow(entry: Mapping[str, Any], last: dict[str, dict[str, _Last]]) -> Iterator[Fault]:
    """Note what an entry says about its object; a fault if that does not begin where the entry before ended."""
    number, kind, name = entry["number"], entry["kind"], entry["object_id"]
    if kind not in last:
        if entry["after"] is not None:
            yield Fault(f"audit entry {number}", f"it is about {kind}, which nobody audits")
        return
    known = last[kind].get(name)
    if entry["before"] != (known.after if known else None):
        since = f"after entry {known.number}" if known else "before that"
        yield Fault(f"{kind} {name}", f"entry {number} found it changed by hand {since}, or an entry is missing")
    last[kind][name] = _Last(number, entry["after"])


def _row_faults(session: Session, table: Table, last: dict[str, _Last]) -> Iterator[Fault]:
    seen: set[str] = set()
    for name, values, salt in _rows(session, table):
        seen.add(name)
        said = last.get(name)
        if values is None:
            yield Fault(f"{table.name} {name}", "it cannot be read")
        elif said is None or said.after is None:
            yield Fault(f"{table.name} {name}", "it is there, and no entry of the audit says so")
        elif salt is None or _digest(salt, table, values) != said.after:
            yield Fault(f"{table.name} {name}", f"it is not what entry {said.number} of the audit says")
    for name, said in last.items():
        if said.after is not None and name not in seen:
            yield Fault(f"{table.name} {name}", f"it is gone, and no entry after {said.number} says so")


def _digest(salt: str, table: Table, values: Mapping[str, object]) -> str | None:
    try:
        return row_digest(salt, table.name, values)
    except _UNREADABLE:  # an infinite number, say: nothing that was ever written
        return None


def _rows(session: Session, table: Table) -> Iterator[tuple[str, Mapping[str, object] | None, str | None]]:
    """Each row: its id, its covered columns (None: unreadable), its salt."""
    key_columns = list(table.primary_key)
    keys: list[Key] = [tuple(row) for row in session.execute(select(*key_columns).order_by(*key_columns))]
    for some in in_batches(keys):
        names = [object_id(key) for key in some]
        salts = stored_salts(session.connection(), table, names)
        rows = _readable(session, table, some)
        for name in names:
            yield name, rows.get(name), salts.get(name)


def _readable(session: Session, table: Table, keys: Sequence[Key]) -> Mapping[str, Mapping[str, object]]:
    try:
        return stored_rows(session.connection(), table, keys)
    except _UNREADABLE:
        if len(keys) == 1:
            return {}
        return {name: row for key in keys for name, row in _readable(session, table, [key]).items()}
