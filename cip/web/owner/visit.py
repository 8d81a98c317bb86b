"""One request about one firm: loaded through the one door, with what whoever asks may do there."""

from dataclasses import dataclass

from cip.parties.access import Actor, load_for, roles_on_firm
from cip.parties.firms import Firm
from cip.parties.permissions import Action, Role, allowed
from cip.parties.reads import FIRM
from cip.parties.reads.standings import SignedIn
from cip.web.account.guards import need_fresh, need_person
from cip.web.state import act_for, actor, reading


@dataclass(frozen=True, slots=True)
class FirmVisit:
    """A firm as somebody sees it in this request."""

    firm: Firm
    actor: Actor
    roles: frozenset[Role]
    known: SignedIn

    @property
    def id(self) -> str:
        """The firm's id."""
        return self.firm.id

    @property
    def person_id(self) -> str:
        """Who asks."""
        return self.known.person.id

    def may(self, action: Action) -> bool:
        """Whether whoever asks may do this to the firm: what they may not is not drawn."""
        return allowed("firm", action, self.roles)


def open_firm(firm_id: str, action: Action, *, fresh: bool = False) -> FirmVisit:
    """Load a firm for whoever is signed in; `fresh`: who gave the password a short time ago. Raises NotYoursError, or
    the detour to what is missing.
    """
    known = need_person()
    asks = actor()
    with reading() as session:
        firm = load_for(session, asks, FIRM, firm_id, action=action)
    if fresh:
        # Asked after the firm, so that nobody learns from a detour whether it is there.
        known = need_fresh()
    act_for(firm_id, "check_up")
    return FirmVisit(firm, asks, roles_on_firm(asks, firm_id), known)
