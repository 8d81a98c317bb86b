"""Who belongs to a firm or a body, as its pages change it: inviting, another role, taking out, leaving.

The routes of each area open their visit (through the one door) and hand it over.
"""

from dataclasses import dataclass
from typing import Protocol

from flask import Response, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from cip.kernel import ids
from cip.kernel.canonical import sha256_of
from cip.parties.access import NotYoursError, load_for
from cip.parties.actions.add_member import AlreadyMemberError
from cip.parties.actions.invite import invite, revoke_invitation
from cip.parties.actions.leave_party import LastHeadError, change_role, leave_party
from cip.parties.belonging import HEADS
from cip.parties.permissions import Action
from cip.parties.reads import INVITATION, MEMBERSHIP, members_of, membership_in, open_invitations
from cip.parties.reads.standings import SignedIn
from cip.parties.standing import ROLES_OF, MemberRole, PartyKind
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.limits import may_invite
from cip.web.state import actor, now, reading, working
from cip.web.typed import Typed, sent


class Visit(Protocol):
    """A party as somebody sees it in this request."""

    @property
    def id(self) -> str:
        """The party's id."""
        ...

    @property
    def person_id(self) -> str:
        """Who asks."""
        ...

    @property
    def known(self) -> SignedIn:
        """Who asks, and in which session."""
        ...

    def may(self, action: Action) -> bool:
        """Whether whoever asks may do this to the party."""
        ...


@dataclass(frozen=True, slots=True)
class People:
    """The page of a party's people: of which kind of party, at which endpoint, drawn by which template, and what the
    address calls the party's id.
    """

    kind: PartyKind
    endpoint: str
    template: str
    id_name: str

    def page(self, visit: Visit, form: Typed) -> Response:
        """The page, with the form that invites."""
        with reading() as database:
            members = members_of(database, visit.id)
            invitations = open_invitations(database, visit.id, now()) if visit.may("invite") else []
        heads = [one.person_id for one in members if one.role == HEADS[self.kind]]
        shown = {"visit": visit, "members": members, "invitations": invitations, "done": done_words()}
        last_head = heads == [visit.person_id]
        return form.page(self.template, last_head=last_head, **shown)

    def invite(self, visit: Visit) -> AnyResponse:
        """Invite somebody by mail."""
        form = sent()
        mistake = send_invitation(form, self.kind, visit.id, ROLES_OF[self.kind], visit.person_id)
        if mistake is not None:
            return mistake
        return self.page(visit, form) if form.errors else self._back("invited", visit)

    def revoke(self, visit: Visit, invitation_id: str) -> AnyResponse:
        """Take an invitation back."""
        with working() as work:
            load_for(work.session, actor(), INVITATION, invitation_id, action="manage", parent=visit.id)
            revoke_invitation(work, invitation_id)
        return self._back("revoked", visit)

    def change_role(self, visit: Visit, membership_id: str) -> AnyResponse:
        """Give somebody the role that the form names."""
        with reading() as database:
            load_for(database, actor(), MEMBERSHIP, membership_id, action="manage", parent=visit.id)
        form = sent()
        role = form.choice("role", ROLES_OF[self.kind], "role")
        if form.errors:
            raise BadRequest
        try:
            with working(ending=membership_id) as work:
                change_role(work, membership_id, role, but=visit.known.opened.id)
        except LastHeadError:
            return _last_one()
        return self._back("role", visit)

    def remove(self, visit: Visit, membership_id: str) -> AnyResponse:
        """Take somebody out of the party."""
        return _leave(visit, membership_id, "manage") or self._back("removed", visit)

    def _back(self, done: str, visit: Visit) -> AnyResponse:
        return back(self.endpoint, done, **{self.id_name: visit.id})


def leave(visit: Visit) -> AnyResponse | None:
    """Let who asks leave the party; a page if they are the last one who answers for it."""
    with reading() as database:
        mine = membership_in(database, visit.person_id, visit.id)
    if mine is None:  # pragma: no cover - gone between two statements
        raise NotYoursError
    return _leave(visit, mine.id, "leave")


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


def _leave(visit: Visit, membership_id: str, action: Action) -> Response | None:
    try:
        with working(ending=membership_id) as work:
            load_for(work.session, actor(), MEMBERSHIP, membership_id, action=action, parent=visit.id)
            leave_party(work, membership_id, but=visit.known.opened.id)
    except LastHeadError:
        return _last_one()
    return None


def _last_one() -> Response:
    return not_now(
        409,
        _("Prima serve un'altra persona"),
        _("Nessuno risponderebbe più per questo spazio. Date prima lo stesso ruolo a un'altra persona, poi riprovate."),
    )
