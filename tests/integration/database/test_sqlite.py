"""How a SQLite file is opened."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from cip.database import migrate
from cip.database.engine import open_database


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'var' / 'cip.sqlite'}"
    migrate.upgrade(address)
    return address


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 1),
        ("foreign_keys", 1),
        ("busy_timeout", 10_000),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
    ],
)
def test_settings_of_a_connection(url: str, pragma: str, value: object) -> None:
    database = open_database(url)
    for sessions in (database.writing, database.reading):
        with sessions() as session:
            assert session.execute(text(f"PRAGMA {pragma}")).scalar_one() == value
    database.dispose()


def test_foreign_keys_hold(url: str) -> None:
    database = open_database(url)
    insert = "INSERT INTO answer_events VALUES ('x', 1, 'facts', 'q', '1', '2026-11-21', 'guest', 'p', :d, :d)"
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), database.writing.begin() as session:
        session.execute(text(insert), {"d": "0" * 64})
    database.dispose()


def test_new_folder_is_for_its_owner_alone(url: str, tmp_path: Path) -> None:
    assert (tmp_path / "var").stat().st_mode & 0o077 == 0
