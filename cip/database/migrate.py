"""Bringing a database to the schema of this code, by Alembic; safe when several processes start at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from cip.database.engine import make_engine, shown, sqlite_file
from cip.kernel.errors import RefusalError

# The migrations stand above this package; they are named here by their address only, never imported.
SCRIPTS = "cip:migrations"
# Any fixed number does; every process that migrates asks PostgreSQL for the same one.
ADVISORY_LOCK = 2_026_112_101
# All migrations of an empty database are one transaction: who starts beside waits for the whole of it.
MIGRATING_SECONDS = 120


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` up to `revision`; the folder of a SQLite file is made if it is missing.

    All of it happens or nothing. Raises RefusalError if the database cannot be reached or is newer than this code.
    """
    file = sqlite_file(url)
    if file is not None:
        _make_folder(file.parent)
    with _migrating(url) as config:
        command.upgrade(config, revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database at `url` back to `revision` (`base` is before the first table). Loses what later tables hold.

    Raises RefusalError if the database cannot be reached or the revision is unknown.
    """
    with _migrating(url) as config:
        command.downgrade(config, revision)


def current(url: str) -> str | None:
    """The revision that the database at `url` is at, None if it has never been migrated (or, SQLite, does not exist).

    Raises RefusalError if the database cannot be reached.
    """
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return None
    with _connected(url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The revision that this code needs."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise LookupError("this installation holds no migrations")
    return revision


def knows(revision: str) -> bool:
    """Whether this code has the migration of that name: a backup of a newer version has one that it has not."""
    try:
        return ScriptDirectory.from_config(_config()).get_revision(revision) is not None
    except CommandError:
        return False


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    return config


@contextmanager
def _migrating(url: str) -> Iterator[Config]:
    with _connected(url) as connection, connection.begin():
        # Whoever comes second waits here, then finds nothing left to do. SQLite needs no more than the write lock that
        # every transaction of ours takes when it begins; its schema changes are part of the transaction too.
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        config = _config()
        config.attributes["connection"] = connection
        try:
            yield config
        except CommandError as error:
            raise RefusalError(
                f"The database {shown(url)} cannot be migrated, it may belong to a newer version of CIP: {error}"
            ) from error
        _check_foreign_keys(connection)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = make_engine(url, foreign_keys=False, busy_seconds=MIGRATING_SECONDS)
    try:
        try:
            connection = engine.connect()
        except DatabaseError as error:
            raise RefusalError(f"The database {shown(url)} cannot be reached: {_first_line(error)}.") from error
        with connection:
            yield connection
    finally:
        engine.dispose()


def _make_folder(folder: Path) -> None:
    try:
        # Answers are personal data: a folder that we make is for its owner alone.
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise RefusalError(f"The folder {folder} cannot be made: {error.strerror}.") from error


def _first_line(error: DatabaseError) -> str:
    return (str(error.orig).strip().splitlines() or ["no reason given"])[0].rstrip(".")


def _check_foreign_keys(connection: Connection) -> None:
    # On SQLite foreign keys are off while tables are rebuilt, so they are checked before the commit.
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"the migration left {len(broken)} rows without the row they point at")
