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
