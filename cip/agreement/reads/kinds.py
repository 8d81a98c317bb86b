"""How an adherence is found and what an actor is to it; importing this makes `load_for` know it."""

from sqlalchemy.orm import Session

from cip.agreement.adherence import Adherence
from cip.agreement.reads.adherence import find_adherence
from cip.parties.access import Actor, Kind, register_kind, roles_on_firm
from cip.parties.permissions import Role


def _roles(_session: Session, actor: Actor, adherence: Adherence) -> frozenset[Role]:
    return roles_on_firm(actor, adherence.firm_id)


ADHERENCE: Kind[Adherence] = register_kind(
    Kind("adherence", find_adherence, _roles, parent=lambda adherence: adherence.firm_id)
)
"""A firm's joining of one agreement; a consultant needs a mandate for the check-up and the plan."""
