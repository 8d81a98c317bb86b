"""Rows as the database holds them now, with the digest that the audit keeps of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select

from cip.database.audit.digests import object_id
from cip.database.audit.rows import AuditSaltRow
from cip.database.audit.scope import covered_columns

Item = TypeVar("Item")
Key = tuple[Any, ...]
AT_ONCE = 200
SALTS = cast("Table", AuditSaltRow.__table__)


def stored_rows(
    connection: Connection, table: Table, keys: Sequence[Key], *, locked: bool = False
) -> dict[str, Mapping[str, object]]:
    """The covered columns of the rows with these primary keys, by object id; a row that is not there is left out.

    `locked` holds the rows until the transaction ends, in the order of their keys (on SQLite the whole Work holds the
    write lock already). Read from the database, not from objects: what a type, a default or a trigger made of a value
    is what counts.
    """
    found: dict[str, Mapping[str, object]] = {}
    for some in in_batches(keys):
        query = select(*covered_columns(table)).where(_among(table, some)).order_by(*table.primary_key)
        if locked:
            # Not the key: whoever adds a row that points here need not wait.
            query = query.with_for_update(key_share=True)
        for row in connection.execute(query).mappings():
            found[object_id(row[column.name] for column in table.primary_key)] = {**row}
    return found


def stored_salts(connection: Connection, table: Table, object_ids: Sequence[str]) -> dict[str, str]:
    """The salts of these objects, by object id."""
    found: dict[str, str] = {}
    for some in in_batches(object_ids):
        query = select(SALTS.c.object_id, SALTS.c.salt).where(SALTS.c.kind == table.name, SALTS.c.object_id.in_(some))
        found.update({row.object_id: row.salt for row in connection.execute(query)})
    return found


def in_batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Few enough at once for the parameters of one statement."""
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def _among(table: Table, keys: Sequence[Key]) -> ColumnElement[bool]:
    columns = list(table.primary_key)
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    return or_(*(and_(*(column == part for column, part in zip(columns, key, strict=True))) for key in keys))
