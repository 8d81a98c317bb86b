"""Who belongs to a body: inviting, another role, taking out, leaving."""

from flask import Response
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from cip.parties.access import NotYoursError, load_for
from cip.parties.actions.invite import revoke_invitation
from cip.parties.actions.leave_party import LastHeadError, change_role, leave_party
from cip.parties.reads import INVITATION, MEMBERSHIP, members_of, membership_in, open_invitations
from cip.parties.standing import ROLES_OF
from cip.web.body import body
from cip.web.body.visit import BodyVisit, open_body
from cip.web.owner.people import last_one, send_invitation
from cip.web.owner.visit import back, done_words
from cip.web.state import actor, now, reading, working
from cip.web.typed import Typed, sent


@body.get("/<body_id>/people")
def people(body_id: str) -> Response:
    """Who belongs to the body, and who was invited."""
    return _page(open_body(body_id, "read"), Typed({"role": "staff"}))


@body.post("/<body_id>/people")
def invite_now(body_id: str) -> AnyResponse:
    """Invite somebody by mail."""
    visit = open_body(body_id, "invite", fresh=True)
    form = sent()
    mistake = send_invitation(form, "body", body_id, ROLES_OF["body"], visit.person_id)
    if mistake is not None:
        return mistake
    return _page(visit, form) if form.errors else back("body.people", "invited", body_id=body_id)


@body.post("/<body_id>/invitations/<invitation_id>/revoke")
def revoke_now(body_id: str, invitation_id: str) -> AnyResponse:
    """Take an invitation back."""
    open_body(body_id, "invite")
    with working() as work:
        load_for(work.session, actor(), INVITATION, invitation_id, action="manage", parent=body_id)
        revoke_invitation(work, invitation_id)
    return back("body.people", "revoked", body_id=body_id)


@body.post("/<body_id>/people/<membership_id>/role")
def role_now(body_id: str, membership_id: str) -> AnyResponse:
    """Make a manager of somebody, or the other way round."""
    visit = open_body(body_id, "manage", fresh=True)
    with reading() as database:
        load_for(database, actor(), MEMBERSHIP, membership_id, action="manage", parent=body_id)
    form = sent()
    role = form.choice("role", ROLES_OF["body"], "role")
    if form.errors:
        raise BadRequest
    try:
        with working() as work:
            change_role(work, membership_id, role, but=visit.known.opened.id)
    except LastHeadError:
        return last_one()
    return back("body.people", "role", body_id=body_id)


@body.post("/<body_id>/people/<membership_id>/remove")
def remove_now(body_id: str, membership_id: str) -> AnyResponse:
    """Take somebody out of the body: mandates given to them in person end."""
    visit = open_body(body_id, "manage", fresh=True)
    try:
        with working() as work:
            load_for(work.session, actor(), MEMBERSHIP, membership_id, action="manage", parent=body_id)
            leave_party(work, membership_id, but=visit.known.opened.id)
    except LastHeadError:
        return last_one()
    return back("body.people", "removed", body_id=body_id)


@body.post("/<body_id>/leave")
def leave_now(body_id: str) -> AnyResponse:
    """Leave the body."""
    visit = open_body(body_id, "leave")
    with reading() as database:
        mine = membership_in(database, visit.person_id, body_id)
    if mine is None:  # pragma: no cover - gone between two statements
        raise NotYoursError
    try:
        with working() as work:
            load_for(work.session, actor(), MEMBERSHIP, mine.id, action="leave", parent=body_id)
            leave_party(work, mine.id, but=visit.known.opened.id)
    except LastHeadError:
        return last_one()
    return back("account.overview")


def _page(visit: BodyVisit, form: Typed) -> Response:
    with reading() as database:
        members = members_of(database, visit.id)
        invitations = open_invitations(database, visit.id, now()) if visit.may("invite") else []
    return form.page("body/people.html", visit=visit, members=members, invitations=invitations, done=done_words())
