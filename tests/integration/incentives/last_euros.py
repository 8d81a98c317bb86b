"""Eight sessions that want the last euro at once, on PostgreSQL: what each of them does, and how a run is counted."""

import random
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from cip.database.base import Base
from cip.database.work import open_reading, open_work
from cip.incentives.actions.move_money import MoneyRefusedError, Paper, add_share, move_money
from cip.incentives.actions.reserve_room import NoRoomError, reserve_room
from cip.incentives.money_events import Award, Event, Pay, Reserve
from cip.incentives.reads import call_of, pack_of_call
from cip.incentives.reads.state_aid import room_of
from cip.kernel.ids import new_id
from cip.parties.access import SYSTEM
from tests.integration.incentives.monies import Monies

SESSIONS, TRIES = 8, 25
LIMIT = 7_500_000
Try = Callable[[int, int], bool]
"""Wants cents in the n-th try of a run; whether it got them."""


@dataclass
class Figures:
    """What a way of spending gave over its runs."""

    name: str
    spent: list[int] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def overspent(self) -> int:
        """In how many runs more was spent than there was."""
        return sum(spent > limit for spent, limit in zip(self.spent, self.limits, strict=True))

    @property
    def worst(self) -> int:
        """The most that was spent above the limit, in cents."""
        return max(0, *(spent - limit for spent, limit in zip(self.spent, self.limits, strict=True)))

    def __str__(self) -> str:
        return (
            f"last euro, {self.name}: {len(self.spent)} runs of {SESSIONS} sessions x {TRIES} tries, "
            f"{self.overspent} overspent, worst excess {self.worst / 100:.2f} euro, "
            f"median {1000 * statistics.median(self.seconds):.0f} ms"
        )


def race(attempt: Try, seed: int) -> tuple[list[int], float]:
    """Let every session try at once; what each successful try got, in cents, and the seconds it all took."""
    chance = random.Random(seed)
    wanted = [[chance.randint(100_000, 500_000) for _try in range(TRIES)] for _session in range(SESSIONS)]
    barrier = threading.Barrier(SESSIONS + 1)

    def session(number: int) -> list[int]:
        barrier.wait()
        return [cents for n, cents in enumerate(wanted[number]) if attempt(TRIES * number + n, cents)]

    with ThreadPoolExecutor(SESSIONS) as pool:
        futures = [pool.submit(session, number) for number in range(SESSIONS)]
        barrier.wait()
        began = time.perf_counter()
        got = [cents for future in futures for cents in future.result()]
    return got, time.perf_counter() - began


@dataclass
class Place:
    """The rows that a run needs, written past the actions: calls with one source, and awards that refer to nothing."""

    monies: Monies

    def copy_call(self) -> str:
        """Another call just like the one that is there."""
        call_id = new_id()
        self._copy("calls", self.monies.call_id, id=call_id)
        return call_id

    def open_line(self, call_id: str, cents: int = LIMIT) -> str:
        """A source of money of a call, with its budget."""
        line_id = new_id()
        self._copy("funding_lines", self.monies.lines()[0].id, id=line_id, call_id=call_id)
        values = {"budget": cents, "available": cents}
        self._run(sa.update(_table("funding_lines")).where(_table("funding_lines").c.id == line_id).values(values))
        return line_id

    def begin_awards(self, call_id: str, count: int) -> list[str]:
        """Awards of a call that hold nothing yet."""
        ids = [new_id() for _award in range(count)]
        day = self.monies.ranks.calling.now
        rows = [
            {
                "id": one, "call_id": call_id, "application_id": new_id(), "firm_id": self.monies.ranks.firm[1],
                "ranking_id": self.monies.ranking_id, "state": "reserved", "cents": 1, "begun_at": day,
            }
            for one in ids
        ]  # fmt: skip
        self._run(sa.insert(_table("awards")), rows)
        return ids

    def _copy(self, table: str, row_id: str, **changes: object) -> None:
        whole = _table(table)
        with self.monies.database.engine.connect() as connection:
            row = dict(connection.execute(sa.select(whole).where(whole.c.id == row_id)).one()._mapping)
        self._run(sa.insert(whole).values(**{**row, **changes}))

    def _run(self, statement: sa.Executable, rows: Sequence[dict[str, object]] = ()) -> None:
        with self.monies.database.engine.begin() as connection:
            # What these rows refer to does not matter here.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.execute(statement, list(rows) or None)


def _table(name: str) -> sa.Table:
    return Base.metadata.tables[name]


