"""A shelf in a folder of the test, and a scanner."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cip.database.engine import Database
from cip.database.work import open_reading, open_work
from cip.files.accepted import Quota
from cip.files.actions import receive_file
from cip.files.reads import find_file
from cip.files.stored import Shelf, StoredFile
from cip.parties.access import SYSTEM
from tests.integration.files.clamd import FakeClamd
from tests.integration.files.handing import Hand, Look
from tests.integration.worlds import NOW
from tests.unit.files.samples import PDF


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf that takes files unscanned."""
    return Shelf(tmp_path / "files", None, unscanned=True)


@pytest.fixture
def clamd() -> Iterator[FakeClamd]:
    """A scanner; its socket lies where paths are short enough for one."""
    with tempfile.TemporaryDirectory(prefix="cip-clamd-") as folder:
        server = FakeClamd(Path(folder) / "s")
        yield server
        server.stop()


@pytest.fixture
def strict(tmp_path: Path, clamd: FakeClamd) -> Shelf:
    """A shelf with a scanner."""
    return Shelf(tmp_path / "files", clamd.address, unscanned=False)


@pytest.fixture
def hand(database: Database) -> Hand:
    """Hands a file in, in a Work of its own."""

    def hand_in(
        shelf: Shelf,
        data: bytes = PDF,
        name: str = "verbale.pdf",
        owner: str = "firm:a",
        quota: Quota = Quota(100, 1_000_000_000),  # noqa: B008 - a frozen value
    ) -> StoredFile:
        with open_work(database, actor=SYSTEM, now=NOW) as work:
            return receive_file(work, shelf, io.BytesIO(data), name, owner, quota=quota)

    return hand_in


@pytest.fixture
def look(database: Database) -> Look:
    """Reads a file's line."""

    def look_up(file_id: str) -> StoredFile:
        with open_reading(database) as session:
            found = find_file(session, file_id)
        assert found is not None
        return found

    return look_up
