"""A database of 0001 with data in it comes to the newest schema: nothing lost, chains whole, triggers in place."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.assessment.reads import chain_faults_of_all, current_answers, find_check_up, latest_snapshot
from cip.assessment.stored import AnswerEvent, StoredSnapshot, chain_start
from cip.database import migrate
from cip.database.engine import Database, make_engine, open_database
from cip.database.work import open_reading
from cip.kernel.canonical import sha256_of
from cip.kernel.errors import RefusalError

NOW = datetime(2026, 11, 21, 9, 30, 15, 123456, tzinfo=UTC)
ID, ERASED = "c" * 32, "e" * 32
PACK = '{"model":"test"}'
# Taken from the code of 0001: what old chains hang on never changes.
START_OF_0001 = "c4f729772c00f3d1c6d68aa1b7103c268dae8541a6d20a2fc6663b61dbe40168"


def test_start_of_old_chains_never_changes() -> None:
    assert chain_start(ID, "d" * 64, "T0", NOW) == START_OF_0001


@pytest.fixture
def old_url(empty_database_url: str) -> str:
    """A database of 0001 with a pack, a check-up, an answer, a result and an erasure."""
    migrate.upgrade(empty_database_url, "0001")
    pack = sha256_of(PACK)
    start = chain_start(ID, pack, "T0", NOW)
    event = AnswerEvent(ID, 1, "facts", "workers", "7", NOW, "guest", "profile", start, "").sealed()
    answers = '{"duties":{},"facts":{"workers":7},"in_use":{},"indicators":{},"needs":{}}'
    snapshot = StoredSnapshot(
        "5" * 32, ID, 1, NOW.date(), 1, pack, "1", answers, "{}", sha256_of("{}"), NOW, start, ""
    ).sealed()
    engine = make_engine(empty_database_url)
    row = {
        "id": ID,
        "pack_sha256": pack,
        "guest_digest": "d" * 64,
        "stage": "T0",
        "language": "it",
        "created_at": NOW,
        "expires_on": date(2027, 2, 19),
        "last_seq": 1,
        "events_head": event.digest,
        "last_number": 1,
        "snapshots_head": snapshot.digest,
    }
    try:
        with engine.begin() as connection:
            tables = sa.MetaData()
            tables.reflect(connection, resolve_fks=False)
            known = tables.tables
            connection.execute(
                known["packs"].insert(), {"sha256": pack, "model_id": "m", "content": PACK, "stored_at": NOW}
            )
            connection.execute(known["check_ups"].insert(), row)
            connection.execute(known["answer_events"].insert(), event.columns())
            connection.execute(known["snapshots"].insert(), snapshot.columns())
            connection.execute(
                known["erased_check_ups"].insert(), {"check_up_id": ERASED, "on_day": NOW.date(), "digest": "0" * 64}
            )
    finally:
        engine.dispose()
    return empty_database_url


@pytest.fixture
def upgraded(old_url: str) -> Iterator[Database]:
    """The same database at the newest revision, opened."""
    migrate.upgrade(old_url)
    database = open_database(old_url)
    yield database
    database.dispose()


def test_data_and_chains_are_whole(upgraded: Database) -> None:
    with open_reading(upgraded) as session:
        assert list(chain_faults_of_all(session)) == []
        check_up = find_check_up(session, ID)
        assert check_up is not None
        assert (check_up.previous_id, check_up.kept_on, check_up.closed_at) == (None, None, None)
        assert check_up.created_at == NOW
        assert current_answers(session, ID).file["facts"] == {"workers": 7}
        assert latest_snapshot(session, ID) is not None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answer_events SET value = '5'",
        "DELETE FROM answer_events",
        "DELETE FROM snapshots",
        "UPDATE snapshots SET result = '[]'",
        "DELETE FROM check_ups",
        "DELETE FROM erased_check_ups",
        "UPDATE packs SET content = '[]'",
    ],
)
def test_triggers_survive(upgraded: Database, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), upgraded.engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_back_and_forth_keeps_data_and_triggers(old_url: str) -> None:
    migrate.upgrade(old_url)
    migrate.downgrade(old_url, "0001")
    engine = make_engine(old_url)
    try:
        with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM answer_events"))
    finally:
        engine.dispose()
    migrate.upgrade(old_url)
    database = open_database(old_url)
    with open_reading(database) as session:
        assert list(chain_faults_of_all(session)) == []
    database.dispose()


def test_rows_that_an_old_schema_cannot_hold_stay(upgraded: Database, old_url: str) -> None:
    with upgraded.engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO answer_events SELECT check_up_id, 2, 'plan', 'M01', value, at, actor, source, prev_digest,"
                " digest FROM answer_events"
            )
        )
    upgraded.dispose()
    with pytest.raises(RefusalError, match="1 rows of answer_events"):
        migrate.downgrade(old_url, "0001")
    with upgraded.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM answer_events")) == 2
