"""Databases of PostgreSQL that tests use one after the other: to empty one takes a fifth of making it.

What a test leaves is taken away whole: its sessions end, every row goes, the rows of the template and its sequences
come back. A database whose schema a test has changed (a trigger dropped, a table moved) is never used again.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from tests.integration.worlds import Postgres

_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_SCHEMA = """
SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
    SELECT concat('c', relname, relkind, relnatts) AS line FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat('a', attrelid, attname) FROM pg_attribute
        WHERE attisdropped AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    UNION ALL SELECT concat('t', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat('k', conrelid::regclass, conname, convalidated) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat('p', proname, md5(prosrc)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS lines
"""
# A table whose file is empty has never held a row in this database.
_WRITTEN = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
"""
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"


@dataclass
class Pool:
    """Fresh databases, each a copy of a template or one that was emptied to be like it."""

    server: Postgres
    template: str
    free: list[str] = field(default_factory=list)
    schema: str = ""
    rows: dict[str, str] = field(default_factory=dict)
    sequences: dict[str, int | None] = field(default_factory=dict)

    def take(self) -> str:
        """The name of a fresh database."""
        if not self.schema:
            self._look()
        if self.free:
            return self.free.pop()
        name = f"pooled_{uuid.uuid4().hex}"
        self.server.create(name, template=self.template)
        return name

    def give_back(self, name: str) -> None:
        """Take what a test left away; where that cannot be done the database goes."""
        try:
            self._empty(name)
        except (sa.exc.DBAPIError, _ChangedError):
            self.server.drop(name)
        else:
            self.free.append(name)

    def _look(self) -> None:
        with self._inside(self.template) as connection:
            self.schema = connection.exec_driver_sql(_SCHEMA).scalar_one()
            for table in connection.exec_driver_sql(_WRITTEN).scalars().all():
                held = connection.exec_driver_sql(f'SELECT json_agg(t)::text FROM "{table}" t').scalar()  # noqa: S608
                if held:
                    self.rows[table] = held
            found = connection.exec_driver_sql(_SEQUENCES)
            self.sequences = {row.sequencename: row.last_value for row in found}

    def _empty(self, name: str) -> None:
        # Every name in these statements is one of our tables.
        with self._inside(name) as connection:
            connection.exec_driver_sql(_OTHERS)
            if connection.exec_driver_sql(_SCHEMA).scalar_one() != self.schema:
                raise _ChangedError
            # Past triggers and foreign keys: what a test wrote for good may not stay for the next.
            connection.exec_driver_sql("SET session_replication_role = replica")
            for table in connection.exec_driver_sql(_WRITTEN).scalars().all():
                connection.exec_driver_sql(f'DELETE FROM "{table}"')  # noqa: S608
            for table, held in self.rows.items():
                rows = f'json_populate_recordset(null::"{table}", :held)'
                connection.execute(sa.text(f'INSERT INTO "{table}" SELECT * FROM {rows}'), {"held": held})  # noqa: S608
            for sequence, last in self.sequences.items():
                state = {"name": f'"{sequence}"', "last": last or 1, "called": last is not None}
                connection.execute(sa.text("SELECT setval(:name, :last, :called)"), state)

    @contextmanager
    def _inside(self, name: str) -> Iterator[sa.Connection]:
        url = sa.make_url(self.server.uri).set(database=name)
        engine = sa.create_engine(url, poolclass=NullPool, connect_args={"options": "-c lock_timeout=5s"})
        with engine.begin() as connection:
            yield connection


class _ChangedError(Exception):
    """The schema is not that of the template any more."""
