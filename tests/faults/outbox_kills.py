"""Kills workers and committers at random moments, and counts what became of every message."""

import os
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from cip.database.engine import make_engine
from tests.faults.nursery import Nursery, kill, wait_for
from tests.faults.sink import Sink

BASE_URL = "http://127.0.0.1:9"
LEASE_SECONDS = 1
# The middle of a sending: the sink waits so long before and after it takes a mail.
PAUSE = 0.004
SECONDS_TO_LIVE = 0.12
# Two hundred committers leave thousands of messages behind.
SECONDS_TO_FINISH = 400.0


@dataclass(frozen=True)
class Figures:
    """What a run gave."""

    kills: int
    committed: int
    acknowledged: int
    received: int
    lost: int
    without_commit: int
    forgotten: int
    twice: int
    twice_with_other_id: int

    def __str__(self) -> str:
        return (
            f"outbox: {self.kills} kills, {self.committed} messages committed, {self.received} mails received, "
            f"{self.lost} lost, {self.without_commit} without commit, {self.twice} sent again "
            f"({self.twice_with_other_id} of them under another Message-ID)"
        )


@dataclass
class Place:
    """A database, the server that mails go to, and the parent of the processes."""

    url: str
    sink: Sink
    nursery: Nursery
    journal: Path

    def kill_workers(self, kills: int, workers: int = 1) -> None:
        """So many times: let workers and a committer run for a moment, then kill them all."""
        chance = random.Random(20261122)
        for number in range(kills):
            seen = len(self.sink.received)
            children = [self.nursery.start("work", "--lease", str(LEASE_SECONDS)) for _ in range(workers)]
            children.append(self.nursery.start("commit", f"k{number}"))
            assert self.sink.wait_for_more(seen, 20), "the workers send nothing"
            time.sleep(chance.uniform(0, SECONDS_TO_LIVE))
            chance.shuffle(children)
            for child in children:
                kill(child)

    def finish(self) -> None:
        """Let one worker send all that is left, also what the dead had taken."""
        self.sink.pause = 0
        deadline = time.monotonic() + SECONDS_TO_FINISH
        while self._count("pending"):
            assert time.monotonic() < deadline, "messages stay behind"
            wait_for(self.nursery.start("work", "--once", "--lease", str(LEASE_SECONDS)), SECONDS_TO_FINISH)
            time.sleep(0.1)

    def figures(self, kills: int) -> Figures:
        """What became of every message."""
        committed = self._ids()
        ids_of_link: dict[str, list[str]] = defaultdict(list)
        for mail in self.sink.received:
            ids_of_link[mail.link].append(mail.message_id.strip("<>").partition("@")[0])
        seen = {each for ids in ids_of_link.values() for each in ids}
        journal = self.journal.read_text(encoding="ascii").split() if self.journal.exists() else []
        again = [ids for ids in ids_of_link.values() if len(ids) > 1]
        return Figures(
            kills=kills,
            committed=len(committed),
            acknowledged=len(journal),
            received=len(self.sink.received),
            lost=len(committed - seen),
            without_commit=len(seen - committed),
            forgotten=sum(f"{BASE_URL}/it/{name}" not in ids_of_link for name in journal),
            twice=len(self.sink.received) - len(ids_of_link),
            twice_with_other_id=sum(len(set(ids)) > 1 for ids in again),
        )

    def bytes_differ(self) -> list[str]:
        """The links of mails that came again with other bytes."""
        digests: dict[str, set[str]] = defaultdict(set)
        for mail in self.sink.received:
            digests[mail.link].add(mail.sha256)
        return [link for link, found in digests.items() if len(found) > 1]

    def _count(self, state: str) -> int:
        with self._connected() as connection:
            query = sa.text("SELECT count(*) FROM outbox WHERE state = :state")
            return int(connection.execute(query, {"state": state}).scalar_one())

    def _ids(self) -> set[str]:
        with self._connected() as connection:
            return set(connection.execute(sa.text("SELECT id FROM outbox")).scalars())

    @contextmanager
    def _connected(self) -> Iterator[sa.Connection]:
        engine = make_engine(self.url)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


@contextmanager
def open_place(url: str, sink: Sink, folder: Path) -> Iterator[Place]:
    """A place on a migrated database; whatever is left running is ended."""
    journal = folder / "journal"
    own = {
        "CIP_VAR": str(folder / "var"),
        "CIP_DATABASE_URL": url,
        "CIP_MAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "CIP_MAIL_FROM": "CIP <posta@example.org>",
        "CIP_BASE_URL": BASE_URL,
        "CIP_TEST_JOURNAL": str(journal),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CIP_")}
    nursery = Nursery(kept | own, folder / "log")
    try:
        yield Place(url, sink, nursery, journal)
    finally:
        nursery.end()
