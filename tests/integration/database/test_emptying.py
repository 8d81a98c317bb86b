"""What was erased is gone from the files beside the database too, while the application goes on."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from cip.assessment.actions import erase_check_up, save_answers
from cip.database.emptying import empty_log
from cip.database.work import open_reading
from tests.integration.worlds import NOW, World

MARKER = "una frase che nessuno deve ritrovare"


def left(folder: Path) -> list[str]:
    """The files of the database that still hold the marker."""
    return [path.name for path in folder.glob("*.sqlite*") if MARKER.encode() in path.read_bytes()]


def typed_and_erased(world: World) -> None:
    with world.work() as work:
        save_answers(work, world.check_up_id, {("notes", "T1"): MARKER}, "page")
    with world.work() as work:
        erase_check_up(work, world.check_up_id, NOW.date())


def test_no_file_holds_what_was_erased(world: World, database_kind: str, tmp_path: Path) -> None:
    typed_and_erased(world)
    if database_kind == "sqlite":
        assert left(tmp_path) == ["cip.sqlite-wal"], "this is what the log would give away"
    assert empty_log(world.database, 1)
    assert left(tmp_path) == []
    with open_reading(world.database) as session:
        assert session.scalar(sa.text("SELECT count(*) FROM erased_check_ups")) == 1


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_reader_holds_it_up_and_once_it_ends_all_is_gone(world: World, tmp_path: Path) -> None:
    read = threading.Event()
    with open_reading(world.database) as session:
        session.scalar(sa.text("SELECT count(*) FROM check_ups"))
        typed_and_erased(world)
        assert not empty_log(world.database, 0)
        assert left(tmp_path) == ["cip.sqlite-wal"]

    def reads() -> None:
        with open_reading(world.database) as session:
            session.scalar(sa.text("SELECT count(*) FROM check_ups"))
            read.set()
            threading.Event().wait(0.3)

    with world.work() as work:
        work.session.execute(sa.text("UPDATE throttles SET count = count"))
    reader = threading.Thread(target=reads)
    reader.start()
    assert read.wait(5)
    assert empty_log(world.database, 5)
    reader.join()
    assert left(tmp_path) == []


def test_the_connection_waits_as_long_as_before(world: World, database_kind: str) -> None:
    empty_log(world.database, 0)
    if database_kind == "sqlite":
        with open_reading(world.database) as session:
            assert session.scalar(sa.text("PRAGMA busy_timeout")) == 10_000
