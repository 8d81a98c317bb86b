"""Row 12: what the audit costs a save on PostgreSQL, eight at once, each on a row of its own.

Three ways side by side: without audit, as it is (entries with the commit, linked afterwards by a sealer, here
once a second), and as it must not be (each save moves the head of the chain, so each waits for it).
"""

import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from benchmarks.paths import SCRATCH
from benchmarks.postgres import postgres
from benchmarks.report import Detail, Line, Report
from cip.database import migrate
from cip.database.audit.rows import HEAD, AuditHeadRow
from cip.database.audit.sealing import seal
from cip.database.audit.watching import watch
from cip.database.engine import Database, open_database
from cip.database.locks import lock
from cip.database.work import Work, open_work
from cip.kernel.canonical import sha256_of
from cip.kernel.ids import new_id
from cip.parties.records import PersonRow

AT_ONCE = 8
ROWS_EACH = 10
SECONDS = 3.0
ROUNDS = 5
SEAL_EVERY = 1.0  # a server does it once a minute
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
WAYS = ("without audit", "audit, linked afterwards", "audit, linked in each save")
WHAT = "saving a row on PostgreSQL, 8 at once: with the audit, to without"


@dataclass(frozen=True)
class _System:
    label: str = "system"


@dataclass
class _Way:
    """One way of saving, and what was measured of it: saves a second, p99 in milliseconds, a round each."""

    database: Database
    sealing: bool
    rates: list[float] = field(default_factory=list)
    slow: list[float] = field(default_factory=list)


def report() -> Report:
    """Rates and slowest of a hundred of the three ways, medians of the rounds, which take turns."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder, postgres(Path(folder)) as url:
        migrate.upgrade(url)
        ways = _ways(url)
        _fill(ways[WAYS[0]].database)
        for _ in range(ROUNDS):
            for way in ways.values():
                _round(way)
        for way in ways.values():
            way.database.dispose()
    rate = {name: median(way.rates) for name, way in ways.items()}
    rows = tuple((name, f"{rate[name]:.0f}/s", f"{median(way.slow):.1f} ms") for name, way in ways.items())
    none, ours, chained = (rate[name] for name in WAYS)
    measured = f"{ours / none:.0%}, linked in each save {chained / none:.0%}"
    note = "Medians of the rounds, which take turns. No save waits for the head of the chain, so p99 stays close."
    return Report(
        (Line(12, WHAT, measured, "faster than a chain that each save extends", ours > chained),),
        (Detail("The audit on PostgreSQL", note, ("way", "saves", "p99"), rows),),
    )


def _ways(url: str) -> dict[str, _Way]:
    ours, none, chained = (open_database(url) for _ in range(3))
    plain = sessionmaker(none.engine, expire_on_commit=False)
    linking = sessionmaker(chained.engine, expire_on_commit=False)
    watch(linking, chained.engine)
    event.listen(linking, "before_commit", _move_head)
    return {
        WAYS[0]: _Way(replace(none, writing=plain), sealing=False),
        WAYS[1]: _Way(ours, sealing=True),
        WAYS[2]: _Way(replace(chained, writing=linking), sealing=False),
    }


def _move_head(session: Session) -> None:
    """The least that a save must do that extends the chain itself: lock its head, move it."""
    head = lock(session, AuditHeadRow, (HEAD,))
    head.chain_seq, head.digest = head.chain_seq + 1, sha256_of(head.digest)
    session.flush()


def _opened(database: Database) -> AbstractContextManager[Work]:
    return open_work(database, actor=_System(), now=NOW, act="benchmark")


def _fill(database: Database) -> None:
    with _opened(database) as work:
        for number in range(AT_ONCE * ROWS_EACH):
            work.session.add(
                PersonRow(
                    id=f"{number:032x}",
                    email=f"{number}@example.org",
                    name="Ada",
                    language="it",
                    created_at=NOW,
                    sessions_since=NOW,
                )
            )


def _round(way: _Way) -> None:
    taken: list[list[float]] = [[] for _ in range(AT_ONCE)]
    until = time.perf_counter() + SECONDS
    threads = [_thread(_saver(way.database, number, until, mine)) for number, mine in enumerate(taken)]
    if way.sealing:
        threads.append(_thread(_sealer(way.database, until)))
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    all_taken = sorted(seconds for mine in taken for seconds in mine)
    way.rates.append(len(all_taken) / (time.perf_counter() - start))
    way.slow.append(1e3 * all_taken[int(len(all_taken) * 0.99)])


def _thread(run: Callable[[], None]) -> threading.Thread:
    return threading.Thread(target=run)


def _saver(database: Database, number: int, until: float, taken: list[float]) -> Callable[[], None]:
    def save() -> None:
        count = 0
        while (start := time.perf_counter()) < until:
            with _opened(database) as work:
                row = work.session.get(PersonRow, f"{number * ROWS_EACH + count % ROWS_EACH:032x}")
                assert row is not None  # noqa: S101 - it was put there
                row.name = f"Ada {new_id()}"
            taken.append(time.perf_counter() - start)
            count += 1

    return save


def _sealer(database: Database, until: float) -> Callable[[], None]:
    def keep_sealing() -> None:
        while time.perf_counter() < until:
            with _opened(database) as work:
                seal(work)
            time.sleep(SEAL_EVERY)

    return keep_sealing
