"""A check-up comes into a firm: one that was begun without an account is taken over, or one is begun inside."""

from flask import Response, redirect, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.assessment.actions import adopt_check_up, start_check_up
from cip.assessment.reads import CHECK_UP, family_of
from cip.database.locks import RowGoneError
from cip.database.packs import keep_pack
from cip.parties.access import NotYoursError, load_for
from cip.parties.reads import FIRM, firms_of
from cip.web.account.guards import need_person
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.limits import may_start
from cip.web.owner import owner
from cip.web.owner.visit import open_firm
from cip.web.state import LAST_STARTED, actor, reading, signed_in, state, today, working
from cip.web.typed import Typed, sent


@owner.get("/adopt/<check_up_id>")
def adopt(check_up_id: str) -> Response:
    """What it means that a firm takes a check-up over, and the button; or how to get an account and a firm first."""
    return _page(check_up_id, Typed())


@owner.post("/adopt/<check_up_id>")
def adopt_now(check_up_id: str) -> AnyResponse:
    """Take it over, with those before and after it."""
    need_person()
    form = sent()
    firm_id = form.raw("firm_id")
    with reading() as database:
        load_for(database, actor(), CHECK_UP, check_up_id, action="adopt")
    if not firm_id:
        form.errors["firm_id"] = _("Scegliete l'impresa.")
        return _page(check_up_id, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CHECK_UP, check_up_id, action="adopt")
            load_for(work.session, actor(), FIRM, firm_id, action="adopt")
            adopt_check_up(work, check_up_id, firm_id, on_day=today())
    except RowGoneError as error:
        raise NotYoursError from error
    return back("owner.home", "adopted", firm_id=firm_id)


def _page(check_up_id: str, form: Typed) -> Response:
    known = signed_in()
    with reading() as database:
        check_up = load_for(database, actor(), CHECK_UP, check_up_id, action="adopt")
        count = len(family_of(database, check_up_id))
        mine = known.standing.firms if known is not None and not (known.waits and known.person.second_factor) else ()
        firms = firms_of(database, mine)
    if len(firms) == 1:
        form.known.setdefault("firm_id", firms[0].id)
    return form.page("owner/adopt.html", check_up=check_up, count=count, known=known, firms=firms, done=done_words())


@owner.post("/<firm_id>/check-up")
def start(firm_id: str) -> AnyResponse:
    """Begin a check-up inside the firm."""
    visit = open_firm(firm_id, "start")
    if not may_start():
        return not_now(
            429,
            _("Per oggi bastano così"),
            _("Avete iniziato molti check-up in un giorno. Continuate uno di quelli, oppure iniziatene uno domani."),
        )
    pack = state().packs.newest_on(today())
    with working() as work:
        load_for(work.session, actor(), FIRM, firm_id, action="start")
        keep_pack(work, pack.sha256, pack.id, pack.canonical)
        check_up_id = start_check_up(work, pack_sha256=pack.sha256, language=current(), firm_id=visit.id)
    session[LAST_STARTED] = check_up_id
    return redirect(url_for("firm.profile", check_up_id=check_up_id), 303)
