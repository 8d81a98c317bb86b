"""The common ground of every table: names of constraints, column types that both databases keep alike."""

from datetime import UTC, date, datetime
from typing import Annotated, ClassVar

from sqlalchemy import CheckConstraint, Date, DateTime, Dialect, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column

from cip.kernel.moments import in_utc

# A constraint without a name cannot be migrated, tested or mapped to a message; a nameless CHECK is refused.
NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

ID_LENGTH = 32
DIGEST_LENGTH = 64


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: refused when naive, kept in UTC to the microsecond, aware when read, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC; SQLite then drops the offset, harmless as it is always UTC. Raises NaiveDatetimeError."""
        return None if value is None else in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The stored moment, aware: SQLite gives it back naive, PostgreSQL in the zone of the connection."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Mother of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[type, UtcDateTime | Date]] = {datetime: UtcDateTime(), date: Date()}


Id = Annotated[str, mapped_column(String(ID_LENGTH))]
Digest = Annotated[str, mapped_column(String(DIGEST_LENGTH))]


def exact_length(column: str, length: int) -> CheckConstraint:
    """A CHECK that a text column has exactly `length` characters (SQLite ignores the length of a VARCHAR)."""
    return CheckConstraint(f"length({column}) = {length}", name=f"{column}_length")


def length_between(column: str, low: int, high: int) -> CheckConstraint:
    """A CHECK that a text column has from `low` to `high` characters."""
    return CheckConstraint(f"length({column}) BETWEEN {low} AND {high}", name=f"{column}_length")


def one_of(column: str, choices: tuple[str, ...]) -> CheckConstraint:
    """A CHECK that a column holds one of `choices` (plain words of ours, never input)."""
    words = ", ".join(f"'{choice}'" for choice in choices)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")
