"""Somebody leaves a party or is taken out of it, or gets another role there."""

from sqlalchemy import or_, select

from cip.database.locks import RowGoneError, lock
from cip.database.work import Work
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.parties.actions.end_sessions import end_sessions
from cip.parties.actions.holding import hold_parties
from cip.parties.actions.revoke_mandate import revoke_mandate
from cip.parties.belonging import HEADS
from cip.parties.reads.belonging import find_membership
from cip.parties.records import MandateRow, MembershipRow, PersonRow
from cip.parties.standing import ROLES_OF, MemberRole, PartyKind


class LastHeadError(RefusalError):
    """They are the last one who answers for the party: another one must be named first."""

    def __init__(self) -> None:
        super().__init__("This is the last person who answers for it: name another one first.")


def leave_party(work: Work, membership_id: str, *, but: str | None = None) -> None:
    """End a membership: whoever had it may no longer do anything there from this moment, and the mandates given to
    them in person as people of that body end with it. They are signed out everywhere (but in the session `but`).

    Raises LastHeadError if nobody would answer for the party any more, RowGoneError if it has ended already.
    """
    row = _locked(work, membership_id)
    _refuse_last(work, row)
    row.ended_at = work.now
    _end_in_person(work, row)
    end_sessions(work, row.person_id, but=but)
    work.session.flush()


def change_role(work: Work, membership_id: str, role: MemberRole, *, but: str | None = None) -> str:
    """Give somebody another role in the same party; the id of the membership that stands for it now. They are signed
    out everywhere (but in the session `but`).

    Raises LastHeadError, RowGoneError, ValueError if the party knows no such role.
    """
    row = _locked(work, membership_id)
    if role not in ROLES_OF[_kind(row)]:
        raise ValueError(f"a {row.party_kind} has no {role}")
    if row.role == role:
        return row.id
    _refuse_last(work, row)
    row.ended_at = work.now
    work.session.flush()
    # A membership of its own, so that the history says from when to when each role was held.
    following = MembershipRow(
        id=work.new_id(),
        person_id=row.person_id,
        party_kind=row.party_kind,
        party_id=row.party_id,
        role=role,
        from_at=work.now,
    )
    work.session.add(following)
    end_sessions(work, row.person_id, but=but)
    work.session.flush()
    return following.id


def _locked(work: Work, membership_id: str) -> MembershipRow:
    """The membership in force, with its person and its party held: in the order of `holding`."""
    asked = find_membership(work.session, membership_id)
    if asked is None:
        raise RowGoneError("This person no longer belongs to it.")
    lock(work.session, PersonRow, asked.person_id)
    hold_parties(work, [asked.party_id])
    found = lock(work.session, MembershipRow, membership_id)
    if found.ended_at is not None:
        raise RowGoneError("This person no longer belongs to it.")
    return found


def _kind(row: MembershipRow) -> PartyKind:
    kinds: tuple[PartyKind, ...] = ("firm", "body", "platform")
    return next(kind for kind in kinds if kind == row.party_kind)


def _refuse_last(work: Work, row: MembershipRow) -> None:
    head = HEADS[_kind(row)]
    if row.role != head:
        return
    m = MembershipRow.__table__.columns
    others = select(m.id).where(m.party_id == row.party_id, m.role == head, m.ended_at.is_(None), m.id != row.id)
    if work.session.scalar(others.limit(1)) is None:
        raise LastHeadError


def _end_in_person(work: Work, row: MembershipRow) -> None:
    m = MandateRow.__table__.columns
    query = select(m.id).where(
        m.body_id == row.party_id,
        m.person_id == row.person_id,
        m.revoked_at.is_(None),
        or_(m.to_day.is_(None), m.to_day >= today(work.now)),
    )
    for mandate_id in work.session.scalars(query.order_by(m.id)).all():
        revoke_mandate(work, mandate_id)
