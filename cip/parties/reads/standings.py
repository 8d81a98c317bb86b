"""Who is signed in in a browser, with everything that a request asks about them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from cip.parties.people import Person
from cip.parties.reads.people import find_person
from cip.parties.reads.sessions import OpenSession, mandates_of, memberships_of, open_session
from cip.parties.standing import Standing
from cip.parties.timeouts import FRESH, OF_FIRMS, timeout_for


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person, the session of this browser, and where they stand."""

    person: Person
    opened: OpenSession
    standing: Standing

    @property
    def waits(self) -> bool:
        """Whether a second factor is still to be given in this session, or to be set up, before everything counts."""
        return not self.standing.strong and (self.person.second_factor or self.standing.needs_second_factor)


def signed_in(session: Session, digest: str, now: datetime, on: date) -> SignedIn | None:
    """Who is signed in in the browser whose secret has this digest; None if nobody is, or is any more."""
    longest = OF_FIRMS
    found = open_session(session, digest, seen_after=now - longest.idle, made_after=now - longest.absolute)
    if found is None:
        return None
    memberships = tuple(memberships_of(session, found.person_id))
    if timeout_for(memberships).over(made_at=found.made_at, seen_at=found.seen_at, now=now):
        return None
    person = find_person(session, found.person_id)
    if person is None:  # pragma: no cover - a session hangs on its person
        return None
    strong = found.strong_at is not None
    bodies = [one.party_id for one in memberships if one.party_kind == "body"] if strong else []
    # Who has a second factor gives it before anything counts; who has none yet may act for firms meanwhile.
    counted = () if person.second_factor and not strong else memberships
    standing = Standing(
        person_id=found.person_id,
        session_id=found.id,
        strong=strong,
        fresh=now - found.fresh_at < FRESH,
        memberships=counted,
        mandates=tuple(mandates_of(session, bodies, found.person_id, on)),
    )
    return SignedIn(person, found, standing)
