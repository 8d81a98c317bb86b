"""How often may be asked for what costs most.

Counted in the database, so that all processes count together and an old cookie that is sent again forgets nothing. No
address is kept: the key of a count is a keyed digest of who asks and the stretch of time, and goes when that is over.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, request

from cip.database.throttles import count_try, forget_tries, give_back_try
from cip.database.work import Work
from cip.web.addresses import network_of
from cip.web.state import actor, become_guest, now, today, working


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in an hour or in an Italian day, under a name."""

    name: str
    most: int
    daily: bool


NEW_CHECK_UPS = Limit("started", 20, daily=True)
# A hall full of owners behind one address starts as many; who throws the cookie away each time comes no further.
NEW_FROM_ONE_ADDRESS = Limit("started from", 300, daily=True)
DOCUMENTS = Limit("documents", 30, daily=False)
CODES = Limit("codes", 20, daily=True)
INVITATIONS = Limit("invitations", 30, daily=True)
# Whoever tries tax codes to learn which firms are here comes no further.
FIRMS = Limit("firms", 10, daily=True)
FILES = Limit("files", 60, daily=True)
# An office with many firms behind one address hands in as many; nobody fills the disk.
FILES_FROM_ONE_ADDRESS = Limit("files from", 300, daily=True)


def may_start() -> bool:
    """Count one more check-up of this browser (or of the person signed in there) and of its address; False if it would
    be too many. The browser of nobody becomes a guest, if it was none.
    """
    standing = actor().standing
    browser = standing.person_id if standing is not None else become_guest()
    with working() as work:
        forget_tries(work)
        free = _count(work, NEW_CHECK_UPS, browser)
        return free and _count(work, NEW_FROM_ONE_ADDRESS, network_of(request.remote_addr))


def may_make_code(check_up_id: str) -> bool:
    """Count one more code of a check-up; False if it would be too many."""
    with working() as work:
        return _count(work, CODES, check_up_id)


def may_get_document() -> bool:
    """Count one more document of the check-up in the address of this request, or of who asks where there is none;
    False if it would be too many.
    """
    check_up_id = (request.view_args or {}).get("check_up_id")
    with working() as work:
        return _count(work, DOCUMENTS, str(check_up_id or network_of(request.remote_addr)))


def may_invite(party_id: str) -> bool:
    """Count one more invitation or request for help of a firm or body; False if it would be too many."""
    with working() as work:
        return _count(work, INVITATIONS, party_id)


def may_register(person_id: str) -> bool:
    """Count one more firm that a person tries to register; False if it would be too many."""
    with working() as work:
        return _count(work, FIRMS, person_id)


def may_hand_in(check_up_id: str) -> bool:
    """Count one more file of a check-up and of the address it comes from; False if it would be too many."""
    with working() as work:
        free = _count(work, FILES, check_up_id)
        return free and _count(work, FILES_FROM_ONE_ADDRESS, network_of(request.remote_addr))


def count(work: Work, name: str, who: str, most: int, ends: datetime) -> bool:
    """Count one more `name` of `who` in the stretch of time that `ends` tells apart; False if it would be too many."""
    return count_try(work, _key(name, who, ends), most, ends)


def give_back(work: Work, name: str, who: str, ends: datetime) -> None:
    """Take back one `name` of `who` that was counted in this stretch of time."""
    give_back_try(work, _key(name, who, ends))


def _key(name: str, who: str, ends: datetime) -> str:
    """A digest under our secret: the table names nobody."""
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"{name} {who} {ends.isoformat()}".encode(), hashlib.sha256).hexdigest()


def _count(work: Work, limit: Limit, who: str) -> bool:
    hour = now().replace(minute=0, second=0, microsecond=0)
    if not limit.daily:
        return count(work, limit.name, who, limit.most, hour + timedelta(hours=1))
    # Italy is ahead: its day is over before midnight comes in UTC.
    ends = datetime.combine(today() + timedelta(days=1), hour.timetz().replace(hour=0))
    return count(work, limit.name, who, limit.most, ends)
