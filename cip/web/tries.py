"""How often codes may be tried, from one address and by all together.

Counted in the database, as `cip.web.limits` tells: whoever guesses codes brings no cookie to be counted in.
"""

from datetime import UTC, datetime, timedelta
from math import ceil

from flask import request

from cip.database.throttles import forget_tries
from cip.database.work import Work
from cip.web.addresses import network_of
from cip.web.limits import count, give_back
from cip.web.state import now, working

STRETCH = timedelta(minutes=15)
FROM_ONE_ADDRESS = 10
# With this many a stranger would need longer than the earth has stood; honest owners never get there together.
FROM_ALL = 1_000


def minutes_to_wait() -> int | None:
    """Count one more try of whoever asks; None, or how many minutes to wait if there were too many.

    In a Work of its own: a try counts even if the rest of the request is broken off.
    """
    ends = _ends()
    with working() as work:
        forget_tries(work)
        free = count(work, "resume", network_of(request.remote_addr), FROM_ONE_ADDRESS, ends)
        free = free and count(work, "resume", "all", FROM_ALL, ends)
    return None if free else ceil((ends - now()).total_seconds() / 60)


def was_right(work: Work) -> None:
    """Take the try of this request back: the code was right, and whoever has codes may use them as often as needed."""
    give_back(work, "resume", network_of(request.remote_addr), _ends())
    give_back(work, "resume", "all", _ends())


def _ends() -> datetime:
    """When the stretch of time ends in which this request counts."""
    begun = int(now().timestamp() // STRETCH.total_seconds() * STRETCH.total_seconds())
    return datetime.fromtimestamp(begun, UTC) + STRETCH
