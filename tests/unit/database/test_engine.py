"""Addresses of databases that can be used, and those that cannot."""

from pathlib import Path

import pytest

from cip.database.engine import make_engine, open_database, shown, sqlite_file
from cip.kernel.errors import RefusalError


@pytest.mark.parametrize("url", ["nonsense", "mysql://db/cip", "sqlite://", "sqlite:///:memory:", ""])
def test_refuses_what_is_no_database_of_ours(url: str) -> None:
    with pytest.raises(RefusalError):
        open_database(url)


def test_postgresql_means_psycopg_3() -> None:
    assert make_engine("postgresql://cip@db/cip").driver == "psycopg"


def test_shows_an_address_without_its_password() -> None:
    assert "hidden" not in shown("postgresql://cip:hidden@db/cip")


def test_knows_the_file() -> None:
    assert sqlite_file("sqlite:////srv/var/cip.sqlite") == Path("/srv/var/cip.sqlite")
    assert sqlite_file("postgresql://db/cip") is None
