"""Who belongs to a firm: inviting, another role, taking out, leaving."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.web.done import back
from cip.web.membership import People, leave
from cip.web.owner import owner
from cip.web.owner.visit import open_firm
from cip.web.typed import Typed

PEOPLE = People("firm", "owner.people", "owner/people.html", "firm_id")


@owner.get("/<firm_id>/people")
def people(firm_id: str) -> Response:
    """Who belongs to the firm, and who was invited."""
    return PEOPLE.page(open_firm(firm_id, "leave"), Typed({"role": "collaborator"}))


@owner.post("/<firm_id>/people")
def invite_now(firm_id: str) -> AnyResponse:
    """Invite somebody by mail."""
    return PEOPLE.invite(open_firm(firm_id, "invite"))


@owner.post("/<firm_id>/invitations/<invitation_id>/revoke")
def revoke_now(firm_id: str, invitation_id: str) -> AnyResponse:
    """Take an invitation back."""
    return PEOPLE.revoke(open_firm(firm_id, "invite"), invitation_id)


@owner.post("/<firm_id>/people/<membership_id>/role")
def role_now(firm_id: str, membership_id: str) -> AnyResponse:
    """Make an owner of a collaborator, or the other way round."""
    return PEOPLE.change_role(open_firm(firm_id, "manage", fresh=True), membership_id)


@owner.post("/<firm_id>/people/<membership_id>/remove")
def remove_now(firm_id: str, membership_id: str) -> AnyResponse:
    """Take somebody out of the firm."""
    return PEOPLE.remove(open_firm(firm_id, "manage", fresh=True), membership_id)


@owner.post("/<firm_id>/leave")
def leave_now(firm_id: str) -> AnyResponse:
    """Leave the firm."""
    return leave(open_firm(firm_id, "leave")) or back("owner.index", "left")
