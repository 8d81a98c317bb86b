"""A body's home, where it works, and the mandates that firms gave it."""

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.parties.access import load_for
from cip.parties.actions.open_body import TooManyTerritoriesError, set_territories
from cip.parties.actions.revoke_mandate import revoke_mandate
from cip.parties.matching import EVERYWHERE
from cip.parties.reads import (
    HELD_MANDATE,
    bodies_by_id,
    mandates_held,
    members_of,
    requests_to_body,
    territories_of,
)
from cip.web.account.guards import need_strong
from cip.web.body import body
from cip.web.body.visit import BodyVisit, open_body
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.party_words import sectors
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

LONGEST_PLACE = 120


@body.get("")
def index() -> AnyResponse:
    """The bodies of whoever is signed in."""
    known = need_strong()
    mine = [one.party_id for one in known.standing.counted if one.party_kind == "body"]
    if len(mine) == 1:
        return redirect(url_for("body.home", body_id=mine[0]))
    with reading() as database:
        found = sorted(bodies_by_id(database, mine).values(), key=lambda one: one.name)
    return Response(render_template("body/index.html", bodies=found, done=done_words()), mimetype="text/html")


@body.get("/<body_id>")
def home(body_id: str) -> Response:
    """The body at one glance."""
    visit = open_body(body_id, "read")
    with reading() as database:
        members = members_of(database, body_id)
        territories = territories_of(database, body_id)
        held = mandates_held(database, body_id)
        asked = requests_to_body(database, body_id)
    return Typed().page(
        "body/home.html",
        visit=visit,
        members=members,
        territories=territories,
        in_force=sum(one.mandate.in_force(today()) for one in held),
        asked=sum(one.state == "open" for one in asked),
        done=done_words(),
    )


@body.get("/<body_id>/territories")
def territories(body_id: str) -> Response:
    """Where the body works and for whom, one municipality a line."""
    visit = open_body(body_id, "manage")
    with reading() as database:
        found = territories_of(database, body_id)
    places = list(dict.fromkeys(one.municipality for one in found if one.municipality != EVERYWHERE))
    known = {
        "places": "\n".join(places),
        "everywhere": "yes" if any(one.municipality == EVERYWHERE for one in found) else "",
        "sectors": ",".join(dict.fromkeys(one.sector for one in found)),
    }
    return _territories_page(visit, Typed(known))


@body.post("/<body_id>/territories")
def territories_now(body_id: str) -> AnyResponse:
    """Save it: every place with every sector."""
    visit = open_body(body_id, "manage")
    form = sent()
    places = list(dict.fromkeys(" ".join(line.split()) for line in form.raw("places").splitlines() if line.strip()))
    if any(len(place) > LONGEST_PLACE for place in places):
        form.errors["places"] = _("Scrivete un comune per riga.")
    if form.ticked("everywhere", "yes"):
        places = [EVERYWHERE]
    chosen = form.several("sectors", [EVERYWHERE, *sectors()], _("Scegliete almeno un settore."))
    if not places:
        form.errors["places"] = _("Scrivete almeno un comune, oppure scegliete tutti.")
    if form.errors:
        return _territories_page(visit, form)
    kept = [EVERYWHERE] if EVERYWHERE in chosen else chosen
    try:
        with working() as work:
            set_territories(work, body_id, [(place, sector) for place in places for sector in kept])
    except TooManyTerritoriesError:
        form.errors["places"] = _("Sono troppi: scegliete tutti i comuni, oppure meno settori.")
        return _territories_page(visit, form)
    return back("body.home", "saved", body_id=body_id)


def _territories_page(visit: BodyVisit, form: Typed) -> Response:
    return form.page("body/territories.html", visit=visit, sectors=[EVERYWHERE, *sectors()])


@body.get("/<body_id>/mandates")
def mandates(body_id: str) -> Response:
    """The firms that gave the body a mandate, now and before."""
    visit = open_body(body_id, "advise")
    with reading() as database:
        held = mandates_held(database, body_id)
    day = today()
    return Typed().page(
        "body/mandates.html",
        visit=visit,
        in_force=[one for one in held if one.mandate.in_force(day)],
        others=[one for one in held if not one.mandate.in_force(day)],
        done=done_words(),
    )


@body.post("/<body_id>/mandates/<mandate_id>/end")
def end_mandate_now(body_id: str, mandate_id: str) -> AnyResponse:
    """Give a mandate back to the firm."""
    open_body(body_id, "read")
    with working() as work:
        load_for(work.session, actor(), HELD_MANDATE, mandate_id, action="leave", parent=body_id)
        revoke_mandate(work, mandate_id)
    return back("body.mandates", "revoked", body_id=body_id)
