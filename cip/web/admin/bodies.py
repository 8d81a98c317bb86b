"""Bodies: opened, closed, and the first person of each invited. Who administers sees nothing of any firm's answers."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.database.locks import RowGoneError
from cip.parties.access import NotYoursError, load_for
from cip.parties.actions.holding import JoinedMeanwhileError
from cip.parties.actions.open_body import BodyKnownError, close_body, open_body
from cip.parties.firm_codes import read_tax_code
from cip.parties.reads import BODY, PLATFORM, all_bodies, count_members
from cip.parties.reads.standings import SignedIn
from cip.parties.standing import BODY_KINDS, PLATFORM_ID
from cip.web.account.guards import need_fresh, need_strong
from cip.web.admin import admin
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.membership import send_invitation
from cip.web.owner.register import wrong_tax_code
from cip.web.state import actor, reading, working
from cip.web.typed import Typed, sent

NAME = 200


def open_admin(*, fresh: bool = False) -> SignedIn:
    """Who administers, with the second factor given; `fresh`: with the password given a short time ago. Raises
    NotYoursError, or the detour to what is missing.
    """
    known = need_strong()
    with reading() as database:
        load_for(database, actor(), PLATFORM, PLATFORM_ID, action="manage" if fresh else "read")
    return need_fresh() if fresh else known


@admin.get("")
def home() -> Response:
    """The bodies, and the form for a new one."""
    open_admin()
    return _page(Typed())


@admin.post("/bodies")
def open_now() -> AnyResponse:
    """Open a body, and invite its first manager."""
    known = open_admin(fresh=True)
    form = sent()
    kind = form.choice("kind", BODY_KINDS, _("Scegliete che cosa è."))
    name = form.line("name", NAME, missing=_("Scrivete il nome."))
    tax_code = form.code("tax_code", read_tax_code, wrong_tax_code())
    email = form.email("email")
    if form.errors:
        return _page(form)
    try:
        with working() as work:
            body_id = open_body(work, kind, name, tax_code=tax_code)
    except BodyKnownError:
        form.errors["tax_code"] = _("Un ente con questo codice fiscale c'è già.")
        return _page(form)
    return _invite(form, body_id, known) or back("admin.home", "invited" if email else "saved")


@admin.post("/bodies/<body_id>/invite")
def invite_now(body_id: str) -> AnyResponse:
    """Invite a manager of a body that has none, or another one."""
    known = open_admin(fresh=True)
    with reading() as database:
        load_for(database, actor(), BODY, body_id, action="invite")
    form = sent()
    return _invite(form, body_id, known) or back("admin.home", "invited")


def _invite(form: Typed, body_id: str, known: SignedIn) -> Response | None:
    """Mail the invitation of a manager; a page if something is wrong."""
    try:
        mistake = send_invitation(form, "body", body_id, ("manager",), known.person.id)
    except RowGoneError as error:
        raise NotYoursError from error
    return mistake or (_page(form, body_id) if form.errors else None)


@admin.post("/bodies/<body_id>/close")
def close_now(body_id: str) -> AnyResponse:
    """Let a body take part no more."""
    open_admin(fresh=True)
    try:
        with working() as work:
            load_for(work.session, actor(), BODY, body_id, action="manage")
            close_body(work, body_id)
    except JoinedMeanwhileError:
        return not_now(409, _("Qualcuno è appena entrato"), _("Non è cambiato nulla. Riprovate tra un momento."))
    return back("admin.home", "closed")


def _page(form: Typed, at: str = "") -> Response:
    """The page; `form` is the one of the body `at`, else the one for a new body."""
    with reading() as database:
        found = all_bodies(database)
        counts = count_members(database, [one.id for one in found])
    form.known.setdefault("role", "manager")
    shown = {"bodies": found, "counts": counts, "kinds": BODY_KINDS, "at": at, "blank": Typed()}
    return form.page("admin/home.html", **shown, done=done_words())
