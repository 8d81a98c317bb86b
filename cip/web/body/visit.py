"""One request about one body: loaded through the one door, by who gave a second factor."""

from dataclasses import dataclass

from cip.parties.access import Actor, load_for, roles_on_body
from cip.parties.permissions import Action, Role, allowed
from cip.parties.reads import BODY, Body
from cip.parties.reads.standings import SignedIn
from cip.web.account.guards import need_fresh, need_strong
from cip.web.state import actor, reading


@dataclass(frozen=True, slots=True)
class BodyVisit:
    """A body as somebody sees it in this request."""

    body: Body
    actor: Actor
    roles: frozenset[Role]
    known: SignedIn

    @property
    def id(self) -> str:
        """The body's id."""
        return self.body.id

    @property
    def person_id(self) -> str:
        """Who asks."""
        return self.known.person.id

    def may(self, action: Action) -> bool:
        """Whether whoever asks may do this to the body: what they may not is not drawn."""
        return allowed("body", action, self.roles)


def open_body(body_id: str, action: Action, *, fresh: bool = False) -> BodyVisit:
    """Load a body for whoever is signed in with a second factor; `fresh`: who gave the password a short time ago.
    Raises NotYoursError, or the detour to what is missing.
    """
    known = need_strong()
    asks = actor()
    with reading() as session:
        found = load_for(session, asks, BODY, body_id, action=action)
    if fresh:
        known = need_fresh()
    return BodyVisit(found, asks, roles_on_body(asks, body_id), known)
