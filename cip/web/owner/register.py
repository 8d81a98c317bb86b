"""The firms of a person, registering one, and what a firm says of itself."""

from flask import Response, redirect, render_template, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.assessment.reads import CHECK_UP
from cip.parties.access import NotYoursError, load_for
from cip.parties.actions.register_firm import (
    FirmDetails,
    FirmKnownError,
    NewSeat,
    TooManySeatsError,
    add_seat,
    change_firm,
    close_seat,
    register_firm,
)
from cip.parties.firm_codes import read_ateco, read_ccnl, read_municipality, read_tax_code, read_vat
from cip.parties.firms import ATECO_VERSIONS, AtecoVersion, Firm
from cip.parties.reads import SEAT, firms_of, mandates_held, seats_of
from cip.web.account.guards import need_person
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.limits import may_register
from cip.web.owner import owner
from cip.web.owner.visit import FirmVisit, open_firm
from cip.web.state import LAST_STARTED, actor, reading, today, working
from cip.web.typed import Typed, sent

NAME, PLACE = 200, 120


@owner.get("")
def index() -> AnyResponse:
    """The firms of whoever is signed in: their own, and those that gave them a mandate."""
    known = need_person()
    with reading() as database:
        own = firms_of(database, known.standing.firms)
        mine = known.standing.bodies("consultancy")
        held = [one for body_id in mine for one in mandates_held(database, body_id)]
    acting = {one.firm_id for one in known.standing.mandates}
    others = {one.mandate.firm_id: one.firm_name for one in held if one.mandate.firm_id in acting}
    if len(own) == 1 and not others:
        return redirect(url_for("owner.home", firm_id=own[0].id))
    page = render_template("owner/index.html", own=own, others=sorted(others.items()), done=done_words())
    return Response(page, mimetype="text/html")


@owner.get("/new")
def new() -> Response:
    """Register a firm."""
    need_person()
    return Typed().page("owner/new.html", firm=None)


@owner.post("/new")
def new_now() -> AnyResponse:
    """Register it; whoever does becomes its owner."""
    known = need_person()
    form = sent()
    tax_code = form.code("tax_code", read_tax_code, wrong_tax_code(), missing=_("Scrivete il codice fiscale."))
    details = _details(form)
    seat = _seat(form, needed=False)
    # Nobody proves it to us. What is declared stays in the audit: only this page registers a firm, never without the
    # box, and the entry of the firm's row says who did it and when.
    if not form.ticked("declared", "yes"):
        form.errors["declared"] = _("Senza questa dichiarazione non possiamo registrare l'impresa.")
    if form.errors or tax_code is None:
        return form.page("owner/new.html", firm=None)
    if not may_register(known.person.id):
        return not_now(429, _("Per oggi bastano così"), _("Avete provato molte imprese. Riprovate domani."))
    try:
        with working() as work:
            firm_id = register_firm(
                work,
                details,
                tax_code=tax_code,
                seats=[seat] if seat else [],
                owner_id=known.person.id,
                session_id=known.opened.id,
            )
    except FirmKnownError:
        form.errors["tax_code"] = _(
            "Questa impresa è già registrata. Chiedete a chi la gestisce di invitarvi: non possiamo dirvi chi è."
        )
        return form.page("owner/new.html", firm=None)
    return _after(firm_id)


def _after(firm_id: str) -> Response | AnyResponse:
    """On to the check-up of this browser, if there is one to take over, else to the new firm."""
    started = adoptable()
    if started is not None:
        return back("owner.adopt", "registered", check_up_id=started)
    return back("owner.home", "registered", firm_id=firm_id)


def adoptable() -> str | None:
    """The check-up that this browser holds as a guest and started last, if it could be taken over."""
    check_up_id = session.get(LAST_STARTED)
    if not isinstance(check_up_id, str):
        return None
    try:
        with reading() as database:
            return load_for(database, actor(), CHECK_UP, check_up_id, action="adopt").id
    except NotYoursError:
        return None


