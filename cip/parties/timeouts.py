"""How long somebody stays signed in, and how long a password counts as given a moment ago. Pure.

Who works for a body or administers the installation sees data of many firms, on computers that others pass by: half an
hour without a page, eight hours in all. Who belongs to firms alone comes back on the own phone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cip.parties.standing import Membership


@dataclass(frozen=True, slots=True)
class Timeout:
    """A session ends after `idle` without a page, and after `absolute` in any case."""

    idle: timedelta
    absolute: timedelta

    def over(self, *, made_at: datetime, seen_at: datetime, now: datetime) -> bool:
        """Whether a session made and last seen at these moments is over now."""
        return now - seen_at >= self.idle or now - made_at >= self.absolute


OF_BODIES = Timeout(idle=timedelta(minutes=30), absolute=timedelta(hours=8))
OF_FIRMS = Timeout(idle=timedelta(days=7), absolute=timedelta(days=30))
FRESH = timedelta(minutes=10)
# What was seen is noted so often at most: reading does not write at each page.
SEEN_EVERY = timedelta(minutes=1)
LINK_LASTS = timedelta(minutes=15)
# A link that an administrator hands over, not a mail.
LINK_BY_HAND_LASTS = timedelta(hours=1)


def timeout_for(memberships: Iterable[Membership]) -> Timeout:
    """The timeout of who has these memberships: one that is not of a firm makes it short."""
    return OF_FIRMS if all(one.party_kind == "firm" for one in memberships) else OF_BODIES
