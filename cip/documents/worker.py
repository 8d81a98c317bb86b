"""The process that makes PDF, and our end of its pipe. It loads nothing of the rules: it gets papers, not reports."""

import logging
import signal
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from cip.documents.paper import Paper, Tagged
from cip.kernel.errors import RefusalError
from cip.kernel.failures import failure, log_places_only

log = logging.getLogger(__name__)


class Worker:
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
        """Whether it can be asked."""
        return self._process.is_alive()

    def ask(self, paper: Paper | Tagged, seconds: float) -> bytes | str | None:
        """The PDF, a sentence that refuses it, or None if the worker died or ran out of time."""
        self.made += 1
        try:
            self._pipe.send(paper)
            if not self._pipe.poll(seconds):
                return None
            answer = self._pipe.recv()
        except (EOFError, OSError):
            return None
        return answer if isinstance(answer, bytes | str) else None

    def end(self) -> None:
        """Ends it at once, whatever it is doing."""
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def serve(pipe: Connection) -> None:
    """What the worker does: a paper in, a PDF (or a sentence) out, until the other end goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a key pressed in the terminal is for the server
    # What the makers of PDF say of a paper quotes it, and this process writes where the server writes its log.
    log_places_only()
    from cip.documents.press import press  # only the worker pays for the PDF maker

    while True:
        try:
            paper = pipe.recv()
        except EOFError:
            return
        try:
            answer: bytes | str = _tagged(paper) if isinstance(paper, Tagged) else press(paper)
        except RefusalError as refusal:
            answer = str(refusal)
        except Exception as error:  # noqa: BLE001 - the next paper may be better
            log.error("a PDF could not be made: %s", failure(error))
            answer = "The PDF could not be made; the page on the screen says the same."
        pipe.send(answer)


def _tagged(paper: Tagged) -> bytes:
    from cip.documents.tagged import tagged_pdf  # the extra, asked for by few

    return tagged_pdf(paper)
