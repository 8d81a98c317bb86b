"""Rows as the database holds them now, with the digest that the audit keeps of them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Executable, Table, and_, bindparam, or_, select

from cip.database.audit.digests import object_id
from cip.database.audit.rows import AuditSaltRow
from cip.database.audit.scope import covered_columns

Item = TypeVar("Item")
Key = tuple[Any, ...]
AT_ONCE = 200
SALTS = cast("Table", AuditSaltRow.__table__)
_SALTS_QUERY = select(SALTS.c.object_id, SALTS.c.salt).where(
    SALTS.c.kind == bindparam("kind"), SALTS.c.object_id.in_(bindparam("names", expanding=True))
)


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
        single = len(table.primary_key) == 1
        rows = connection.execute(_rows_query(table, 0 if single else len(some), locked), _parameters(some)).mappings()
        for row in rows:
            found[object_id(row[column.name] for column in table.primary_key)] = {**row}
    return found


def stored_salts(connection: Connection, table: Table, object_ids: Sequence[str]) -> dict[str, str]:
    """The salts of these objects, by object id."""
    found: dict[str, str] = {}
    for some in in_batches(object_ids):
        rows = connection.execute(_SALTS_QUERY, {"kind": table.name, "names": list(some)})
        found.update({row.object_id: row.salt for row in rows})
    return found


def in_batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Few enough at once for the parameters of one statement."""
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


@lru_cache(maxsize=1_000)
def _rows_query(table: Table, many: int, locked: bool) -> Executable:
    """Built once, for it stands in the way of every save; `many`: rows with keys of several columns, 0: of one."""
    columns = list(table.primary_key)
    among: ColumnElement[bool]
    if many:
        among = or_(
            *(and_(*(each == bindparam(f"k{row}_{n}") for n, each in enumerate(columns))) for row in range(many))
        )
    else:
        among = columns[0].in_(bindparam("keys", expanding=True))
    query = select(*covered_columns(table)).where(among).order_by(*columns)
    # Not the key: whoever adds a row that points here need not wait.
    return query.with_for_update(key_share=True) if locked else query


def _parameters(keys: Sequence[Key]) -> dict[str, Any]:
    if len(keys[0]) == 1:
        return {"keys": [key[0] for key in keys]}
    return {f"k{row}_{n}": part for row, key in enumerate(keys) for n, part in enumerate(key)}
