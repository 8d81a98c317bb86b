"""One request, one commit; what fails leaves nothing; what only reads cannot write; moments stay aware."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, InvalidRequestError, StatementError

from cip.database.engine import Database, open_database
from cip.database.packs import PackRow, keep_pack
from cip.database.work import open_reading, open_work
from cip.kernel.canonical import sha256_of
from cip.kernel.moments import NaiveDatetimeError
from cip.parties.access import SYSTEM
from tests.integration.worlds import NOW


def kept(database: Database) -> int:
    with open_reading(database) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(PackRow)) or 0


def test_commits_once(database: Database) -> None:
    commits = []
    event.listen(database.engine, "commit", lambda _connection: commits.append(1))
    with open_work(database, actor=SYSTEM, now=NOW) as work:
        for text in ("[1]", "[2]", "[3]"):
            keep_pack(work, sha256_of(text), "m", text)
        assert commits == []
    assert commits == [1]
    assert kept(database) == 3


def test_rolls_back_and_re_raises(database: Database) -> None:
    def fail() -> None:
        with open_work(database, actor=SYSTEM, now=NOW) as work:
            keep_pack(work, sha256_of("[1]"), "m", "[1]")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert kept(database) == 0


def test_failed_commit_is_raised_not_swallowed(database: Database) -> None:
    def fail(_session: object) -> None:
        raise OSError("disk full")

    event.listen(database.writing, "before_commit", fail)
    with pytest.raises(OSError, match="disk full"), open_work(database, actor=SYSTEM, now=NOW) as work:
        keep_pack(work, sha256_of("[1]"), "m", "[1]")
    assert kept(database) == 0


def test_nothing_follows_a_commit_of_ones_own(database: Database) -> None:
    with open_work(database, actor=SYSTEM, now=NOW) as work:
        keep_pack(work, sha256_of("[1]"), "m", "[1]")
        work.session.commit()
        with pytest.raises(InvalidRequestError):
            keep_pack(work, sha256_of("[2]"), "m", "[2]")


def test_reading_cannot_write(database: Database) -> None:
    insert = sa.insert(PackRow).values(sha256=sha256_of("[1]"), model_id="m", content="[1]", stored_at=NOW)
    with open_reading(database) as session, pytest.raises(DBAPIError, match=r"(?i)read.?only"):
        session.execute(insert)
    # The connection goes back to the pool and must be able to write again.
    with open_work(database, actor=SYSTEM, now=NOW) as work:
        work.session.execute(insert)
    assert kept(database) == 1


def test_reading_sees_one_moment(database: Database) -> None:
    with open_reading(database) as session:
        first = session.scalars(sa.select(PackRow.sha256)).all()
        with open_work(database, actor=SYSTEM, now=NOW) as work:
            keep_pack(work, sha256_of("[1]"), "m", "[1]")
        assert session.scalars(sa.select(PackRow.sha256)).all() == first == []
    assert kept(database) == 1


def test_work_carries_one_moment_in_utc(database: Database) -> None:
    rome = timezone(timedelta(hours=1))
    with open_work(database, actor=SYSTEM, now=NOW.astimezone(rome), new_id=lambda: "the id") as work:
        assert (work.now, work.now.tzinfo, work.new_id(), work.actor) == (NOW, UTC, "the id", SYSTEM)


def test_work_refuses_a_naive_moment(database: Database) -> None:
    with (
        pytest.raises(NaiveDatetimeError),
        open_work(database, actor=SYSTEM, now=datetime(2026, 11, 21)),  # noqa: DTZ001 - naive on purpose
    ):
        pytest.fail("the block must not run")


def test_column_refuses_a_naive_moment(database: Database) -> None:
    naive = datetime(2026, 11, 21)  # noqa: DTZ001 - naive on purpose
    row = PackRow(sha256=sha256_of("[1]"), model_id="m", content="[1]", stored_at=naive)
    with pytest.raises(StatementError) as refusal, open_work(database, actor=SYSTEM, now=NOW) as work:
        work.session.add(row)
    assert isinstance(refusal.value.orig, NaiveDatetimeError)


def test_moments_come_back_aware_and_exact(database_url: str) -> None:
    database = open_database(database_url)
    rome = timezone(timedelta(hours=2))
    moment = datetime(2026, 7, 1, 0, 30, 0, 1, tzinfo=rome)
    with open_work(database, actor=SYSTEM, now=moment) as work:
        keep_pack(work, sha256_of("[1]"), "m", "[1]")
    with open_reading(database) as session:
        stored = session.scalars(sa.select(PackRow.stored_at)).one()
    database.dispose()
    assert (stored, stored.tzinfo) == (moment, UTC)
