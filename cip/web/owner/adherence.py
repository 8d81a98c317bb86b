"""The page of a joining: what is missing before the signature, then clocks, protocol, alerts, the public list."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.adherence_work import (
    NotJoinableError,
    OddDayError,
    ProtocolTakenError,
    WrongStateError,
)
from cip.agreement.actions.leave_adherence import leave_without_ground, object_to_list, renew_adherence
from cip.agreement.actions.sign_adherence import lodge_adherence, note_duty
from cip.agreement.actions.start_adherence import give_up_adherence
from cip.agreement.adherence import HIDDEN_BECAUSE, LONGEST_PROTOCOL
from cip.agreement.changes import alerts_of, leaving_days
from cip.agreement.duties import DutyKind, duties_of
from cip.agreement.facts import route_proved
from cip.agreement.lives import life_of
from cip.agreement.reads import ADHERENCE
from cip.documents.joining_words import ended_words, ground_words, matter_words, route_words, state_words
from cip.files.reads import find_file
from cip.parties.access import load_for
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.looking_again import look_again
from cip.web.owner import owner
from cip.web.owner.joined import JoinedVisit, open_joined
from cip.web.owner.joining import STEPS, ended_meanwhile, missing
from cip.web.owner.statements import statements_of
from cip.web.shown import in_words
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

_PAGE = "/<firm_id>/agreement/<adherence_id>"


@owner.get(_PAGE)
def adherence(firm_id: str, adherence_id: str) -> Response:
    """Where the joining stands, and what to do."""
    visit = open_joined(firm_id, adherence_id, "read")
    return _page(visit, Typed(_days()))


@owner.post(f"{_PAGE}/told/<any(committee, workers):duty>")
def told_now(firm_id: str, adherence_id: str, duty: DutyKind) -> AnyResponse:
    """Note on which day the committee, or the people who work there, were told; an empty day takes the note back."""
    visit = open_joined(firm_id, adherence_id, "log")
    form = sent()
    day = form.day(f"{duty}_day")
    if form.errors:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, adherence_id, action="log", parent=firm_id)
            note_duty(work, adherence_id, duty, day, on=today())
            look_again(work, firm_id)
    except OddDayError:
        form.errors[f"{duty}_day"] = _("Il giorno non può venire prima della firma né dopo oggi.")
        return _page(visit, form)
    except WrongStateError:
        return ended_meanwhile(visit)
    return back("owner.adherence", "saved", firm_id=firm_id, adherence_id=adherence_id)


@owner.post(f"{_PAGE}/protocol")
def protocol_now(firm_id: str, adherence_id: str) -> AnyResponse:
    """Note the protocol number, as the firm was told."""
    visit = open_joined(firm_id, adherence_id, "log")
    form = sent()
    number = form.line("number", LONGEST_PROTOCOL, missing=_("Scrivete il numero di protocollo."))
    day = form.day("protocol_day", missing=_("Scrivete il giorno del protocollo."))
    if form.errors or day is None:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, adherence_id, action="log", parent=firm_id)
            lodge_adherence(work, adherence_id, number, day, on=today(), instead_of=form.raw("instead_of") or None)
    except ProtocolTakenError:
        return not_now(
            409,
            _("C'è già un altro numero di protocollo"),
            _("Rileggete l'adesione. Il numero dato dal comitato lo corregge il comitato: scrivetegli."),
        )
    except OddDayError:
        form.errors["protocol_day"] = _("Il giorno non può venire prima della firma né dopo oggi.")
        return _page(visit, form)
    except WrongStateError:
        return ended_meanwhile(visit)
    return back("owner.adherence", "saved", firm_id=firm_id, adherence_id=adherence_id)


@owner.post(f"{_PAGE}/list")
def object_now(firm_id: str, adherence_id: str) -> AnyResponse:
    """Object to the public list on a lawful ground, or come back to it."""
    visit = open_joined(firm_id, adherence_id, "leave")
    form = sent()
    shown = visit.adherence.hidden_on is not None
    ground = None if shown else form.choice("ground", HIDDEN_BECAUSE, _("Scegliete il motivo."))
    if form.errors:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, adherence_id, action="leave", parent=firm_id)
            object_to_list(work, adherence_id, ground, on=today())
    except WrongStateError:
        return ended_meanwhile(visit)
    return back("owner.adherence", "saved", firm_id=firm_id, adherence_id=adherence_id)


@owner.post(f"{_PAGE}/give-up")
def give_up_now(firm_id: str, adherence_id: str) -> AnyResponse:
    """Drop a joining before it is signed."""
    visit = open_joined(firm_id, adherence_id, "leave")
    try:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, adherence_id, action="leave", parent=firm_id)
            give_up_adherence(work, adherence_id, on=today())
    except WrongStateError:
        return ended_meanwhile(visit)
    return back("owner.agreements", "saved", firm_id=firm_id)


@owner.post(f"{_PAGE}/renew")
def renew_now(firm_id: str, adherence_id: str) -> AnyResponse:
    """Begin to join the agreement that renews this one."""
    visit = open_joined(firm_id, adherence_id, "leave")
    try:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, adherence_id, action="leave", parent=firm_id)
            found = renew_adherence(work, visit.book, adherence_id, on=today())
    except NotJoinableError as refusal:
        why = " ".join(in_words(reason) for reason in refusal.because)
        return not_now(409, _("Non c'è un accordo nuovo a cui aderire"), why or _("Riprovate quando sarà in vigore."))
    except WrongStateError:
        return ended_meanwhile(visit)
    return back("owner.adherence", firm_id=firm_id, adherence_id=found)


@owner.post(f"{_PAGE}/end")
def end_now(firm_id: str, adherence_id: str) -> AnyResponse:
    """Leave, with the notice, where the ground of the joining is gone today."""
    visit = open_joined(firm_id, adherence_id, "leave")
    try:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, adherence_id, action="leave", parent=firm_id)
            leave_without_ground(work, visit.book, adherence_id, on=today())
    except WrongStateError:
        return ended_meanwhile(visit)
    return back("owner.adherence", "saved", firm_id=firm_id, adherence_id=adherence_id)


def _days() -> dict[str, str]:
    now = today().isoformat()
    return {"committee_day": now, "workers_day": now, "protocol_day": now}


def _page(visit: JoinedVisit, form: Typed) -> Response:
    found, on = visit.adherence, today()
    language = current()
    with reading() as session:
        said = statements_of(session, found.id)
        paper = find_file(session, found.signed_file_id) if found.signed_file_id else None
    return form.page(
        "owner/adherence.html",
        visit=visit,
        adherence=found,
        life=life_of(visit.agreement, visit.book, on),
        duties=duties_of(found, visit.agreement, on),
        leaves_first=leaving_days(visit.agreement, visit.book, on)[0],
        alerts=alerts_of(found, visit.agreement, visit.book, visit.firm, visit.seats, on),
        missing=missing(visit) if found.state == "draft" else (),
        steps=STEPS,
        proof=route_proved(visit.proofs, found.route) if found.route else None,
        state_words=state_words(language)[found.state],
        routes=route_words(language),
        matters=matter_words(language),
        ended_words=ended_words(language),
        grounds=list(ground_words(language).items()),
        statements=said,
        signed_paper=paper is not None and paper.state != "erased",
        done=done_words(),
    )
