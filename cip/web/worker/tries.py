"""How often codes of a survey may be tried from one address: as for the codes of check-ups, counted apart from them."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from math import ceil

from flask import request

from cip.database.throttles import forget_tries
from cip.database.work import Work, open_work
from cip.kernel import ids
from cip.parties.access import ANONYMOUS
from cip.web.addresses import network_of
from cip.web.limits import count, give_back
from cip.web.state import now, state

STRETCH = timedelta(minutes=15)
# A workshop stands behind one address, and all its people mistype once.
FROM_ONE_ADDRESS = 30
FROM_ALL = 1_000
NAME = "voice"


def nobodys_work() -> AbstractContextManager[Work]:
    """A Work of nobody: who is signed in in this browser, or holds a check-up, plays no part here."""
    return open_work(state().database, actor=ANONYMOUS, now=now(), new_id=ids.new_id, act="voice")


def minutes_to_wait() -> int | None:
    """Count one more try; None, or how many minutes to wait if there were too many."""
    with nobodys_work() as work:
        forget_tries(work)
        free = count(work, NAME, network_of(request.remote_addr), FROM_ONE_ADDRESS, _ends())
        free = free and count(work, NAME, "all", FROM_ALL, _ends())
    return None if free else ceil((_ends() - now()).total_seconds() / 60)


def was_right() -> None:
    """Take the try of this request back: a right code leaves no trace of who used it."""
    with nobodys_work() as work:
        give_back(work, NAME, network_of(request.remote_addr), _ends())
        give_back(work, NAME, "all", _ends())


def _ends() -> datetime:
    seconds = STRETCH.total_seconds()
    return datetime.fromtimestamp(int(now().timestamp() // seconds * seconds), UTC) + STRETCH
