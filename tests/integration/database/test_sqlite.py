"""How a SQLite file is opened."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from cip.database import migrate
from cip.database.engine import make_engine, open_database


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


def test_new_files_are_for_their_owner_alone(url: str, tmp_path: Path) -> None:
    database = open_database(url)
    with database.writing.begin() as session:
        session.execute(text("UPDATE throttles SET count = count"))
        found = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "var").iterdir()}
    assert found == {"cip.sqlite": 0o600, "cip.sqlite-wal": 0o600, "cip.sqlite-shm": 0o600}
    database.dispose()


def test_an_error_never_shows_the_values_of_its_statement(url: str) -> None:
    database = open_database(url)
    with pytest.raises(IntegrityError) as refused, database.writing.begin() as session:
        session.execute(text("INSERT INTO throttles VALUES (:key, 1, '2026-11-21')"), {"key": "what somebody typed"})
    assert "what somebody typed" not in str(refused.value)
    database.dispose()


def test_first_connections_at_once_all_get_in(tmp_path: Path) -> None:
    threads = 6

    def connect(address: str, barrier: Barrier) -> str:
        engine = make_engine(address)
        barrier.wait(10)
        with engine.connect() as connection:
            mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
        engine.dispose()
        return str(mode)

    with ThreadPoolExecutor(threads) as pool:
        for number in range(30):
            address, barrier = f"sqlite:///{tmp_path / f'{number}.sqlite'}", Barrier(threads)
            modes = [pool.submit(connect, address, barrier) for _ in range(threads)]
            assert [mode.result(30) for mode in modes] == ["wal"] * threads
