"""How awards are found from both sides; importing this makes `load_for` know them.

A consultant needs a mandate for applications: what follows them is part of it.
"""

from sqlalchemy.orm import Session

from cip.agreement.reads.adherence import adherences_of
from cip.agreement.reads.unions import union_roles_on
from cip.incentives.awards import StoredAward
from cip.incentives.reads.awards import find_award
from cip.incentives.reads.kinds import office_roles
from cip.parties.access import Actor, Kind, register_kind, roles_on_firm
from cip.parties.permissions import Role


def _office_roles(_session: Session, actor: Actor, award: StoredAward) -> frozenset[Role]:
    return office_roles(actor, award.body_id)


def _firm_roles(_session: Session, actor: Actor, award: StoredAward) -> frozenset[Role]:
    return roles_on_firm(actor, award.firm_id, "application")


AWARD: Kind[StoredAward] = register_kind(Kind("award", find_award, _office_roles, parent=lambda award: award.call_id))
"""An award, from the side of the office whose call it hangs on."""
OWN_AWARD: Kind[StoredAward] = register_kind(
    Kind("own_award", find_award, _firm_roles, parent=lambda award: award.firm_id)
)
"""An award, from the side of the firm that it is given to."""


def _union_roles(session: Session, actor: Actor, award: StoredAward) -> frozenset[Role]:
    joined = (union_roles_on(session, actor, one.id) for one in adherences_of(session, award.firm_id))
    return frozenset[Role]().union(*joined)


JOINED_AWARD: Kind[StoredAward] = register_kind(
    Kind("joined_award", find_award, _union_roles, parent=lambda award: award.firm_id)
)
"""An award, from the side of the unions that see the firm as one that joined."""
