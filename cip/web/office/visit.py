"""One request about one call of an office: loaded through the one door, by who gave a second factor, with its rules."""

from dataclasses import dataclass

from cip.incentives.call_states import CallState
from cip.incentives.calls import OfficeCall
from cip.incentives.reads import CALL, OFFICE, office_roles, pack_of_call
from cip.parties.access import NotYoursError, load_for
from cip.parties.permissions import Action, Role, allowed
from cip.parties.reads import Body
from cip.rulebook.call_packs import CallPack
from cip.web.state import actor, call_packs, now, reading


@dataclass(frozen=True, slots=True)
class OfficeVisit:
    """An office as somebody of it sees it in this request."""

    body: Body
    roles: frozenset[Role]

    @property
    def id(self) -> str:
        """The body's id."""
        return self.body.id


@dataclass(frozen=True, slots=True)
class CallVisit:
    """A call as somebody of its office sees it in this request. `pack` is what was published; before that the template
    of today's rules with what the office has set so far.
    """

    call: OfficeCall
    pack: CallPack
    state: CallState
    roles: frozenset[Role]
    person_id: str

    @property
    def id(self) -> str:
        """The call's id."""
        return self.call.id

    @property
    def body_id(self) -> str:
        """The office's id."""
        return self.call.body_id

    def may(self, action: Action) -> bool:
        """Whether whoever asks may do this to the call: what they may not is not drawn."""
        return allowed("call", action, self.roles)


def open_office(body_id: str, action: Action) -> OfficeVisit:
    """Load an office for whoever belongs to it. Raises NotYoursError."""
    asks = actor()
    with reading() as session:
        found = load_for(session, asks, OFFICE, body_id, action=action)
    return OfficeVisit(found, office_roles(asks, body_id))


def open_call(body_id: str, call_id: str, action: Action) -> CallVisit:
    """Load a call for whoever belongs to its office. Raises NotYoursError."""
    asks = actor()
    with reading() as session:
        found = load_for(session, asks, CALL, call_id, action=action, parent=body_id)
        pack = pack_of_call(session, found) if found.public else draft_pack(found)
    if asks.standing is None:  # pragma: no cover - nobody without a standing is let in
        raise NotYoursError
    roles = office_roles(asks, body_id)
    return CallVisit(found, pack, found.state_at(now()), roles, asks.standing.person_id)


def draft_pack(call: OfficeCall) -> CallPack:
    """A call that was not published, with what the office has set so far. Raises NotYoursError where today's rules no
    longer hold its template.
    """
    template = call_packs().get(call.rule_id)
    if template is None:
        raise NotYoursError
    return call.settings.applied_to(template)
