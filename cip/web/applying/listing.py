"""The calls that are open for a firm, each with the one-minute check, and what the firm has applied for."""

from dataclasses import dataclass

from flask import Response, render_template
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Session
from cip.incentives.actions.application_work import NotTakenError
from cip.incentives.actions.start_application import start_application
from cip.incentives.application import Application
from cip.incentives.application_content import DocumentCase, attached_of, documents_of
from cip.incentives.calls import OfficeCall
from cip.incentives.deadline import is_over, taken_in_time
from cip.incentives.prefill import Known, Prefilled, prefilled, raw
from cip.incentives.prepared import Judgement, judge
from cip.incentives.reads import APPLYING_FIRM, applications_of_firm, call_of, open_calls, pack_of_call, public_call
from cip.incentives.reads.prepared import RulesOfDay, bound_to, known_of, prepared
from cip.incentives.reads.rankings import is_published
from cip.parties.access import NotYoursError, load_for
from cip.parties.reads import find_body
from cip.rulebook.call_packs import CallPack
from cip.web.applying import applying
from cip.web.applying.values import stated_rows
from cip.web.applying.visit import open_applying, rules_of_day
from cip.web.applying.words import (
    amount_is_open,
    not_sent_because,
    not_sent_words,
    outcome_words,
    outlook_words,
    verdict_words,
)
from cip.web.call_words import CallTeller
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.state import actor, now, reading, working


@dataclass(frozen=True, slots=True)
class Looked:
    """A call with what the rules make of what is known of the firm."""

    call: OfficeCall
    pack: CallPack
    known: Known
    facts: dict[str, Prefilled]
    judgement: Judgement
    cases: tuple[DocumentCase, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """An application in the list: its call, why it was not sent where it was not, whether its ranking is published."""

    application: Application
    call: OfficeCall
    over: bool
    not_sent: str
    ranked: bool


@applying.get("/<firm_id>/applications")
def index(firm_id: str) -> Response:
    """Which calls are open, which the firm applied for."""
    visit, rules = open_applying(firm_id, "read"), rules_of_day()
    with reading() as session:
        own = {one.call_id: one for one in applications_of_firm(session, firm_id)}
        opened = [_look(session, call, firm_id, rules) for call in open_calls(session, now()) if call.id not in own]
        applied = [_applied(session, one, rules) for one in own.values()]
    page = render_template(
        "applying/index.html",
        visit=visit,
        opened=opened,
        applied=applied,
        outlook_words=outlook_words,
        outcome_words=outcome_words,
        done=done_words(),
    )
    return Response(page, mimetype="text/html")


@applying.get("/<firm_id>/applications/calls/<call_id>")
def call(firm_id: str, call_id: str) -> Response:
    """The one-minute check of one call: each rule met, not met or not known, and why; what it could give."""
    visit = open_applying(firm_id, "read")
    with reading() as session:
        found = _public(session, call_id)
        looked = _look(session, found, firm_id, rules_of_day())
        body = find_body(session, found.body_id)
        there = next((one for one in applications_of_firm(session, firm_id) if one.call_id == call_id), None)
    page = render_template(
        "applying/call.html",
        visit=visit,
        looked=looked,
        body=body,
        teller=CallTeller(looked.pack),
        there=there,
        taking=taken_in_time(found, now()),
        rows=stated_rows(looked.pack, looked.facts),
        amount_open=amount_is_open(bound_to(looked.pack), looked.facts),
        outlook=outlook_words(looked.judgement),
        verdict_words=verdict_words,
        done="",
    )
    return Response(page, mimetype="text/html")


@applying.post("/<firm_id>/applications/calls/<call_id>")
def start_now(firm_id: str, call_id: str) -> AnyResponse:
    """Begin to apply."""
    visit, rules = open_applying(firm_id, "start"), rules_of_day()
    with reading() as session:
        found = _public(session, call_id)
        known = known_of(session, pack_of_call(session, found), firm_id, now(), rules)
    try:
        with working() as work:
            load_for(work.session, actor(), APPLYING_FIRM, firm_id, action="start")
            application_id = start_application(work, call_id, firm_id, known)
    except NotTakenError:
        return not_now(
            409,
            _("Adesso questo bando non prende domande"),
            _("Guardate nella pagina del bando quando si apre e quando si chiude."),
            f"/{current()}/firm/{visit.id}/applications",
        )
    return back("applying.application", firm_id=firm_id, application_id=application_id)


def _public(session: Session, call_id: str) -> OfficeCall:
    found = public_call(session, call_id)
    if found is None:
        raise NotYoursError
    return found


def _look(session: Session, call: OfficeCall, firm_id: str, rules: RulesOfDay) -> Looked:
    pack = pack_of_call(session, call)
    known, bound = known_of(session, pack, firm_id, now(), rules), bound_to(pack)
    facts = prefilled(pack, known)
    read = bound.read_facts(raw(facts))
    texts = {one.id: one.when for one in pack.call.documents if one.when is not None}
    cases = documents_of(pack, lambda name: bound.holds(texts[name], read), attached_of(known))
    return Looked(call, pack, known, facts, judge(bound, raw(facts)), cases)


def _applied(session: Session, application: Application, rules: RulesOfDay) -> Applied:
    call = call_of(session, application.call_id)
    over, why = is_over(call, now()), ""
    if over and application.state in ("draft", "ready"):
        why = not_sent_words(not_sent_because(prepared(session, application, now(), rules)))
    ranked = application.state == "submitted" and is_published(session, call.id)
    return Applied(application, call, over, why, ranked)
