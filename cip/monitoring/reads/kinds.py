"""How a programme that an office follows is found; importing this makes `load_for` know it.

What everybody may read of it is no Kind: totals without small numbers, made by `cip.monitoring.told`.
"""

from sqlalchemy.orm import Session

from cip.incentives.reads.kinds import office_roles
from cip.monitoring.programme import FollowedProgramme
from cip.monitoring.reads.programmes import find_followed
from cip.parties.access import Actor, Kind, register_kind
from cip.parties.permissions import Role


def _office_roles(_session: Session, actor: Actor, followed: FollowedProgramme) -> frozenset[Role]:
    return office_roles(actor, followed.body_id)


PROGRAMME: Kind[FollowedProgramme] = register_kind(
    Kind("programme", find_followed, _office_roles, parent=lambda followed: followed.body_id)
)
"""A programme, from the side of the office that follows it."""
