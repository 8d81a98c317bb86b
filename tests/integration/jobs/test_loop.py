"""The loop of a worker: sends as messages fall due, outlives a database that is away, ends when asked."""

import logging
import time
from collections.abc import Callable

import pytest

from cip.cli import working
from cip.cli.working import keep_working, start_working, work_all
from cip.database import outbox
from cip.database.engine import Database
from cip.database.work import open_reading, open_work
from cip.documents.reads import demo_mails
from cip.jobs import DemoPost, Office, Worker, topics_of
from cip.kernel.clock import now
from cip.parties.access import SYSTEM

ORDER = {
    "template": "plan_to_sign",
    "to": "anna@example.org",
    "language": "it",
    "values": {"firm": "Officina di prova", "link": "/it/plan"},
}


@pytest.fixture
def worker(database: Database) -> Worker:
    """A worker that keeps mails in the mailbox of the demonstration."""
    return Worker(database, topics_of(Office(DemoPost(database, now), "http://127.0.0.1:8000")), now)


def put(database: Database) -> None:
    with open_work(database, actor=SYSTEM, now=now()) as work:
        outbox.put(work, "mail", ORDER)


def kept(database: Database) -> int:
    with open_reading(database) as session:
        return len(demo_mails(session))


def wait_until(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return true()


def test_a_thread_sends_what_comes_later(database: Database, worker: Worker) -> None:
    stop = start_working(worker, every=0.05)
    try:
        for number in (1, 2):
            put(database)
            assert wait_until(lambda wanted=number: kept(database) == wanted)  # type: ignore[misc]
    finally:
        stop.set()
    time.sleep(0.3)
    put(database)
    time.sleep(0.3)
    assert kept(database) == 2, "who was stopped sends nothing more"


def test_a_database_that_is_away_ends_nothing(
    database: Database, worker: Worker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    put(database)
    pauses: list[float] = []

    def away(*_given: object) -> bool:
        raise OSError("what somebody typed")

    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(outbox, "anything_due", away)
        keep_working(worker, lambda: len(pauses) > 2, pauses.append)
    assert pauses == [working.SECONDS_AFTER_FAILURE] * 3
    assert "OSError" in caplog.text
    assert "typed" not in caplog.text
    keep_working(worker, lambda: len(pauses) > 3, pauses.append)
    assert pauses[-1] == working.EVERY_SECONDS
    assert kept(database) == 1


def test_stopping_comes_between_two_messages(database: Database, worker: Worker) -> None:
    for _ in range(4):
        put(database)
    asked: list[int] = []

    def stopped() -> bool:
        asked.append(1)
        return len(asked) > 2

    assert work_all(worker, stopped) == {"sent": 2}
    assert work_all(worker, lambda: False) == {"sent": 2}
    assert kept(database) == 4
