"""Makes PDF in a process of its own: xhtml2pdf takes a second and a hundred megabytes, which no web worker should give.

The process starts at the first paper, is replaced after so many papers, and is ended when it takes too long.

Several servers share a machine and each waits for its paper: they take turns, so that at most one of them waits and the
others go on showing pages.
"""

from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Self

from cip.documents.paper import Paper, Tagged
from cip.documents.printing import Printable, paper_for
from cip.documents.turns import turn
from cip.documents.worker import Worker
from cip.kernel.errors import RefusalError

SECONDS = 30.0
RENDERS = 200


class BusyError(RefusalError):
    """Another paper is being made at this moment."""

    def __init__(self) -> None:
        super().__init__("Another PDF is being made: try again in a moment.")


class PdfPool:
    """One worker, spawned when first needed. Safe to share between threads: papers are made one after the other.

    `turns` is a file that all pools of a machine name: while one makes a paper, the others refuse at once.
    """

    def __init__(self, *, seconds: float = SECONDS, renders: int = RENDERS, turns: Path | None = None) -> None:
        self._seconds = seconds
        self._renders = renders
        self._turns = turns
        self._lock = Lock()
        self._worker: Worker | None = None

    def render(self, printable: Printable) -> bytes:
        """Any paper as PDF. Raises RefusalError, one sentence, if it cannot be made or takes too long: BusyError if
        another one is being made.
        """
        with turn(self._turns) as ours:
            if not ours:
                raise BusyError
            return self._made(printable if isinstance(printable, Tagged) else paper_for(printable))

    def _made(self, paper: Paper | Tagged) -> bytes:
        deadline = monotonic() + self._seconds
        if not self._lock.acquire(timeout=self._seconds):
            raise BusyError
        try:
            if self._worker is None or self._worker.made >= self._renders or not self._worker.alive:
                self._end()
                self._worker = Worker()
            return self._ask(self._worker, paper, max(0.0, deadline - monotonic()))
        finally:
            self._lock.release()

    def close(self) -> None:
        """Ends the worker; the next paper would start another."""
        with self._lock:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _ask(self, worker: Worker, paper: Paper | Tagged, seconds: float) -> bytes:
        answer = worker.ask(paper, seconds)
        if isinstance(answer, bytes):
            return answer
        if answer is None:
            self._end()
            raise RefusalError("The PDF could not be made in time; the page on the screen says the same.")
        raise RefusalError(answer)

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None
