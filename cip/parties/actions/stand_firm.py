"""Whoever acts for a firm is at the end of the Work still what they were when the request was let in."""

from sqlalchemy import or_, select

from cip.database.locks import hold_unchanged
from cip.database.work import Work
from cip.kernel.clock import today
from cip.parties.access import NotYoursError
from cip.parties.records import MandateRow, MembershipRow
from cip.parties.standing import Membership, Scope, Standing


def stand_firm(work: Work, standing: Standing, firm_id: str, scope: Scope, *, ending: str | None = None) -> None:
    """Refuse the Work of somebody whose membership of the firm (or mandate of it, or membership of the body that has
    it) ended, or is just being ended, since `standing` was read; what holds is held until the commit. The last thing of
    a Work: see decision 16. `ending` is a membership that this very Work ends, under its own lock.

    Asks nothing about who is nothing to the firm. Raises NotYoursError.
    """
    member = _in_party(standing, firm_id)
    if member is not None:
        _hold_membership(work, member, ending)
        return
    mandate = standing.mandate_for(firm_id, scope)
    if mandate is None:
        return
    staff = _in_party(standing, mandate.body_id)
    if staff is not None:
        _hold_membership(work, staff, ending)
    m = MandateRow.__table__.columns
    in_force = or_(m.to_day.is_(None), m.to_day >= today(work.now))
    if not hold_unchanged(work.session, select(m.id).where(m.id == mandate.id, m.revoked_at.is_(None), in_force)):
        raise NotYoursError


def _in_party(standing: Standing, party_id: str) -> Membership | None:
    return next((one for one in standing.counted if one.party_id == party_id), None)


def _hold_membership(work: Work, membership: Membership, ending: str | None) -> None:
    m = MembershipRow.__table__.columns
    query = select(m.id).where(m.id == membership.id, m.ended_at.is_(None))
    if membership.id != ending and not hold_unchanged(work.session, query):
        raise NotYoursError
