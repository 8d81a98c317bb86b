"""The last second of a call: which moment counts, and until when. Pure.

What counts is the moment at which the server takes the request, by its own clock; the opening and the closing both
belong to the call, to the microsecond. Moments are instants, so the nights on which Italy changes its clocks need no
rule: the office writes a time of Rome, which is turned into an instant once. An outage moves the closing itself.
"""

from datetime import datetime

from cip.incentives.call_states import CallState
from cip.incentives.calls import OfficeCall

# A request that was taken in time may reach its turn just after the clock has stored the closing.
_TAKING: tuple[CallState, ...] = ("published", "open", "closed")


def taken_in_time(call: OfficeCall, moment: datetime) -> bool:
    """Whether an application whose request the server took at this moment is in time."""
    if call.opens_at is None or call.closes_at is None:
        return False
    return call.stored_state in _TAKING and call.opens_at <= moment <= call.closes_at


def is_over(call: OfficeCall, moment: datetime) -> bool:
    """Whether nothing can be sent any more: the closing is past, or the call was ended."""
    if call.stored_state == "annulled":
        return True
    return call.closes_at is not None and moment > call.closes_at
