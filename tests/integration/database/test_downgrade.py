"""Down and up again with everything in the database: the audit says what went, so that `cip verify` is content; what
somebody changed by hand before is still named.
"""

from pathlib import Path

import pytest
import sqlalchemy as sa

from cip.assessment.actions import erase_check_up
from cip.assessment.reads import each_id
from cip.assessment.records import CheckUpRow
from cip.cli.verify import all_faults
from cip.database import migrate
from cip.database.audit.rows import AuditSaltRow
from cip.database.audit.sealing import seal
from cip.database.engine import Database, open_database
from cip.database.work import open_reading, open_work
from cip.files.stored import Shelf
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.parties.access import SYSTEM
from cip.parties.records import BodyRow
from tests.integration.seeded import seed_few
from tests.integration.worlds import LONG_ON_POSTGRESQL, NOW, WORLDS_BEGIN, World

SECRET = "a key of the tests, long enough for all"
# One step of each age with every change, all of them in the long tests.
SHORT = ("0021", "0012")
LONG = ("0029", "0026", "0023", "0020", "0016", "0013", "0011", "0010", "0009", "0008", "0007", "0006")
REVISIONS = [*SHORT, *(pytest.param(revision, marks=pytest.mark.long) for revision in LONG)]

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)


@pytest.fixture
def seeded(database: Database, tmp_path: Path) -> Database:
    """Both worlds of the demonstration, with their committee turned into an office: older tables know no committees, so
    the way down is closed as long as there is one.
    """
    seed_few(database, SECRET, Shelf(tmp_path / "files", None, unscanned=True), WORLDS_BEGIN)
    with open_work(database, actor=SYSTEM, now=NOW) as work:
        for row in work.session.scalars(sa.select(BodyRow).where(BodyRow.kind == "committee")):
            row.kind = "office"
    return database


def test_the_way_down_is_closed_while_there_is_a_committee(seeded: Database, database_url: str) -> None:
    with open_work(seeded, actor=SYSTEM, now=NOW) as work:
        body = work.session.scalars(sa.select(BodyRow).where(BodyRow.kind == "office")).first()
        assert body is not None
        body.kind = "committee"
    seeded.dispose()
    with pytest.raises(RefusalError, match="some bodies are committees"):
        migrate.downgrade(database_url, "0011")
    migrate.upgrade(database_url)
    assert reopened(database_url) == []


def reopened(url: str) -> list[str]:
    """What `cip verify` says of the database, before and after the audit is sealed."""
    database = open_database(url)
    try:
        with open_reading(database) as session:
            before = [str(fault) for fault in all_faults(session)]
        with open_work(database, actor=SYSTEM, now=NOW) as work:
            seal(work, 100_000)
        with open_reading(database) as session:
            assert [str(fault) for fault in all_faults(session)] == before
        return before
    finally:
        database.dispose()


def erase_all_check_ups(database: Database) -> None:
    """What was reviewed has no place in older tables, so the way down is closed as long as it is there."""
    with open_work(database, actor=SYSTEM, now=NOW) as work:
        for check_up_id in list(each_id(work.session)):
            erase_check_up(work, check_up_id, today(NOW))


def kinds_of_salts(url: str) -> set[str]:
    database = open_database(url)
    try:
        with open_reading(database) as session:
            return set(session.scalars(sa.select(AuditSaltRow.kind)))
    finally:
        database.dispose()


def moments(url: str) -> list[object]:
    database = open_database(url)
    try:
        with open_reading(database) as session:
            return list(session.scalars(sa.select(CheckUpRow.validated_at)))
    finally:
        database.dispose()


def test_surveys_go_and_the_audit_says_so(seeded: Database, database_url: str) -> None:
    assert "surveys" in kinds_of_salts(database_url)
    seeded.dispose()
    migrate.downgrade(database_url, "0009")
    migrate.upgrade(database_url)
    assert reopened(database_url) == []
    assert "surveys" not in kinds_of_salts(database_url)


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_step_down_and_all_the_way_up(seeded: Database, database_url: str, revision: str) -> None:
    erase_all_check_ups(seeded)
    assert {"consultancy_notes", "meetings"} & kinds_of_salts(database_url)
    seeded.dispose()
    for _ in range(2):
        migrate.downgrade(database_url, revision)
        migrate.upgrade(database_url)
        assert reopened(database_url) == []


def test_a_check_up_that_was_validated_loses_its_moment(world: World, database_url: str) -> None:
    with world.work() as work:
        row = work.session.get(CheckUpRow, world.check_up_id)
        assert row is not None
        row.validated_at = NOW
    world.database.dispose()
    migrate.downgrade(database_url, "0008")
    migrate.upgrade(database_url)
    assert reopened(database_url) == []
    assert "check_ups" in kinds_of_salts(database_url)
    assert moments(database_url) == [None]


def test_what_was_changed_by_hand_is_still_named(seeded: Database, database_url: str) -> None:
    with seeded.engine.begin() as connection:
        connection.execute(sa.text("UPDATE surveys SET area = 'by hand'"))
    seeded.dispose()
    migrate.downgrade(database_url, "0009")
    migrate.upgrade(database_url)
    assert any(fault.startswith("surveys ") and "found it changed by hand" in fault for fault in reopened(database_url))
