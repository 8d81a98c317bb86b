"""The digest of a row as the audit keeps it. What stands here is frozen: stored digests rest on it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.moments import moment_text


def row_digest(salt: str, table: str, values: Mapping[str, object]) -> str:
    """SHA-256 over the salt, the name of the table and the values by column. NULL counts as left out, so that a column
    added later changes no digest. Raises TypeError for a value of a type that no column of the house has.
    """
    content = {column: _plain(value) for column, value in values.items() if value is not None}
    return sha256_of(salt + canonical_json([table, content]))


def object_id(key: Iterable[object]) -> str:
    """The primary key as one text: its parts in the order of the table, with a slash between them."""
    return "/".join(str(_plain(part)).replace("%", "%25").replace("/", "%2F") for part in key)


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            # A database without time zones gives back what was stored in UTC.
            return moment_text(value.replace(tzinfo=UTC) if value.tzinfo is None else value)
        case date():
            return value.isoformat()
        case bytes() | bytearray() | memoryview():
            return bytes(value).hex()
        case Decimal():
            return format(value.normalize(), "f")
        case dict():
            return {str(name): _plain(item) for name, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            raise TypeError(f"a value of the type {type(value).__name__} has no digest")
