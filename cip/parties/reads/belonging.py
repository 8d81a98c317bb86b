"""Who belongs to parties, and who was invited."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from cip.parties.belonging import HEADS, Invitation, Member
from cip.parties.records import InvitationRow, MembershipRow, PersonRow
from cip.parties.standing import PartyKind

_M = MembershipRow.__table__.columns
_I = InvitationRow.__table__.columns
_INVITATION = select(
    _I.id, _I.party_kind, _I.party_id, _I.role, _I.email, _I.made_at, _I.expires_at, _I.accepted_at, _I.revoked_at
)


def _member() -> Select[Any]:
    return select(
        _M.id,
        _M.person_id,
        PersonRow.name,
        PersonRow.email,
        _M.party_kind,
        _M.party_id,
        _M.role,
        _M.from_at,
        _M.ended_at,
    ).join(PersonRow, PersonRow.id == _M.person_id)


def members_of(session: Session, party_id: str) -> Sequence[Member]:
    """Who belongs to a party today, longest first."""
    query = _member().where(_M.party_id == party_id, _M.ended_at.is_(None)).order_by(_M.from_at, _M.id)
    return [Member(**row._mapping) for row in session.execute(query)]


def people_ever_of(session: Session, party_ids: Sequence[str]) -> dict[str, set[str]]:
    """Who belongs to each of these parties, or ever did: ids of people by party."""
    out: dict[str, set[str]] = {one: set() for one in party_ids}
    for party_id, person_id in session.execute(select(_M.party_id, _M.person_id).where(_M.party_id.in_(party_ids))):
        out[party_id].add(person_id)
    return out


def find_membership(session: Session, membership_id: str) -> Member | None:
    """The membership with this id, if it is in force."""
    row = session.execute(_member().where(_M.id == membership_id, _M.ended_at.is_(None))).one_or_none()
    return None if row is None else Member(**row._mapping)


def membership_in(session: Session, person_id: str, party_id: str) -> Member | None:
    """What makes a person belong to a party today, None if nothing does."""
    query = _member().where(_M.person_id == person_id, _M.party_id == party_id, _M.ended_at.is_(None))
    row = session.execute(query).one_or_none()
    return None if row is None else Member(**row._mapping)


def heads_of(session: Session, party_kind: PartyKind, party_id: str) -> Sequence[Member]:
    """Those who answer for a party: owners, managers, administrators."""
    return [one for one in members_of(session, party_id) if one.role == HEADS[party_kind]]


def names_of(session: Session, person_ids: Sequence[str]) -> dict[str, str]:
    """The names of people by id."""
    query = select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(person_ids))
    return {row[0]: row[1] for row in session.execute(query)}


def find_invitation(session: Session, invitation_id: str) -> Invitation | None:
    """The invitation with this id, None if there is none."""
    row = session.execute(_INVITATION.where(_I.id == invitation_id)).one_or_none()
    return None if row is None else Invitation(**row._mapping)


def invitation_by_digest(session: Session, digest: str) -> Invitation | None:
    """The invitation whose link has a secret with this digest, whatever became of it; None if there is none."""
    row = session.execute(_INVITATION.where(_I.digest == digest)).one_or_none()
    return None if row is None else Invitation(**row._mapping)


def open_invitations(session: Session, party_id: str, now: datetime) -> Sequence[Invitation]:
    """The invitations to a party that may still be accepted, newest first."""
    query = _INVITATION.where(
        _I.party_id == party_id, _I.accepted_at.is_(None), _I.revoked_at.is_(None), _I.expires_at > now
    )
    return [Invitation(**row._mapping) for row in session.execute(query.order_by(_I.made_at.desc(), _I.id))]


def count_members(session: Session, party_ids: Sequence[str]) -> dict[str, int]:
    """How many people belong to each of these parties; none where it is missing."""
    query = select(_M.party_id, func.count()).where(_M.party_id.in_(party_ids), _M.ended_at.is_(None))
    return {row[0]: row[1] for row in session.execute(query.group_by(_M.party_id))}
