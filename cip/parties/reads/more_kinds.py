"""How what hangs on firms and bodies is found: memberships, invitations, mandates, requests for help.

A mandate and a request hang on two parties. Each party reaches them by a Kind of its own, so that an address names the
party it stands under and `load_for` checks the two together.
"""

from sqlalchemy.orm import Session

from cip.parties.access import Actor, Kind, register_kind, roles_on_body, roles_on_firm
from cip.parties.belonging import Invitation, Member, NamedMandate
from cip.parties.help_requests import HelpRequest
from cip.parties.permissions import Role
from cip.parties.reads.belonging import find_invitation, find_membership
from cip.parties.reads.mandates import find_mandate
from cip.parties.reads.seeking import FirmSeat, find_help_request, find_seat
from cip.parties.standing import PartyKind


def _on_party(actor: Actor, party_kind: PartyKind, party_id: str) -> frozenset[Role]:
    if party_kind == "firm":
        return roles_on_firm(actor, party_id)
    if party_kind == "body":
        return roles_on_body(actor, party_id)
    return frozenset({"admin"}) if actor.standing is not None and actor.standing.is_admin else frozenset()


def _membership_roles(_session: Session, actor: Actor, member: Member) -> frozenset[Role]:
    own = actor.standing is not None and actor.standing.person_id == member.person_id
    return _on_party(actor, member.party_kind, member.party_id) | (frozenset({"self"}) if own else frozenset())


def _invitation_roles(_session: Session, actor: Actor, invitation: Invitation) -> frozenset[Role]:
    return _on_party(actor, invitation.party_kind, invitation.party_id)


def _mandate_roles(_session: Session, actor: Actor, found: NamedMandate) -> frozenset[Role]:
    return roles_on_firm(actor, found.mandate.firm_id)


def _held_mandate_roles(_session: Session, actor: Actor, found: NamedMandate) -> frozenset[Role]:
    return roles_on_body(actor, found.mandate.body_id)


def _request_roles(_session: Session, actor: Actor, request: HelpRequest) -> frozenset[Role]:
    return roles_on_firm(actor, request.firm_id)


def _asked_roles(_session: Session, actor: Actor, request: HelpRequest) -> frozenset[Role]:
    return roles_on_body(actor, request.body_id)


def _seat_roles(_session: Session, actor: Actor, seat: FirmSeat) -> frozenset[Role]:
    return roles_on_firm(actor, seat.firm_id)


SEAT: Kind[FirmSeat] = register_kind(Kind("seat", find_seat, _seat_roles, parent=lambda seat: seat.firm_id))
MEMBERSHIP: Kind[Member] = register_kind(
    Kind("membership", find_membership, _membership_roles, parent=lambda member: member.party_id)
)
INVITATION: Kind[Invitation] = register_kind(
    Kind("invitation", find_invitation, _invitation_roles, parent=lambda invitation: invitation.party_id)
)
MANDATE: Kind[NamedMandate] = register_kind(
    Kind("mandate", find_mandate, _mandate_roles, parent=lambda found: found.mandate.firm_id)
)
HELD_MANDATE: Kind[NamedMandate] = register_kind(
    Kind("held_mandate", find_mandate, _held_mandate_roles, parent=lambda found: found.mandate.body_id)
)
HELP_REQUEST: Kind[HelpRequest] = register_kind(
    Kind("help_request", find_help_request, _request_roles, parent=lambda request: request.firm_id)
)
ASKED_HELP: Kind[HelpRequest] = register_kind(
    Kind("asked_help", find_help_request, _asked_roles, parent=lambda request: request.body_id)
)
