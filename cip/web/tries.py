"""How often codes may be tried, from one address and by all together.

Counted in the database, as `cip.web.limits` tells: whoever guesses codes brings no cookie to be counted in.
"""

from datetime import UTC, datetime, timedelta
from math import ceil

from flask import request

from cip.database.throttles import forget_tries
from cip.web.addresses import network_of
from cip.web.limits import count
from cip.web.state import now, working

STRETCH = timedelta(minutes=15)
FROM_ONE_ADDRESS = 10
# With this many a stranger would need longer than the earth has stood; honest owners never get there together.
FROM_ALL = 1_000


def minutes_to_wait() -> int | None:
    """Count one more try of whoever asks; None, or how many minutes to wait if there were too many.

    In a Work of its own: a try counts even if the rest of the request is broken off.
    """
    moment = now()
    begun = int(moment.timestamp() // STRETCH.total_seconds() * STRETCH.total_seconds())
    ends = datetime.fromtimestamp(begun, UTC) + STRETCH
    with working() as work:
        forget_tries(work)
        free = count(work, "resume", network_of(request.remote_addr), FROM_ONE_ADDRESS, ends)
        free = free and count(work, "resume", "all", FROM_ALL, ends)
    return None if free else ceil((ends - moment).total_seconds() / 60)
