"""Who belongs to a body: inviting, another role, taking out, leaving."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.web.body import body
from cip.web.body.visit import open_body
from cip.web.done import back
from cip.web.membership import People, leave
from cip.web.typed import Typed

PEOPLE = People("body", "body.people", "body/people.html", "body_id")


@body.get("/<body_id>/people")
def people(body_id: str) -> Response:
    """Who belongs to the body, and who was invited."""
    return PEOPLE.page(open_body(body_id, "read"), Typed({"role": "staff"}))


@body.post("/<body_id>/people")
def invite_now(body_id: str) -> AnyResponse:
    """Invite somebody by mail."""
    return PEOPLE.invite(open_body(body_id, "invite", fresh=True))


@body.post("/<body_id>/invitations/<invitation_id>/revoke")
def revoke_now(body_id: str, invitation_id: str) -> AnyResponse:
    """Take an invitation back."""
    return PEOPLE.revoke(open_body(body_id, "invite"), invitation_id)


@body.post("/<body_id>/people/<membership_id>/role")
def role_now(body_id: str, membership_id: str) -> AnyResponse:
    """Make a manager of somebody, or the other way round."""
    return PEOPLE.change_role(open_body(body_id, "manage", fresh=True), membership_id)


@body.post("/<body_id>/people/<membership_id>/remove")
def remove_now(body_id: str, membership_id: str) -> AnyResponse:
    """Take somebody out of the body: mandates given to them in person end."""
    return PEOPLE.remove(open_body(body_id, "manage", fresh=True), membership_id)


@body.post("/<body_id>/leave")
def leave_now(body_id: str) -> AnyResponse:
    """Leave the body."""
    return leave(open_body(body_id, "leave")) or back("account.overview")