def race_for_money(monies: Monies, name: str, runs: int) -> Figures:
    """Runs of `award`, `reserve` or `pay` on a source of its own each."""
    place, figures = Place(monies), Figures(name)
    for run in range(runs):
        call_id = place.copy_call()
        line_id = place.open_line(call_id)
        awards = place.begin_awards(call_id, 1 if name == "pay" else SESSIONS * TRIES)
        if name == "pay":
            attempt = _paying(monies, call_id, line_id, awards[0])
        else:
            attempt = _promising(monies, name, call_id, line_id, awards)
        got, seconds = race(attempt, run)
        _note(figures, sum(got), LIMIT, seconds)
        assert sum(got) == _stands(monies, line_id, name), "what was told is not what is booked"
    return figures


def _stands(monies: Monies, line_id: str, name: str) -> int:
    column = {"award": "committed", "reserve": "reserved", "pay": "paid"}[name]
    lines = _table("funding_lines")
    with open_reading(monies.database) as session:
        return int(session.execute(sa.select(lines.c[column]).where(lines.c.id == line_id)).scalar_one())


def _note(figures: Figures, spent: int, limit: int, seconds: float) -> None:
    figures.spent.append(spent)
    figures.limits.append(limit)
    figures.seconds.append(seconds)


def _promising(monies: Monies, name: str, call_id: str, line_id: str, awards: Sequence[str]) -> Try:
    firm, paper = monies.ranks.firm[1], Paper(monies.day)

    def attempt(n: int, cents: int) -> bool:
        try:
            with open_work(monies.database, actor=SYSTEM, now=monies.ranks.calling.now) as work:

                def plan(*_held: object) -> list[Event]:
                    share = add_share(work, awards[n], line_id)
                    return [(Reserve if name == "reserve" else Award)(share, line_id, cents, firm)]

                move_money(work, call_id, [awards[n]], plan, paper)
        except MoneyRefusedError:
            return False
        return True

    return attempt


def _paying(monies: Monies, call_id: str, line_id: str, award_id: str) -> Try:
    paper = Paper(monies.day)
    with open_work(monies.database, actor=SYSTEM, now=monies.ranks.calling.now) as work:
        share = add_share(work, award_id, line_id)
        whole = Award(share, line_id, LIMIT, monies.ranks.firm[1])
        move_money(work, call_id, [award_id], lambda *_held: [whole], paper)

    def attempt(_n: int, cents: int) -> bool:
        try:
            with open_work(monies.database, actor=SYSTEM, now=monies.ranks.calling.now) as work:
                move_money(work, call_id, [award_id], lambda *_held: [Pay(share, cents)], paper)
        except MoneyRefusedError:
            return False
        return True

    return attempt


def race_for_room(monies: Monies, runs: int, day: date) -> Figures:
    """Runs in which as many calls as there are tries want the room of one firm for aid."""
    place, figures = Place(monies), Figures("de minimis room")
    calls = [place.copy_call() for _try in range(SESSIONS * TRIES)]
    ends, kept = _table("aid_reservation_ends"), _table("aid_reservations")
    with open_reading(monies.database) as session:
        law = pack_of_call(session, call_of(session, monies.call_id)).content.law.parameters
    for run in range(runs):
        firm = monies.ranks.firm[1 + run % len(monies.ranks.firm)]
        with open_reading(monies.database) as session:
            limit = room_of(session, firm, day, None, law).headroom

        def attempt(n: int, cents: int, firm: str = firm) -> bool:
            try:
                with open_work(monies.database, actor=SYSTEM, now=monies.ranks.calling.now) as work:
                    reserve_room(work, firm, calls[n], 4 * cents, day, law)
            except NoRoomError:
                return False
            return True

        got, seconds = race(attempt, run)
        _note(figures, 4 * sum(got), limit, seconds)
        with monies.database.engine.begin() as connection:
            # All of it is given back for the next run.
            said = (sa.literal("released"), sa.literal(monies.ranks.calling.now), sa.literal("prova"))
            done = sa.select(kept.c.id, *said)
            open_ones = done.where(kept.c.id.not_in(sa.select(ends.c.reservation_id)))
            connection.execute(sa.insert(ends).from_select(["reservation_id", "how", "at", "by_label"], open_ones))
    return figures


def race_naively(monies: Monies, runs: int) -> Figures:
    """The same runs of what many systems do: read the sum, then write, and hold nothing."""
    figures, metadata = Figures("naive: read the sum, then write"), sa.MetaData()
    spent = sa.Table("naively_spent", metadata, sa.Column("run", sa.Integer), sa.Column("cents", sa.BigInteger))
    metadata.create_all(monies.database.engine)
    for run in range(runs):

        def attempt(_n: int, cents: int, run: int = run) -> bool:
            with monies.database.engine.begin() as connection:
                total = connection.scalar(sa.select(sa.func.sum(spent.c.cents)).where(spent.c.run == run)) or 0
                if total + cents > LIMIT:
                    return False
                connection.execute(sa.insert(spent).values(run=run, cents=cents))
                return True

        got, seconds = race(attempt, run)
        _note(figures, sum(got), LIMIT, seconds)
    return figures
