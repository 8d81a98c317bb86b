"""How offices and their calls are found and what an actor is to them; importing this makes `load_for` know them.

What everybody may read of a call is no Kind: `public_calls` and `public_call` give it, and nothing else.
"""

from sqlalchemy.orm import Session

from cip.incentives.calls import OfficeCall
from cip.incentives.reads.calls import find_call
from cip.parties.access import Actor, Kind, register_kind, roles_on_body
from cip.parties.permissions import Role
from cip.parties.reads import Body, find_body


def _find_office(session: Session, body_id: str) -> Body | None:
    found = find_body(session, body_id)
    return found if found is not None and found.kind == "office" and found.closed_at is None else None


def office_roles(actor: Actor, body_id: str) -> frozenset[Role]:
    """What an actor is to an office: its manager or its staff, never an administrator of the installation."""
    return roles_on_body(actor, body_id) & {"manager", "staff"}


def _office_roles(_session: Session, actor: Actor, body: Body) -> frozenset[Role]:
    return office_roles(actor, body.id)


def _call_roles(_session: Session, actor: Actor, call: OfficeCall) -> frozenset[Role]:
    return office_roles(actor, call.body_id)


OFFICE: Kind[Body] = register_kind(Kind("office", _find_office, _office_roles))
"""A body that opens calls."""
CALL: Kind[OfficeCall] = register_kind(Kind("call", find_call, _call_roles, parent=lambda call: call.body_id))
"""A call, from the side of the office that it hangs on."""
