"""Whoever changes a row, an entry, a salt or the end of the chain by hand is found, and what was changed is named."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import cip.migrations.tables  # noqa: F401 - every table is verified
from cip.database.audit.digests import object_id
from cip.database.audit.scope import audited, covered_columns
from cip.database.base import Base
from cip.database.engine import Database, make_engine
from tests.integration.database.audited import entries, fill, found, person, person_in, sealed, working

ENTRIES, SALTS, HEAD = (Base.metadata.tables[f"audit_{name}"] for name in ("entries", "salts", "head"))
FEW, MANY = 50, 1_000
Names = set[str]


@pytest.fixture
def by_hand(database: Database) -> Iterator[sa.Engine]:
    """A way in for somebody who may do all and switches off whatever would refuse it."""
    fill(database)
    sealed(database)
    url = database.engine.url.render_as_string(hide_password=False)
    engine = make_engine(url, foreign_keys=False)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for name in connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(sa.text(f"DROP TRIGGER {name}"))
        else:
            for table in Base.metadata.tables.values():
                for check in (each for each in table.constraints if isinstance(each, sa.CheckConstraint)):
                    connection.execute(sa.text(f"ALTER TABLE {table.name} DROP CONSTRAINT {check.name}"))
    yield engine
    engine.dispose()


@contextmanager
def forging(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction in which nothing is refused, and of which nothing stays."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield connection
        connection.rollback()


def verified(connection: sa.Connection) -> list[tuple[str, str]]:
    with Session(connection, autoflush=False) as session:
        return found(session)


def other(value: object, column: sa.Column[Any], dice: random.Random) -> object:
    """Another value that the column takes."""
    if value is not None and column.nullable and dice.random() < 0.2:
        return None
    match value:
        case datetime():
            return value + timedelta(microseconds=dice.randint(1, 10**9))
        case date():
            return value + timedelta(days=dice.randint(1, 999))
        case bool():
            return not value
        case int():
            return value + dice.randint(1, 999)
        case str():
            place = dice.randrange(len(value))
            letter = dice.choice([each for each in "0123456789abcdef" if each != value[place]])
            return value[:place] + letter + value[place + 1 :]
    return _first_value(column)


def _first_value(column: sa.Column[Any]) -> object:
    """For a column that was empty."""
    if isinstance(column.type, sa.TypeDecorator):
        return datetime(2026, 1, 1, tzinfo=UTC)
    return {str: "1" * 4, int: 1, date: date(2026, 1, 1)}[column.type.python_type]


def rows_of(connection: sa.Connection, table: sa.Table) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(sa.select(table)).mappings()]


def where(table: sa.Table, row: dict[str, Any]) -> sa.ColumnElement[bool]:
    return sa.and_(*(column == row[column.name] for column in table.primary_key))


def edit(connection: sa.Connection, dice: random.Random) -> tuple[str, Names]:
    """Change one value somewhere: what was done, and the names of which one must be found."""
    tables = [table for table in Base.metadata.sorted_tables if audited(table.name)]
    full = [table for table in (*tables, ENTRIES, ENTRIES, SALTS, HEAD) if rows_of(connection, table)]
    table = dice.choice(full)
    row = dice.choice(rows_of(connection, table))
    column = dice.choice([each for each in covered_columns(table) if each.name != "number" or table is not ENTRIES])
    if table is HEAD:
        column = dice.choice([HEAD.c.chain_seq, HEAD.c.digest])
    value = other(row[column.name], column, dice)
    connection.execute(sa.update(table).where(where(table, row)).values({column: value}))
    name = f"{table.name} {object_id(row[each.name] for each in table.primary_key)}"
    if table is ENTRIES:
        # Torn out of the chain: its end no longer fits.
        torn = {"audit, its chain"} if column.name == "chain_seq" else set()
        return f"{name}.{column.name}", {f"audit entry {row['number']}", *torn}
    if table is SALTS:
        return f"{name}.{column.name}", {f"{row['kind']} {row['object_id']}"}
    return f"{name}.{column.name}", {"audit, its chain"} if table is HEAD else {name}


def try_edits(engine: sa.Engine, count: int, seed: int) -> str:
    dice, located = random.Random(seed), 0
    missed: list[str] = []
    with forging(engine) as connection:
        assert verified(connection) == []
    while located + len(missed) < count:
        with forging(engine) as connection:
            try:
                what, names = edit(connection, dice)
            except sa.exc.IntegrityError:  # a value that must be unique and stands elsewhere: not an edit
                continue
            if names & {name for name, _ in verified(connection)}:
                located += 1
            else:
                missed.append(what)
    assert missed == [], f"seed {seed}"
    return f"audit: {located} of {count} random edits found and named ({engine.dialect.name}, seed {seed})"


def test_some_edits_are_found_and_named(by_hand: sa.Engine, show: Callable[[str], None]) -> None:
    show(try_edits(by_hand, FEW, 20261121))


@pytest.mark.long
def test_many_edits_are_found_and_named(by_hand: sa.Engine, show: Callable[[str], None]) -> None:
    show(try_edits(by_hand, MANY, random.randrange(10**9)))


@pytest.mark.parametrize("table", ["people", "bodies", "firms", "firm_counts", "memberships", "mandates"])
def test_a_row_deleted_or_added_by_hand_is_named(by_hand: sa.Engine, table: str) -> None:
    rows = Base.metadata.tables[table]
    with forging(by_hand) as connection:
        row = rows_of(connection, rows)[0]
        name = f"{table} {object_id(row[each.name] for each in rows.primary_key)}"
        connection.execute(sa.delete(rows).where(where(rows, row)))
        assert [each for each, what in verified(connection) if "it is gone" in what] == [name]
    with forging(by_hand) as connection:
        new = {**row, **{key: value * 2 for key, value in row.items() if isinstance(value, int)}}
        key = next(iter(rows.primary_key)).name
        new |= {key: "f" * 32}
        unique = {"email": "x@example.org", "tax_code": "9" * 11, "pseudonym": "e" * 32, "ended_at": row.get("from_at")}
        new |= {key: value for key, value in unique.items() if key in row}
        connection.execute(sa.insert(rows).values(new))
        assert any("no entry of the audit says so" in what for _, what in verified(connection))


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_sealed_entry_that_was_removed_shows(by_hand: sa.Engine, database: Database, place: int) -> None:
    number = entries(database)[place]["number"]
    with forging(by_hand) as connection:
        connection.execute(sa.delete(ENTRIES).where(ENTRIES.c.number == number))
        names = {name for name, _ in verified(connection)}
    assert "audit, its chain" in names
    if place != -1:
        assert f"audit entry {number + 1}" in names, "the next one no longer follows"


def test_the_head_that_was_removed_shows(by_hand: sa.Engine) -> None:
    with forging(by_hand) as connection:
        connection.execute(sa.delete(HEAD))
        assert ("audit", "the row that remembers the end of its chain is gone") in verified(connection)


def test_a_row_changed_by_hand_and_then_saved_does_not_become_right(by_hand: sa.Engine, database: Database) -> None:
    name = f"people {2:032x}"
    with by_hand.begin() as connection:
        connection.execute(sa.text("UPDATE people SET email = 'thief@example.org' WHERE id = :id"), {"id": name[7:]})
    with working(database) as work:
        person_in(work, 2).name = "Ada Ignara"
    sealed(database)
    with forging(by_hand) as connection:
        ((found_name, what),) = verified(connection)
    assert found_name == name
    assert "changed by hand" in what


def test_what_an_unsealed_entry_is_guarded_by(by_hand: sa.Engine, database: Database) -> None:
    """Until it is sealed an entry must agree with its row and the entry before; who and when are not guarded yet."""
    with working(database) as work:
        work.session.add(person(9))
        person_in(work, 0).name = "Ada Nuova"
    new = {entry["object_id"]: entry for entry in entries(database) if entry["chain_seq"] is None}
    assert set(new) == {f"{0:032x}", f"{9:032x}"}
    for object_name, entry in new.items():
        this = ENTRIES.c.number == entry["number"]
        forgeries: list[Any] = [sa.delete(ENTRIES).where(this)]
        forgeries += [sa.update(ENTRIES).where(this).values({name: "0" * 64}) for name in ("before", "after")]
        forgeries += [sa.update(ENTRIES).where(this).values({name: "bodies"}) for name in ("kind", "object_id")]
        for forgery in forgeries:
            with forging(by_hand) as connection:
                connection.execute(forgery)
                assert f"people {object_name}" in {name for name, _ in verified(connection)}
        for value in ({"actor": "system"}, {"act": "nothing"}, {"mandate_id": None}):
            with forging(by_hand) as connection:
                connection.execute(sa.update(ENTRIES).where(this).values(value))
                assert verified(connection) == [], "the limit: see the decision on the audit"
    sealed(database)
    for entry in new.values():
        with forging(by_hand) as connection:
            connection.execute(sa.update(ENTRIES).where(ENTRIES.c.number == entry["number"]).values(actor="system"))
            assert f"audit entry {entry['number']}" in {name for name, _ in verified(connection)}


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE people SET name = x'00ff' WHERE email LIKE 'ada.1@%'", f"people {1:032x}"),
        ("UPDATE people SET created_at = 'yesterday' WHERE email LIKE 'ada.1@%'", f"people {1:032x}"),
        ("UPDATE firm_counts SET hundredths = 9e999", f"firm_counts {0:032x}/awu/2026-01-01"),
        ("UPDATE firm_counts SET on_day = 'never'", "firm_counts"),
        ("UPDATE audit_entries SET at = 'yesterday' WHERE number = 4", "audit entry 4"),
        ("UPDATE audit_entries SET actor = x'00' WHERE number = 4", "audit entry 4"),
        ("UPDATE audit_entries SET chain_seq = 'first' WHERE number = 4", "audit entry 4"),
    ],
)
def test_what_cannot_be_read_is_named(by_hand: sa.Engine, statement: str, name: str) -> None:
    """SQLite takes any value in any column."""
    with forging(by_hand) as connection:
        connection.execute(sa.text(statement))
        assert name in {found_name for found_name, _ in verified(connection)}
