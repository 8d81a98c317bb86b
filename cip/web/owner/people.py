"""Who belongs to a firm: inviting, another role, taking out, leaving."""

from flask import Response, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from cip.kernel import ids
from cip.kernel.canonical import sha256_of
from cip.parties.access import NotYoursError, load_for
from cip.parties.actions.add_member import AlreadyMemberError
from cip.parties.actions.invite import invite, revoke_invitation
from cip.parties.actions.leave_party import LastHeadError, change_role, leave_party
from cip.parties.reads import INVITATION, MEMBERSHIP, members_of, membership_in, open_invitations
from cip.parties.standing import ROLES_OF, MemberRole, PartyKind
from cip.web.errors import not_now
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.limits import may_invite
from cip.web.owner import owner
from cip.web.owner.visit import FirmVisit, back, done_words, open_firm
from cip.web.state import actor, now, reading, working
from cip.web.typed import Typed, sent


@owner.get("/<firm_id>/people")
def people(firm_id: str) -> Response:
    """Who belongs to the firm, and who was invited."""
    return _page(open_firm(firm_id, "leave"), Typed({"role": "collaborator"}))


@owner.post("/<firm_id>/people")
def invite_now(firm_id: str) -> AnyResponse:
    """Invite somebody by mail."""
    visit = open_firm(firm_id, "invite")
    form = sent()
    mistake = send_invitation(form, "firm", firm_id, ROLES_OF["firm"], visit.person_id)
    if mistake is not None:
        return mistake
    return _page(visit, form) if form.errors else back("owner.people", "invited", firm_id=firm_id)


def send_invitation(
    form: Typed, party_kind: PartyKind, party_id: str, roles: tuple[MemberRole, ...], made_by: str
) -> Response | None:
    """Mail the invitation that a form asks for; what is wrong stands in the form. A page, if there were too many."""
    email = form.email("email")
    role = form.choice("role", roles, _("Scegliete che cosa può fare."))
    if form.errors:
        return None
    if not may_invite(party_id):
        return not_now(429, _("Per oggi bastano così"), _("Avete mandato molti inviti in un giorno. Riprovate domani."))
    secret = ids.new_secret()
    try:
        with working() as work:
            invite(
                work,
                party_kind=party_kind,
                party_id=party_id,
                role=role,
                email=email,
                digest=sha256_of(secret),
                link=url_for("invitation.opened", secret=secret),
                language=current(),
                made_by=made_by,
            )
    except AlreadyMemberError:
        form.errors["email"] = _("Questa persona c'è già.")
    return None


@owner.post("/<firm_id>/invitations/<invitation_id>/revoke")
def revoke_now(firm_id: str, invitation_id: str) -> AnyResponse:
    """Take an invitation back."""
    open_firm(firm_id, "invite")
    with working() as work:
        load_for(work.session, actor(), INVITATION, invitation_id, action="manage", parent=firm_id)
        revoke_invitation(work, invitation_id)
    return back("owner.people", "revoked", firm_id=firm_id)


@owner.post("/<firm_id>/people/<membership_id>/role")
def role_now(firm_id: str, membership_id: str) -> AnyResponse:
    """Make an owner of a collaborator, or the other way round."""
    visit = open_firm(firm_id, "manage", fresh=True)
    with reading() as database:
        load_for(database, actor(), MEMBERSHIP, membership_id, action="manage", parent=firm_id)
    form = sent()
    role = form.choice("role", ROLES_OF["firm"], "role")
    if form.errors:
        raise BadRequest
    try:
        with working() as work:
            change_role(work, membership_id, role, but=visit.known.opened.id)
    except LastHeadError:
        return last_one()
    return back("owner.people", "role", firm_id=firm_id)


@owner.post("/<firm_id>/people/<membership_id>/remove")
def remove_now(firm_id: str, membership_id: str) -> AnyResponse:
    """Take somebody out of the firm."""
    visit = open_firm(firm_id, "manage", fresh=True)
    try:
        with working() as work:
            load_for(work.session, actor(), MEMBERSHIP, membership_id, action="manage", parent=firm_id)
            leave_party(work, membership_id, but=visit.known.opened.id)
    except LastHeadError:
        return last_one()
    return back("owner.people", "removed", firm_id=firm_id)


@owner.post("/<firm_id>/leave")
def leave_now(firm_id: str) -> AnyResponse:
    """Leave the firm."""
    visit = open_firm(firm_id, "leave")
    with reading() as database:
        mine = membership_in(database, visit.person_id, firm_id)
    if mine is None:  # pragma: no cover - gone between two statements
        raise NotYoursError
    try:
        with working() as work:
            load_for(work.session, actor(), MEMBERSHIP, mine.id, action="leave", parent=firm_id)
            leave_party(work, mine.id, but=visit.known.opened.id)
    except LastHeadError:
        return last_one()
    return back("owner.index", "left")


def last_one() -> Response:
    """The page for the last one who answers for a firm or body."""
    return not_now(
        409,
        _("Prima serve un'altra persona"),
        _("Nessuno risponderebbe più per questo spazio. Date prima lo stesso ruolo a un'altra persona, poi riprovate."),
    )


def _page(visit: FirmVisit, form: Typed) -> Response:
    with reading() as database:
        members = members_of(database, visit.id)
        invitations = open_invitations(database, visit.id, now())
    return form.page("owner/people.html", visit=visit, members=members, invitations=invitations, done=done_words())
