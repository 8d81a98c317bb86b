"""What the integration tests share beside fixtures: the PostgreSQL server, the smallest world, its moment."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from cip.database.engine import Database
from cip.database.work import Work
from cip.parties.access import Actor

NOW = datetime(2026, 11, 21, 9, 30, 15, 123456, tzinfo=UTC)
# To the second, as the clock of the site in tests: what was seeded for one test can be copied for the others.
WORLDS_BEGIN = NOW.replace(microsecond=0)
PACK = '{"model":"test"}'
# What opens every page of the site takes a minute a database, and what pages show does not hang on the database: with
# every change on SQLite, on PostgreSQL in the long tests. Every action that writes is tried on both with every change.
LONG_ON_POSTGRESQL = ["sqlite", pytest.param("postgresql", marks=(pytest.mark.postgres, pytest.mark.long))]

# For pages whose forms race or lock: on both with every change, like all actions.
ON_BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@dataclass
class Postgres:
    """Makes and drops databases on the server of this process."""

    uri: str
    admin: sa.Engine = field(init=False)

    def __post_init__(self) -> None:
        self.admin = sa.create_engine(self.uri, isolation_level="AUTOCOMMIT")

    def hurry(self) -> None:
        """Wait for no disk: these databases live for one test, and what tests kill are clients, not the machine."""
        with self.admin.connect() as connection:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.exec_driver_sql(f"ALTER SYSTEM SET {name} = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")

    def create(self, name: str, template: str = "template1") -> str:
        """A fresh database; its address."""
        with self.admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)

    def address(self, name: str) -> str:
        """The address of a database of this server."""
        return sa.make_url(self.uri).set(database=name).render_as_string(hide_password=False)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        with self.admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@dataclass(frozen=True)
class World:
    """A database with one kept pack and one check-up, by one guest; `work()` opens a Work of that guest at NOW."""

    database: Database
    guest: Actor
    pack_sha256: str
    check_up_id: str
    work: Callable[[], AbstractContextManager[Work]]
