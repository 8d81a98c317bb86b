"""Somebody begins to belong to a firm, a body or the administrators of the installation."""

from sqlalchemy import select

from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.errors import RefusalError
from cip.parties.actions.end_sessions import end_sessions
from cip.parties.actions.holding import hold_parties
from cip.parties.records import MembershipRow, PersonRow
from cip.parties.standing import PLATFORM_ID, ROLES_OF, MemberRole, PartyKind


class AlreadyMemberError(RefusalError):
    """They belong to it already."""

    def __init__(self) -> None:
        super().__init__("This person belongs to it already.")


def add_member(
    work: Work, person_id: str, *, party_kind: PartyKind, party_id: str, role: MemberRole, but: str | None = None
) -> str:
    """Let a person belong to a party in a role, from now; the id of the membership. All their sessions (but the one of
    `but`) end, as at every change of a role: they sign in again and get what the role asks for.

    Raises AlreadyMemberError, RowGoneError if there is no such person, ValueError if the party knows no such role.
    """
    if role not in ROLES_OF[party_kind] or (party_kind == "platform") != (party_id == PLATFORM_ID):
        raise ValueError(f"a {party_kind} has no {role} under this id")
    lock(work.session, PersonRow, person_id)
    hold_parties(work, [party_id])
    m = MembershipRow.__table__.columns
    there = select(m.id).where(m.person_id == person_id, m.party_id == party_id, m.ended_at.is_(None))
    if work.session.scalar(there) is not None:
        raise AlreadyMemberError
    row = MembershipRow(
        id=work.new_id(),
        person_id=person_id,
        party_kind=party_kind,
        party_id=party_id,
        role=role,
        from_at=work.now,
    )
    work.session.add(row)
    end_sessions(work, person_id, but=but)
    work.session.flush()
    return row.id
