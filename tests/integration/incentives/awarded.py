"""Awards that are ready to be decided (see Awarding), made once for each database and copied for each test."""

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cip.database.engine import open_database
from tests.integration.incentives.awarding import Awarding, make_awarded
from tests.integration.worlds import Postgres

TEMPLATE = "awarding_template"


@pytest.fixture(scope="session")
def awards_on_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Awarding:
    """The awards in a file to copy."""
    path = tmp_path_factory.mktemp("awarding") / "made.sqlite"
    shutil.copyfile(sqlite_template, path)
    return _made(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def awards_on_postgresql(postgres: Postgres) -> Awarding:
    """The awards in a database to copy."""
    return _made(postgres.create(TEMPLATE, template="cip_template"))


@pytest.fixture
def made(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Awarding]:
    """Two awards that are in order, the others not; all reserved."""
    ready: Awarding = request.getfixturevalue(f"awards_on_{database_kind}")
    name = f"awarding_{uuid.uuid4().hex}"
    if database_kind == "sqlite":
        shutil.copyfile(Path(str(ready.database.engine.url.database)), tmp_path / "awarding.sqlite")
        url = f"sqlite:///{tmp_path / 'awarding.sqlite'}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.create(name, template=TEMPLATE)
    database = open_database(url)
    yield replace(ready, ranks=replace(ready.ranks, calling=replace(ready.ranks.calling, database=database)))
    database.dispose()
    if database_kind == "postgresql":
        server.drop(name)


def _made(url: str) -> Awarding:
    database = open_database(url)
    ready = make_awarded(database, "reserved", count=2)
    # Nobody may be connected to what is copied, and all of it must stand in the file.
    database.dispose()
    return ready
