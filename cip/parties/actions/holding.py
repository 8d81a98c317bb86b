"""What works on people and parties hold, in one order, so that two of them never wait for each other in a circle.

First the words of what is being taken (a tax code, an address), then people by id, then who belongs to which party (by
id of the party), then rows: firms, bodies, and what hangs on them. What tells a work whom it concerns is read without a
lock, and asked again once the lock is held. See decision 16.
"""

from collections.abc import Iterable

from sqlalchemy import select

from cip.database.locks import lock, lock_words
from cip.database.work import Work
from cip.kernel.errors import RefusalError
from cip.parties.records import MembershipRow, PersonRow


class JoinedMeanwhileError(RefusalError):
    """Somebody began to belong to the party between the reading and the lock: try again."""

    def __init__(self) -> None:
        super().__init__("Somebody joined a moment ago: try again.")


def hold_address(work: Work, address: str) -> None:
    """Hold an e-mail address (lower case) that somebody is about to get."""
    lock_words(work.session, f"address {address}")


def hold_parties(work: Work, party_ids: Iterable[str]) -> None:
    """Hold who belongs to parties: of two heads who leave at once, the second is the last."""
    for party_id in sorted(set(party_ids)):
        lock_words(work.session, f"members {party_id}")


def hold_members(work: Work, party_id: str, *, beside: Iterable[str] = ()) -> list[str]:
    """Hold everybody who belongs to a party, then who belongs to it and to the parties `beside`; the ids of those who
    do now. Raises JoinedMeanwhileError if they are more than before: to hold one more would break the order.
    """
    before = _members(work, party_id)
    for person_id in before:
        lock(work.session, PersonRow, person_id)
    hold_parties(work, {party_id, *beside})
    now = _members(work, party_id)
    if not set(now) <= set(before):
        raise JoinedMeanwhileError
    return now


def _members(work: Work, party_id: str) -> list[str]:
    m = MembershipRow.__table__.columns
    query = select(m.person_id).where(m.party_id == party_id, m.ended_at.is_(None)).order_by(m.person_id)
    return list(work.session.scalars(query))
