"""Triggers and first entries of the audit.

Old migrations call these functions, so what they do is frozen: a different trigger gets a new function.
"""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from cip.database.audit.digests import object_id, row_digest
from cip.kernel.ids import new_id

_SEAL = ("chain_seq", "prev_digest", "digest")
_WRITTEN = ("number", "at", "actor", "mandate_id", "act", "kind", "object_id", "before", "after")


def refuse_all_but_sealing() -> None:
    """Refuse every UPDATE of `audit_entries` but one that seals an entry that was not sealed."""
    if op.get_bind().dialect.name == "sqlite":
        kept = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _WRITTEN)
        op.execute(
            "CREATE TRIGGER tr_audit_entries_no_update BEFORE UPDATE ON audit_entries "
            f"WHEN OLD.chain_seq IS NOT NULL OR NEW.chain_seq IS NULL OR {kept} "
            "BEGIN SELECT RAISE(ABORT, 'append-only: UPDATE of audit_entries is refused'); END"
        )
        return
    kept = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _WRITTEN)
    op.execute(
        "CREATE TRIGGER tr_audit_entries_no_update BEFORE UPDATE ON audit_entries FOR EACH ROW "
        f"WHEN (OLD.chain_seq IS NOT NULL OR NEW.chain_seq IS NULL OR {kept}) EXECUTE FUNCTION cip_refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER tr_audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT "
        "EXECUTE FUNCTION cip_refuse_change()"
    )


def adopt(act: str, *, exempt: Collection[str], silent: Mapping[str, Collection[str]]) -> None:
    """Write an entry for each row whose digest is not what its last entry says, as `system` doing `act`: for rows older
    than the audit, and for a migration that changes what rows hold. Neither the tables in `exempt` nor the `silent`
    columns of a table count.
    """
    bind = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(bind)
    for table in tables.sorted_tables:
        if table.name not in exempt:
            _adopt(bind, tables, table, act, silent.get(table.name, ()))


def record_drop(*names: str, act: str) -> None:
    """Write that each row of these tables is removed, as `system` doing `act`, and remove the salts of their digests:
    to be called by a downgrade just before it drops them. Every column counts, so for tables without silent ones. What
    was changed by hand before stays a fault: the entry says what the row is, not what its last entry said.
    """
    bind = op.get_bind()
    for name in names:
        entries, salts, table, salt_of = _audit_of(bind, name)
        removed = [
            {"object_id": each, "before": row_digest(salt_of.get(each, ""), name, values), "after": None}
            for each, values in _rows(bind, table, ())
        ]
        _write(bind, entries, name, act, removed)
        bind.execute(salts.delete().where(salts.c.kind == name))


def record_loss(name: str, column: str, *, act: str, silent: Collection[str] = ()) -> None:
    """Write that each row that has something in this column loses it, as `system` doing `act`: to be called by a
    downgrade just before it drops the column. The `silent` columns of the table do not count.
    """
    bind = op.get_bind()
    entries, _salts, table, salt_of = _audit_of(bind, name)
    changed = []
    for each, values in _rows(bind, table, silent):
        # A row without a salt was put there by hand: no entry makes it ours.
        if values[column] is not None and each in salt_of:
            before, after = ({**values}, {**values, column: None})
            digests = [row_digest(salt_of[each], name, content) for content in (before, after)]
            changed.append({"object_id": each, "before": digests[0], "after": digests[1]})
    _write(bind, entries, name, act, changed)


def _audit_of(bind: sa.Connection, name: str) -> tuple[sa.Table, sa.Table, sa.Table, dict[str, str]]:
    """The tables of the entries, of the salts and of this name, and the salts of its rows by object id."""
    tables = sa.MetaData()
    # Without the tables that these point to, and those that they point to in turn.
    tables.reflect(bind, only=["audit_entries", "audit_salts", name], resolve_fks=False)
    salts = tables.tables["audit_salts"]
    salt_of = {row.object_id: row.salt for row in bind.execute(salts.select().where(salts.c.kind == name))}
    return tables.tables["audit_entries"], salts, tables.tables[name], salt_of


def _rows(bind: sa.Connection, table: sa.Table, silent: Collection[str]) -> list[tuple[str, dict[str, Any]]]:
    """The rows of a table in the order of their keys: object id, and what counts of it."""
    key = list(table.primary_key)
    return [
        (
            object_id(row[column.name] for column in key),
            {column.name: row[column.name] for column in table.columns if column.name not in silent},
        )
        for row in bind.execute(table.select().order_by(*key)).mappings()
    ]


def _write(bind: sa.Connection, entries: sa.Table, kind: str, act: str, found: list[dict[str, Any]]) -> None:
    new = entries.insert().values(at=sa.func.current_timestamp(), actor="system", act=act, kind=kind)
    for entry in found:
        bind.execute(new.values(**entry))


def _adopt(bind: sa.Connection, tables: sa.MetaData, table: sa.Table, act: str, silent: Collection[str]) -> None:
    entries, salts = tables.tables["audit_entries"], tables.tables["audit_salts"]
    salt_of = {row.object_id: row.salt for row in bind.execute(salts.select().where(salts.c.kind == table.name))}
    said = entries.select().where(entries.c.kind == table.name).order_by(entries.c.number)
    last = {row.object_id: row.after for row in bind.execute(said)}
    new_salts: list[dict[str, Any]] = []
    new_entries: list[dict[str, Any]] = []
    for row in bind.execute(table.select()).mappings():
        values = {column.name: row[column.name] for column in table.columns if column.name not in silent}
        name = object_id(row[column.name] for column in table.primary_key)
        if name not in salt_of:
            salt_of[name] = new_id()
            new_salts.append({"kind": table.name, "object_id": name, "salt": salt_of[name]})
        digest = row_digest(salt_of[name], table.name, values)
        if last.get(name) != digest:
            new_entries.append({"kind": table.name, "object_id": name, "before": last.get(name), "after": digest})
    if new_salts:
        bind.execute(salts.insert(), new_salts)
    for entry in new_entries:
        bind.execute(entries.insert().values(at=sa.func.current_timestamp(), actor="system", act=act, **entry))
