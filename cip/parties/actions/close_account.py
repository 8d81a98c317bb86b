"""A person closes their account."""

from sqlalchemy import select

from cip.database.audit.watching import forget_past
from cip.database.locks import lock
from cip.database.work import Work
from cip.parties.actions.end_sessions import end_sessions
from cip.parties.actions.holding import hold_parties
from cip.parties.actions.leave_party import leave_party
from cip.parties.actions.links import drop_links
from cip.parties.records import MembershipRow, PersonRow, RecoveryCodeRow

CLOSED_NAME = "–"


def close_account(work: Work, person_id: str) -> None:
    """Close an account: every membership ends, every session and link ends, and name, address, password and second
    factor are removed. The id stays, for what was done under it. A closed account cannot be opened again; the address
    is free for another one.

    Raises LastHeadError, and nothing is written, if a firm, a body or the installation would be without anybody who
    answers for it; RowGoneError if there is no such person.
    """
    lock(work.session, PersonRow, person_id)
    m = MembershipRow.__table__.columns
    in_force = select(m.id, m.party_id).where(m.person_id == person_id, m.ended_at.is_(None)).order_by(m.party_id)
    # Whoever lets somebody belong to a party holds the person: no further membership comes.
    memberships = work.session.execute(in_force).all()
    hold_parties(work, [one.party_id for one in memberships])
    for one in memberships:
        leave_party(work, one.id)
    forget_person(work, person_id)


def forget_person(work: Work, person_id: str) -> None:
    """Remove what says who a person is and what lets them in, whatever they still belong to. Raises RowGoneError."""
    person = lock(work.session, PersonRow, person_id)
    codes = select(RecoveryCodeRow).where(RecoveryCodeRow.__table__.c.person_id == person_id)
    for row in work.session.scalars(codes):
        work.session.delete(row)
    person.email = f"closed-{person.id}@closed.invalid"
    person.name = CLOSED_NAME
    person.password_hash = person.password_at = None
    person.totp_secret = person.totp_on_at = person.totp_last = None
    person.closed_at = work.now
    # Nobody shall try out names and addresses against the digests of what stood here.
    forget_past(work.session, person)
    end_sessions(work, person_id)
    drop_links(work, person_id)
