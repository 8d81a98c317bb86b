"""The mandates of a firm: which are in force, which were, giving one, taking it back."""

from collections.abc import Sequence
from datetime import date

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from cip.assessment.reads import check_ups_without_results, current_answers
from cip.database.locks import RowGoneError
from cip.database.work import Session
from cip.parties.access import load_for
from cip.parties.actions.give_mandate import BadMandateError, give_mandate
from cip.parties.actions.revoke_mandate import revoke_mandate
from cip.parties.matching import Match, match
from cip.parties.reads import (
    MANDATE,
    Body,
    bodies_of_kind,
    mandates_given,
    members_of,
    seats_of,
    territories_of_kind,
)
from cip.parties.standing import SCOPES, Scope
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.visit import FirmVisit, open_firm
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

Choice = tuple[Body, Match | None]


@owner.get("/<firm_id>/mandates")
def mandates(firm_id: str) -> Response:
    """Who acts for the firm, and who did."""
    visit = open_firm(firm_id, "read")
    with reading() as database:
        given = mandates_given(database, firm_id)
    day = today()
    return Typed().page(
        "owner/mandates.html",
        visit=visit,
        in_force=[one for one in given if one.mandate.in_force(day)],
        coming=[one for one in given if not one.mandate.revoked and one.mandate.from_day > day],
        over=[one for one in given if not one.mandate.in_force(day) and not one.mandate.from_day > day]
        + [one for one in given if one.mandate.revoked and one.mandate.from_day > day],
        done=done_words(),
    )


@owner.get("/<firm_id>/mandates/new")
def new_mandate(firm_id: str) -> Response:
    """To whom, for what, from when to when."""
    visit = open_firm(firm_id, "mandate")
    first = {"scopes": "check_up", "from_day": today().isoformat(), "body_id": request.args.get("body", "")}
    return _page(visit, Typed(first))


@owner.post("/<firm_id>/mandates/new")
def give_now(firm_id: str) -> AnyResponse:
    """Give it."""
    visit = open_firm(firm_id, "mandate")
    form = sent()
    with reading() as database:
        bodies = bodies_of_kind(database, "consultancy")
    body_id = form.choice("body_id", [one.id for one in bodies] or [""], _("Scegliete a chi dare l'incarico."))
    person_id = _person_of(form, body_id)
    scopes, from_day, to_day = read_terms(form)
    if form.errors or from_day is None:
        return _page(visit, form)
    try:
        with working() as work:
            give_mandate(
                work,
                firm_id,
                body_id,
                scopes=scopes,
                from_day=from_day,
                to_day=to_day,
                person_id=person_id,
                given_by=visit.person_id,
            )
    except (BadMandateError, RowGoneError):
        form.errors["body_id"] = _("A questo ente non si può dare l'incarico adesso. Ricaricate la pagina.")
        return _page(visit, form)
    return back("owner.mandates", "given", firm_id=firm_id)


def read_terms(form: Typed) -> tuple[list[Scope], date | None, date | None]:
    """What a mandate is for, its first and its last day (None: until it is taken back)."""
    scopes = form.several("scopes", SCOPES, _("Dite che cosa può fare."))
    from_day = form.day("from_day", missing=_("Scrivete da quando vale."))
    to_day = form.day("to_day")
    if from_day is not None and to_day is not None and to_day < max(from_day, today()):
        form.errors["to_day"] = _("L'ultimo giorno viene dopo il primo, e non è già passato.")
    return scopes, from_day, to_day


def _person_of(form: Typed, body_id: str) -> str | None:
    """The person by name of address: whoever is chosen must belong to the body."""
    email = form.raw("person")
    if not email or form.errors:
        return None
    with reading() as database:
        found = next((one for one in members_of(database, body_id) if one.email == email.casefold()), None)
    if found is None:
        form.errors["person"] = _("In questo ente non c'è nessuno con questo indirizzo. Potete lasciare vuoto.")
        return None
    return found.person_id


@owner.post("/<firm_id>/mandates/<mandate_id>/revoke")
def revoke_mandate_now(firm_id: str, mandate_id: str) -> AnyResponse:
    """Take it back, from this moment."""
    open_firm(firm_id, "mandate")
    with working() as work:
        load_for(work.session, actor(), MANDATE, mandate_id, action="mandate", parent=firm_id)
        revoke_mandate(work, mandate_id)
    return back("owner.mandates", "revoked", firm_id=firm_id)


def _page(visit: FirmVisit, form: Typed) -> Response:
    with reading() as database:
        choices = consultancies(database, visit.id)
    return form.page("owner/new_mandate.html", visit=visit, choices=choices, scopes=SCOPES)


def consultancies(session: Session, firm_id: str) -> Sequence[Choice]:
    """The consultancies with why they fit the firm, best first; those that do not fit come last, without a reason."""
    bodies = {one.id: one for one in bodies_of_kind(session, "consultancy")}
    places = [seat.municipality for seat in seats_of(session, firm_id)]
    fits = match(places, sector_of(session, firm_id), territories_of_kind(session, "consultancy"))
    fitting = {one.body_id for one in fits}
    found: list[Choice] = [(bodies[one.body_id], one) for one in fits if one.body_id in bodies]
    return [*found, *((body, None) for body in bodies.values() if body.id not in fitting)]


def sector_of(session: Session, firm_id: str) -> str | None:
    """The sector that the firm named in its newest check-up, None if it did not."""
    for one in check_ups_without_results(session, firm_id):
        sector = current_answers(session, one.id).file["facts"].get("sector")
        if isinstance(sector, str):
            return sector
    return None
