"""The loop of a worker: for `cip work` in the foreground, for a demonstration in a thread beside the pages."""

import logging
from collections import Counter
from collections.abc import Callable
from threading import Event, Thread

from cip.jobs import Outcome, Worker
from cip.kernel.failures import failure

# How long a message may wait for an idle worker, and how often what died is looked through.
EVERY_SECONDS = 1.0
TIDY_EVERY = 600
# A database that is away for a while is asked less often.
SECONDS_AFTER_FAILURE = 5.0

_LOG = logging.getLogger(__name__)


def work_all(worker: Worker, stopped: Callable[[], bool]) -> Counter[Outcome]:
    """Handle what is due, message by message, until nothing is left or somebody says stop; what became of it."""
    worker.tidy()
    done: Counter[Outcome] = Counter()
    while not stopped():
        outcome = worker.work_one()
        if outcome is None:
            break
        done[outcome] += 1
    return done


def keep_working(
    worker: Worker, stopped: Callable[[], bool], pause: Callable[[float], object], every: float = EVERY_SECONDS
) -> None:
    """Handle messages as they fall due, until somebody says stop; the message at hand is finished first."""
    rounds = 0
    while not stopped():
        try:
            if rounds % TIDY_EVERY == 0:
                worker.tidy()
            rounds += 1
            while not stopped() and worker.work_one() is not None:
                pass
            pause(every)
        except Exception as error:  # noqa: BLE001 - a database that is away must not end the worker
            _LOG.error("the worker could not work: %s", failure(error))
            pause(SECONDS_AFTER_FAILURE)


def start_working(worker: Worker, every: float = EVERY_SECONDS) -> Event:
    """The same in a thread of this process, until the event that this gives back is set or the process ends."""
    stop = Event()
    Thread(target=keep_working, args=(worker, stop.is_set, stop.wait, every), name="cip-work", daemon=True).start()
    return stop
