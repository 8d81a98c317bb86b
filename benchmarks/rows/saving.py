"""Row 7: saving one answer page over the wire, eight owners at once, gunicorn with two sync workers on SQLite.

Forty owners take turns, so that each has a hundred or so answers behind it, as a real one has.
"""

import tempfile
import threading
import time
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from benchmarks.paths import SCRATCH
from benchmarks.report import Line, Report
from benchmarks.web.server import NotServingError, serving
from benchmarks.web.visitor import Fields, Form, Visitor, sent

OWNERS = 8
OWNERS_IN_TURN = 5
WARM_UP_SECONDS = 1.0
SECONDS = 10.0
LEAST_A_SECOND = 500.0
SLOWEST_MS = 30.0
SEQ = "seq"
WHAT = "saving an answer page, 8 owners at once, every save changes an answer"


@dataclass
class Saves:
    """What one owner measured: seconds of each save, and answers that were not a redirect."""

    taken: list[float] = field(default_factory=list)
    failed: int = 0


def report() -> Report:
    """The rate and the slowest of a hundred."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        try:
            with serving(Path(folder)) as port:
                found, seconds = _measure(port)
        except NotServingError as error:
            return Report((Line(7, WHAT, f"failed: {error}", f"at least {LEAST_A_SECOND:g}/s", False),))
    taken = sorted(seconds_of_one for saves in found for seconds_of_one in saves.taken)
    failed = sum(saves.failed for saves in found)
    rate, slow = len(taken) / seconds, 1e3 * taken[int(len(taken) * 0.99)]
    measured = f"{rate:.0f}/s" + (f", {failed} refused" if failed else "")
    return Report(
        (
            Line(7, WHAT, measured, f"at least {LEAST_A_SECOND:g}/s", rate >= LEAST_A_SECOND and not failed),
            Line(
                7,
                "the slowest of a hundred saves (p99)",
                f"{slow:.0f} ms",
                f"at most {SLOWEST_MS:g} ms",
                slow <= SLOWEST_MS,
            ),
        )
    )


def _measure(port: int) -> tuple[list[Saves], float]:
    owners = [_Queue(port) for _ in range(OWNERS)]
    _together(owners, WARM_UP_SECONDS)
    start = time.perf_counter()
    found = _together(owners, SECONDS)
    return found, time.perf_counter() - start


def _together(owners: "list[_Queue]", seconds: float) -> list[Saves]:
    found = [Saves() for _ in owners]
    until = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=owner.save_until, args=(until, saves))
        for owner, saves in zip(owners, found, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


class _Queue:
    """Owners that take turns, so that none of them has a history longer than a real check-up has."""

    def __init__(self, port: int) -> None:
        self._owners = [_Owner(port) for _ in range(OWNERS_IN_TURN)]

    def save_until(self, until: float, saves: Saves) -> None:
        """One save after the other until the moment has come."""
        for owner in cycle(self._owners):
            if time.perf_counter() >= until:
                return
            owner.save(saves)


class _Owner:
    """Saves the first area again and again, each time with another step at its first question."""

    def __init__(self, port: int) -> None:
        self._visitor = Visitor(port)
        self._path = f"{self._visitor.start()}/area/T"
        self._form: Form = next(form for form in self._visitor.forms(self._path) if form.choices)
        self._name = next(name for name, values in self._form.choices.items() if {"1", "2"} <= set(values))
        self._seq = int(dict(self._form.held).get(SEQ, "0"))
        self._count = 0

    def save(self, saves: Saves) -> None:
        """One page, as it was drawn after the last save."""
        request = self._visitor.request_bytes(self._form.action, self._fields())
        start = time.perf_counter()
        answer = sent(self._visitor.port, request)
        saves.taken.append(time.perf_counter() - start)
        saves.failed += not answer.startswith(b"HTTP/1.1 303")
        self._count += 1

    def _fields(self) -> Fields:
        """The page as it was drawn after the last save: each save is one event more."""
        held = [(name, value) for name, value in self._form.held if name not in (SEQ, self._name)]
        return [*held, (SEQ, str(self._seq + self._count)), (self._name, str(1 + self._count % 2))]
