"""The call with two sources of money, made once for each database and copied for each test."""

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cip.database.engine import open_database
from tests.integration.incentives.awarded import awards_on_postgresql, awards_on_sqlite, made
from tests.integration.incentives.monies import Monies, make_monies
from tests.integration.worlds import Postgres

# Fixtures that live elsewhere: one of each a session, whichever module asks.
__all__ = ["awards_on_postgresql", "awards_on_sqlite", "made"]


@pytest.fixture(scope="session")
def made_on_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Monies:
    """The call in a file to copy."""
    path = tmp_path_factory.mktemp("monies") / "made.sqlite"
    shutil.copyfile(sqlite_template, path)
    return _made(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def made_on_postgresql(postgres: Postgres) -> Monies:
    """The call in a database to copy."""
    return _made(postgres.create("monies_template", template="cip_template"))


@pytest.fixture
def monies(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Monies]:
    """A call whose ranking is made and whose money is open: see Monies."""
    made: Monies = request.getfixturevalue(f"made_on_{database_kind}")
    if database_kind == "sqlite":
        shutil.copyfile(Path(str(made.database.engine.url.database)), tmp_path / "monies.sqlite")
        url = f"sqlite:///{tmp_path / 'monies.sqlite'}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        name = f"monies_{uuid.uuid4().hex}"
        url = server.create(name, template="monies_template")
    database = open_database(url)
    yield replace(made, ranks=replace(made.ranks, calling=replace(made.ranks.calling, database=database)))
    database.dispose()
    if database_kind == "postgresql":
        server.drop(name)


def _made(url: str) -> Monies:
    database = open_database(url)
    monies = make_monies(database)
    # Nobody may be connected to what is copied, and all of it must stand in the file.
    database.dispose()
    return monies
