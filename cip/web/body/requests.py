"""Firms that ask a body for help, and its answers."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.parties.access import load_for
from cip.parties.actions.ask_for_help import NotThatStepError, answer_request
from cip.parties.actions.give_mandate import BadMandateError
from cip.parties.reads import ASKED_HELP, members_of, requests_to_body
from cip.web.body import body
from cip.web.body.visit import BodyVisit, open_body
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.owner.helping import somebody_was_faster
from cip.web.state import actor, reading, working
from cip.web.typed import Typed, sent


@body.get("/<body_id>/requests")
def requests(body_id: str) -> Response:
    """What was asked, the open ones first."""
    return _page(open_body(body_id, "advise"), Typed())


@body.post("/<body_id>/requests/<request_id>/answer")
def answer_now(body_id: str, request_id: str) -> AnyResponse:
    """Say yes, and who would come, or no. Yes is no mandate yet: the firm confirms."""
    visit = open_body(body_id, "advise")
    form = sent()
    with reading() as database:
        load_for(database, actor(), ASKED_HELP, request_id, action="answer", parent=body_id)
        people = [one.person_id for one in members_of(database, body_id)]
    said = form.choice("said", ("yes", "no"), _("Scegliete una risposta."))
    person_id = form.choice("person_id", ["", *people], _("Scegliete chi se ne occupa."))
    note = form.note("note")
    if form.errors:
        return _page(visit, form, wrong=request_id)
    try:
        with working() as work:
            load_for(work.session, actor(), ASKED_HELP, request_id, action="answer", parent=body_id)
            answer_request(work, request_id, accept=said == "yes", answer=note, person_id=person_id or None)
    except (NotThatStepError, BadMandateError):
        return somebody_was_faster()
    return back("body.requests", "answered", body_id=body_id)


def _page(visit: BodyVisit, form: Typed, wrong: str = "") -> Response:
    with reading() as database:
        asked = requests_to_body(database, visit.id)
        members = members_of(database, visit.id)
    asked = sorted(asked, key=lambda one: one.state != "open")
    return form.page("body/requests.html", visit=visit, asked=asked, members=members, wrong=wrong, done=done_words())
