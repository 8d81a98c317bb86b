"""Whom a mail about a firm goes to."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from cip.parties.people import Person
from cip.parties.reads.people import find_person
from cip.parties.records import MembershipRow, PersonRow

_MEMBERS = (
    select(MembershipRow.person_id)
    .join(PersonRow, PersonRow.id == MembershipRow.person_id)
    .where(
        MembershipRow.party_kind == "firm",
        MembershipRow.party_id == bindparam("firm"),
        MembershipRow.ended_at.is_(None),
        PersonRow.closed_at.is_(None),
    )
    .order_by(MembershipRow.from_at, MembershipRow.person_id)
)


def people_of_firm(session: Session, firm_id: str) -> Sequence[Person]:
    """Those who belong to a firm today, longest first; who left or closed the account is left out."""
    found = [find_person(session, person_id) for person_id in session.scalars(_MEMBERS, {"firm": firm_id})]
    return [person for person in found if person is not None]