@owner.get("/<firm_id>/details")
def details(firm_id: str) -> Response:
    """What the firm says of itself, and its seats."""
    visit = open_firm(firm_id, "manage")
    return _details_page(visit, Typed(_known(visit.firm)))


@owner.post("/<firm_id>/details")
def details_now(firm_id: str) -> AnyResponse:
    """Save it."""
    visit = open_firm(firm_id, "manage")
    form = sent()
    read = _details(form)
    if form.errors:
        return _details_page(visit, form)
    with working() as work:
        change_firm(work, firm_id, read)
    return back("owner.details", "saved", firm_id=firm_id)


@owner.post("/<firm_id>/seats")
def seat_now(firm_id: str) -> AnyResponse:
    """Add a seat."""
    visit = open_firm(firm_id, "manage")
    form = sent()
    seat = _seat(form, needed=True)
    if form.errors or seat is None:
        return _details_page(visit, Typed(_known(visit.firm), form.errors), form)
    try:
        with working() as work:
            add_seat(work, firm_id, seat)
    except TooManySeatsError:
        return not_now(409, _("Sono già molte sedi"), _("Chiudetene una, poi aggiungete la nuova."))
    return back("owner.details", "saved", firm_id=firm_id)


@owner.post("/<firm_id>/seats/<seat_id>/close")
def close_seat_now(firm_id: str, seat_id: str) -> AnyResponse:
    """The firm no longer works there."""
    open_firm(firm_id, "manage")
    with working() as work:
        load_for(work.session, actor(), SEAT, seat_id, action="manage", parent=firm_id)
        close_seat(work, firm_id, seat_id, today())
    return back("owner.details", "saved", firm_id=firm_id)


def wrong_tax_code() -> str:
    """What is said of a tax code that cannot be one."""
    return _("Non è un codice fiscale: controllate cifre e lettere. Sono 11 cifre, oppure 16 tra lettere e cifre.")


def _details_page(visit: FirmVisit, form: Typed, seat: Typed | None = None) -> Response:
    with reading() as database:
        seats = seats_of(database, visit.id)
    return form.page(
        "owner/details.html", visit=visit, firm=visit.firm, seats=seats, seat=seat or Typed(), done=done_words()
    )


def _details(form: Typed) -> FirmDetails:
    name = form.line("name", NAME, missing=_("Scrivete il nome dell'impresa."))
    vat = form.code(
        "vat", read_vat, _("Non è una partita IVA: le cifre sono 11 e l'ultima serve da controllo. Ricopiatela.")
    )
    ateco = form.code("ateco", read_ateco, _("Un codice ATECO ha da 2 a 6 cifre, per esempio 47.11.10."))
    version: AtecoVersion | None = None
    if ateco is not None:
        version = form.choice("ateco_version", ATECO_VERSIONS, _("Dite di quale elenco è il codice ATECO."))
    ccnl = form.code("ccnl", read_ccnl, _("Il codice CNEL ha quattro caratteri, per esempio H011."))
    return FirmDetails(name, vat, ateco, version, ccnl)


def _seat(form: Typed, *, needed: bool) -> NewSeat | None:
    asked = _("Scrivete il comune.") if needed or form.raw("seat_name") or form.raw("istat") else ""
    place = form.line("municipality", PLACE, missing=asked)
    istat = form.code("istat", read_municipality, _("Il codice ISTAT ha sei cifre, per esempio 015146."))
    name = form.line("seat_name", PLACE) or place
    return NewSeat(name, place, istat) if place and not form.errors else None


def _known(firm: Firm) -> dict[str, str]:
    found = {
        "name": firm.name,
        "vat": firm.vat,
        "ateco": firm.ateco_code,
        "ateco_version": firm.ateco_version,
        "ccnl": firm.ccnl_code,
    }
    return {key: value or "" for key, value in found.items()}
