"""How an entry for State aid is found and what an actor is to it; importing this makes `load_for` know it.

It hangs on its firm; a consultant needs a mandate for applications.
"""

from sqlalchemy.orm import Session

from cip.incentives.declared import AidEntry
from cip.incentives.reads.state_aid_entries import find_entry
from cip.parties.access import Actor, Kind, register_kind, roles_on_firm
from cip.parties.permissions import Role


def _roles(_session: Session, actor: Actor, entry: AidEntry) -> frozenset[Role]:
    return roles_on_firm(actor, entry.firm_id, "application")


AID_ENTRY: Kind[AidEntry] = register_kind(Kind("aid_entry", find_entry, _roles, parent=lambda entry: entry.firm_id))
"""Aid received, a tie, a closed year, a tie for the size or a dated fact, as one firm recorded it."""
