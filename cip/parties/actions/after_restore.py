"""After a backup was put back: nobody is signed in, and whoever had closed their account since is gone again."""

from collections.abc import Iterable
from contextlib import suppress

from sqlalchemy import select

from cip.database.locks import find_and_lock
from cip.database.work import Work
from cip.parties.actions.close_account import forget_person
from cip.parties.actions.end_sessions import end_sessions
from cip.parties.actions.leave_party import LastHeadError, leave_party
from cip.parties.actions.links import drop_links
from cip.parties.records import MembershipRow, PersonRow, SignInLinkRow, WebSessionRow


def end_all_sessions(work: Work) -> int:
    """End every session and void every link: some ended after the backup. Of how many people."""
    w, n = WebSessionRow.__table__.columns, SignInLinkRow.__table__.columns
    open_now = select(w.person_id).where(w.ended_at.is_(None)).union(select(n.person_id))
    people = sorted(work.session.scalars(open_now).all())
    for person_id in people:
        end_sessions(work, person_id)
        drop_links(work, person_id)
    return len(people)


def close_again(work: Work, person_ids: Iterable[str]) -> int:
    """Close the accounts of these people again, those that are open; how many. A party that somebody else has taken
    over since, which the backup does not know, keeps them as a head without a name.
    """
    closed = 0
    for person_id in sorted(set(person_ids)):
        person = find_and_lock(work.session, PersonRow, person_id)
        if person is None or person.closed_at is not None:
            continue
        m = MembershipRow.__table__.columns
        in_force = select(m.id).where(m.person_id == person_id, m.ended_at.is_(None)).order_by(m.party_id)
        for membership_id in work.session.scalars(in_force).all():
            with suppress(LastHeadError):
                leave_party(work, membership_id)
        forget_person(work, person_id)
        closed += 1
    return closed
