"""Several workers at once, each a process or a thread of its own: nothing goes out twice unless somebody died."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from cip.database import outbox
from cip.database.engine import Database
from cip.database.work import open_reading, open_work
from cip.jobs import Office, SmtpPost, Worker, topics_of
from cip.kernel.mail_server import MailServer
from cip.parties.access import SYSTEM
from tests.faults.outbox_kills import PAUSE, open_place
from tests.faults.sink import Sink, open_sink
from tests.integration.worlds import NOW, Postgres

KILLS = 6
MESSAGES = 40


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server that takes a moment for each mail."""
    with open_sink(PAUSE) as opened:
        yield opened


@pytest.fixture
def shared_url(postgres: Postgres) -> Iterator[str]:
    """A PostgreSQL database that several processes use."""
    name = "outbox_kills"
    yield postgres.create(name, template="cip_template")
    postgres.drop(name)


def test_four_workers_send_each_message_once(database: Database, sink: Sink) -> None:
    with open_work(database, actor=SYSTEM, now=NOW) as work:
        for number in range(MESSAGES):
            values = {"firm": "Officina di prova", "link": f"/it/n{number}"}
            order = {"template": "plan_to_sign", "to": "anna@example.org", "language": "it", "values": values}
            outbox.put(work, "mail", order)
    server = MailServer("127.0.0.1", sink.port, False, "", "posta@example.org")
    topics = topics_of(Office(SmtpPost(server), "http://127.0.0.1:9"))

    def work_all(_number: int) -> int:
        worker = Worker(database, topics, lambda: NOW, timedelta(minutes=1))
        sent = 0
        while worker.work_one() is not None:
            sent += 1
        return sent

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(work_all, range(4)))
    assert sum(sent) == MESSAGES
    links = Counter(mail.link for mail in sink.received)
    assert (len(links), set(links.values())) == (MESSAGES, {1})
    with open_reading(database) as session:
        assert outbox.count_by_state(session) == {"sent": MESSAGES}


@pytest.mark.postgres
def test_kills_of_two_workers_on_postgresql(
    shared_url: str, sink: Sink, tmp_path: Path, show: Callable[[str], None]
) -> None:
    with open_place(shared_url, sink, tmp_path) as place:
        place.kill_workers(KILLS, workers=2)
        place.finish()
        found = place.figures(KILLS)
        show(f"PostgreSQL, two workers: {found}")
        assert place.bytes_differ() == []
    assert (found.lost, found.without_commit, found.forgotten, found.twice_with_other_id) == (0, 0, 0, 0), found
    # Each kill ends two sendings at most: whatever else came twice would have been sent by both at once.
    assert found.twice <= 2 * KILLS
