"""Makes PDF in a process of its own: xhtml2pdf takes a second and a hundred megabytes, which no web worker should give.

The process starts at the first paper, is replaced after so many papers, and is ended when it takes too long.
"""

import logging
import signal
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Lock
from time import monotonic
from typing import Self

from cip.documents.parts import Report
from cip.kernel.errors import RefusalError

SECONDS = 30.0
RENDERS = 200

log = logging.getLogger(__name__)


class PdfPool:
    """One worker, spawned when first needed. Safe to share between threads: papers are made one after the other."""

    def __init__(self, *, seconds: float = SECONDS, renders: int = RENDERS) -> None:
        self._seconds = seconds
        self._renders = renders
        self._lock = Lock()
        self._worker: _Worker | None = None

    def render(self, report: Report) -> bytes:
        """The report as PDF. Raises RefusalError, one sentence, if it cannot be made or takes too long."""
        deadline = monotonic() + self._seconds
        if not self._lock.acquire(timeout=self._seconds):
            raise RefusalError("Too many PDFs are being made: try again in a minute.")
        try:
            if self._worker is None or self._worker.made >= self._renders or not self._worker.alive:
                self._end()
                self._worker = _Worker()
            return self._ask(self._worker, report, max(0.0, deadline - monotonic()))
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

    def _ask(self, worker: "_Worker", report: Report, seconds: float) -> bytes:
        answer = worker.ask(report, seconds)
        if isinstance(answer, bytes):
            return answer
        if answer is None:
            self._end()
            raise RefusalError("The PDF could not be made in time; the report on the screen says the same.")
        raise RefusalError(answer)

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None


class _Worker:
    """The process and our end of its pipe."""

    def __init__(self) -> None:
        spawning = get_context("spawn")
        self._pipe, theirs = spawning.Pipe()
        self._process: SpawnProcess = spawning.Process(target=serve, args=(theirs,), daemon=True, name="cip-pdf")
        self._process.start()
        theirs.close()
        self.made = 0

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def ask(self, report: Report, seconds: float) -> bytes | str | None:
        """The PDF, a sentence that refuses it, or None if the worker died or ran out of time."""
        self.made += 1
        try:
            self._pipe.send(report)
            if not self._pipe.poll(seconds):
                return None
            answer = self._pipe.recv()
        except (EOFError, OSError):
            return None
        return answer if isinstance(answer, bytes | str) else None

    def end(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def serve(pipe: Connection) -> None:
    """What the worker does: a report in, a PDF (or a sentence) out, until the other end goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a key pressed in the terminal is for the server
    from cip.documents.pdf import render_pdf  # only the worker pays for the PDF maker

    while True:
        try:
            report = pipe.recv()
        except EOFError:
            return
        try:
            answer: bytes | str = render_pdf(report)
        except RefusalError as refusal:
            answer = str(refusal)
        except Exception:
            log.exception("a PDF could not be made")
            answer = "The PDF could not be made; the report on the screen says the same."
        pipe.send(answer)
