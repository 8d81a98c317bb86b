"""How often somebody may try to come in: by whose account, from which network, and by all together.

Counted in the database, as `cip.web.limits` tells (whoever guesses brings no cookie to be counted in), and before any
password is hashed, so that hashing cannot fill the workers; the keys are digests. Whether an account or a code exists
plays no part: what is counted is what was typed.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from flask import Response, request

from cip.database.throttles import forget_tries
from cip.database.work import Work, open_work
from cip.parties.access import ANONYMOUS
from cip.web.addresses import network_of
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.language import ngettext
from cip.web.limits import count, give_back
from cip.web.state import now, state, working

STRETCH = timedelta(minutes=15)
_LOG = logging.getLogger(__name__)


def nobodys_work() -> AbstractContextManager[Work]:
    """A Work of nobody: who is signed in in this browser, or holds a check-up, plays no part here."""
    return open_work(state().database, actor=ANONYMOUS, now=now(), act="voice")


@dataclass(frozen=True, slots=True)
class Tries:
    """So many in a quarter of an hour; `for_one` is None for codes, which say nothing of whose they are."""

    name: str
    for_one: int | None
    from_one_address: int
    from_all: int
    opened: Callable[[], AbstractContextManager[Work]] = working

    def minutes_to_wait(self, who: str = "") -> int | None:
        """Count one more try for `who` (an address as typed, an id); None, or how many minutes to wait if there were
        too many. In a Work of its own: a try counts even if the rest of the request is broken off.
        """
        ends = _ends()
        with self.opened() as work:
            forget_tries(work)
            free = all(count(work, name, key, most, ends) for name, key, most in self._counts(who))
        if free:
            return None
        refused(self.name, "too often")
        return ceil((ends - now()).total_seconds() / 60)

    def was_right(self, work: Work, who: str = "") -> None:
        """Take the try of this request back: only wrong ones count, and a right one leaves no trace of who it was."""
        for name, key, _most in self._counts(who):
            give_back(work, name, key, _ends())

    def _counts(self, who: str) -> tuple[tuple[str, str, int], ...]:
        everybody = (
            (f"{self.name} from", network_of(request.remote_addr), self.from_one_address),
            (f"{self.name} all", "all", self.from_all),
        )
        return everybody if self.for_one is None else ((f"{self.name} for", who, self.for_one), *everybody)


# A password: some 30 ms of one processor each, so all together at most a tenth of one.
PASSWORD = Tries("password", 10, 30, 3_000)
# A code of six digits: three of a million are right at any time.
CODE = Tries("code", 5, 30, 3_000)
# A mail: three for one address, whoever asks.
LINK = Tries("link", 3, 20, 500)
# The code that resumes a check-up. With this many from all a stranger would need longer than the earth has stood;
# honest owners never get there together.
RESUME = Tries("resume", None, 10, 1_000)
# A code of a survey: a workshop stands behind one address, all its people look at the questions and mistype once.
VOICE = Tries("voice", None, 60, 1_000, nobodys_work)


def refused(what: str, why: str) -> None:
    """Note that somebody was not let in; nothing about who it was."""
    _LOG.warning("refused: %s (%s)", what, why)


def too_many(minutes: int) -> Response:
    """The page that asks to wait."""
    response = not_now(
        429,
        _("Troppi tentativi"),
        ngettext("Aspettate %(num)s minuto, poi riprovate.", "Aspettate %(num)s minuti, poi riprovate.", minutes)
        % {"num": minutes},
    )
    response.headers["Retry-After"] = str(minutes * 60)
    return response


def _ends() -> datetime:
    """When the stretch of time ends in which this request counts."""
    begun = int(now().timestamp() // STRETCH.total_seconds() * STRETCH.total_seconds())
    return datetime.fromtimestamp(begun, UTC) + STRETCH
