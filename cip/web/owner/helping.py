"""A firm asks for help: whom, what came back, and the mandate that confirms it."""

from collections.abc import Sequence

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.database.locks import RowGoneError
from cip.parties.access import load_for
from cip.parties.actions.ask_for_help import (
    AskedAlreadyError,
    NotThatStepError,
    ask_for_help,
    confirm_help,
    withdraw_request,
)
from cip.parties.actions.give_mandate import BadMandateError
from cip.parties.reads import HELP_REQUEST, bodies_of_kind, names_of, requests_of_firm, seats_of
from cip.parties.standing import SCOPES
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.limits import may_invite
from cip.web.owner import owner
from cip.web.owner.mandates import consultancies, read_terms
from cip.web.owner.visit import FirmVisit, open_firm
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

LONGEST_PLACE = 120


@owner.get("/<firm_id>/help")
def help(firm_id: str) -> Response:  # the address says what the page is
    """Whom one could ask, and what became of what was asked."""
    return _page(open_firm(firm_id, "mandate"), Typed())


@owner.post("/<firm_id>/help")
def ask_now(firm_id: str) -> AnyResponse:
    """Ask those that were chosen."""
    visit = open_firm(firm_id, "mandate")
    form = sent()
    with reading() as database:
        known = [one.id for one in bodies_of_kind(database, "consultancy")]
    chosen = form.several("bodies", known, _("Scegliete a chi chiedere."))
    place = form.line("place", LONGEST_PLACE, missing=_("Scrivete il comune."))
    note = form.note("note")
    if form.errors:
        return _page(visit, form)
    for body_id in chosen:
        if not may_invite(firm_id):
            return not_now(429, _("Per oggi bastano così"), _("Avete chiesto a molti enti. Riprovate domani."))
        try:
            with working() as work:
                ask_for_help(work, firm_id, body_id, place=place, note=note, made_by=visit.person_id)
        except (AskedAlreadyError, BadMandateError, RowGoneError):
            continue
    return back("owner.help", "asked", firm_id=firm_id)


@owner.post("/<firm_id>/help/<request_id>/withdraw")
def withdraw_now(firm_id: str, request_id: str) -> AnyResponse:
    """Need it no more."""
    open_firm(firm_id, "mandate")
    try:
        with working() as work:
            load_for(work.session, actor(), HELP_REQUEST, request_id, action="manage", parent=firm_id)
            withdraw_request(work, request_id)
    except NotThatStepError:
        return somebody_was_faster()
    return back("owner.help", "withdrawn", firm_id=firm_id)


@owner.post("/<firm_id>/help/<request_id>/confirm")
def confirm_now(firm_id: str, request_id: str) -> AnyResponse:
    """Give the mandate that the answer proposes."""
    visit = open_firm(firm_id, "mandate")
    with reading() as database:
        load_for(database, actor(), HELP_REQUEST, request_id, action="mandate", parent=firm_id)
    form = sent()
    scopes, from_day, to_day = read_terms(form)
    if form.errors or from_day is None:
        return _page(visit, form, wrong=request_id)
    try:
        with working() as work:
            confirm_help(work, request_id, scopes=scopes, from_day=from_day, to_day=to_day, given_by=visit.person_id)
    except (NotThatStepError, BadMandateError):
        return somebody_was_faster()
    return back("owner.mandates", "given", firm_id=firm_id)


def somebody_was_faster() -> Response:
    """The page for a step that is no longer there."""
    return not_now(
        409, _("Nel frattempo è cambiato qualcosa"), _("Qualcuno ha già risposto o ritirato. Ricaricate la pagina.")
    )


def _page(visit: FirmVisit, form: Typed, wrong: str = "") -> Response:
    with reading() as database:
        asked = requests_of_firm(database, visit.id)
        choices = consultancies(database, visit.id)
        seats = seats_of(database, visit.id)
        names = names_of(database, [one.person_id for one in asked if one.person_id])
    waiting = {one.body_id for one in asked if one.waits}
    free: Sequence[object] = [choice for choice in choices if choice[0].id not in waiting]
    if seats:
        form.known.setdefault("place", seats[0].municipality)
    terms = {"scopes": "check_up", "from_day": today().isoformat()}
    return form.page(
        "owner/help.html",
        visit=visit,
        asked=asked,
        names=names,
        choices=free,
        scopes=SCOPES,
        terms=Typed(terms),
        wrong=wrong,
        done=done_words(),
    )
