"""How often codes may be tried, from one address and by all together.

Counted in the database, for whoever guesses codes brings no cookie to be counted in. No address is kept: the key of a
count is a keyed digest of the address and the stretch of time, and goes when that is over.
"""

import hashlib
import hmac
import ipaddress
from datetime import UTC, datetime, timedelta
from math import ceil

from flask import current_app, request

from cip.database.throttles import count_try, forget_tries
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
        free = count_try(work, _key(_address(), begun), FROM_ONE_ADDRESS, ends)
        free = free and count_try(work, _key("all", begun), FROM_ALL, ends)
    return None if free else ceil((ends - moment).total_seconds() / 60)


def _key(who: str, begun: int) -> str:
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"resume {who} {begun}".encode(), hashlib.sha256).hexdigest()


def _address() -> str:
    """The address that asks; of IPv6 the network, for one household has billions of addresses there."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))
