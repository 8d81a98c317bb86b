"""The formal check for the office: the list of a call's applications, one application with its checklist, decisions."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.days import national_holidays
from cip.incentives.actions.admissibility_work import WhyMissingError, WrongCheckStateError
from cip.incentives.actions.check_application import (
    NoSuchRowError,
    OddTermError,
    confirm_rows,
    reopen_check,
    set_term,
    take_application,
)
from cip.incentives.actions.decide_admissibility import (
    EachRemarkError,
    NoDaysError,
    NothingWrongError,
    NoticeFirstError,
    NotInOrderError,
    admit_application,
    announce_refusal,
    refuse_application,
)
from cip.incentives.admissibility_states import STATES
from cip.incentives.clarifying import changes
from cip.incentives.legal_clock import length_of, read_terms
from cip.incentives.reads import CALL, FILED_APPLICATION
from cip.incentives.reads.admissibility import term_of_call
from cip.incentives.reads.check_list import NOBODY, Filters, check_page
from cip.kernel.errors import RefusalError
from cip.parties.access import load_for
from cip.web.check_words import STATE_LOOKS, check_moves, check_states, row_kinds, statuses, value_words
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.check_visit import CheckVisit, open_check
from cip.web.office.links import CallLink, register_link
from cip.web.office.visit import CallVisit, open_call
from cip.web.state import actor, now, reading, today, working
from cip.web.typed import Typed, sent

_CALL = "/<body_id>/calls/<call_id>/applications"
_PAGE = f"{_CALL}/<application_id>"
LONGEST_SOURCE = 200

register_link(
    CallLink(
        "office.checks",
        lambda: _("Controllo delle domande"),
        lambda: _("Regole e documenti di ogni domanda, senza i punteggi"),
        ("open", "closed", "admissibility", "evaluation", "ranking", "allocated"),
    )
)


@office.get(_CALL)
def checks(body_id: str, call_id: str) -> Response:
    """The applications of a call: filters by state and by who works on it, page by page."""
    return _list(open_call(body_id, call_id, "read"), Typed())


@office.post(f"{_CALL}/term")
def set_term_now(body_id: str, call_id: str) -> AnyResponse:
    """Note the term that a regulation sets for this procedure."""
    visit = open_call(body_id, call_id, "manage")
    form = sent()
    days = form.line("days", 3, missing=_("Scrivete quanti giorni."))
    source = form.line("source", LONGEST_SOURCE, missing=_("Scrivete quale regolamento lo dice."))
    if not form.errors and not (days.isascii() and days.isdigit()):
        form.errors["days"] = _("Scrivete un numero intero, per esempio 60.")
    if form.errors:
        return _list(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
            set_term(work, call_id, int(days), source, complex_case=form.ticked("complex", "yes"))
    except OddTermError:
        form.errors["days"] = _("La legge non permette a un regolamento un termine così.")
        return _list(visit, form)
    return back("office.checks", "saved", body_id=body_id, call_id=call_id)


@office.get(_PAGE)
def check(body_id: str, call_id: str, application_id: str) -> Response:
    """One application: checklist, documents, clock, history."""
    return check_again(open_check(body_id, call_id, application_id, "read"), Typed())


@office.post(f"{_PAGE}/take")
def take_now(body_id: str, call_id: str, application_id: str) -> AnyResponse:
    """Whoever asks works on it from now on."""
    visit = open_check(body_id, call_id, application_id, "assign")
    with working() as work:
        load_for(work.session, actor(), FILED_APPLICATION, application_id, action="assign", parent=call_id)
        take_application(work, application_id, visit.of_call.person_id, on=today())
    return back("office.check", "saved", **visit.ids)


@office.post(f"{_PAGE}/confirm")
def confirm_now(body_id: str, call_id: str, application_id: str) -> AnyResponse:
    """Confirm together the rows that the page showed as met by themselves."""
    visit = open_check(body_id, call_id, application_id, "review")
    try:
        with working() as work:
            load_for(work.session, actor(), FILED_APPLICATION, application_id, action="review", parent=call_id)
            confirm_rows(work, application_id, request.form.getlist("row"), on=today())
    except NoSuchRowError:
        return changed_meanwhile()
    return back("office.check", "saved", **visit.ids)


@office.post(f"{_PAGE}/admit")
def admit_now(body_id: str, call_id: str, application_id: str) -> AnyResponse:
    """Let it in."""
    visit = open_check(body_id, call_id, application_id, "settle")
    form = sent()
    note, answers = form.note("note") or "", _answers(visit, form)
    if form.errors:
        return check_again(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), FILED_APPLICATION, application_id, action="settle", parent=call_id)
            admit_application(work, application_id, on=today(), note=note, answers=answers)
    except (NotInOrderError, EachRemarkError):
        return changed_meanwhile()
    return back("office.check", "saved", **visit.ids)


@office.post(f"{_PAGE}/refuse")
def refuse_now(body_id: str, call_id: str, application_id: str) -> AnyResponse:
    """Refuse it, with the reasons that the rows give."""
    visit = open_check(body_id, call_id, application_id, "settle")
    form = sent()
    note, answers = form.note("note") or "", _answers(visit, form)
    if form.errors:
        return check_again(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), FILED_APPLICATION, application_id, action="settle", parent=call_id)
            refuse_application(work, application_id, on=today(), note=note, answers=answers)
    except (NotInOrderError, NothingWrongError, NoticeFirstError, EachRemarkError):
        return changed_meanwhile()
    return back("office.check", "saved", **visit.ids)


@office.post(f"{_PAGE}/announce")
def announce_now(body_id: str, call_id: str, application_id: str) -> AnyResponse:
    """Announce a refusal: the firm may answer first."""
    visit = open_check(body_id, call_id, application_id, "settle")
    try:
        with working() as work:
            load_for(work.session, actor(), FILED_APPLICATION, application_id, action="settle", parent=call_id)
            announce_refusal(work, application_id, on=today(), free=national_holidays())
    except NoDaysError:
        return not_now(
            409, _("Il bando non dice quanti giorni dare"), _("Nelle regole del bando manca il termine del preavviso.")
        )
    except (NotInOrderError, NothingWrongError, NoticeFirstError):
        return changed_meanwhile()
    return back("office.check", "saved", **visit.ids)


@office.post(f"{_PAGE}/reopen")
def reopen_now(body_id: str, call_id: str, application_id: str) -> AnyResponse:
    """Open a decision again, with the reason."""
    visit = open_check(body_id, call_id, application_id, "reopen")
    form = sent()
    reason = form.note("reason")
    if not reason:
        form.errors["reason"] = _("Scrivete perché la decisione si riapre.")
    if form.errors or reason is None:
        return check_again(visit, form)
    with working() as work:
        load_for(work.session, actor(), FILED_APPLICATION, application_id, action="reopen", parent=call_id)
        reopen_check(work, application_id, reason, on=today())
    return back("office.check", "saved", **visit.ids)


def check_again(visit: CheckVisit, form: Typed) -> Response:
    """The page of one application, with a form as it came."""
    dossier = visit.dossier
    asked = dossier.clarification
    return form.page(
        "office/check.html",
        visit=visit,
        dossier=dossier,
        groups=_groups(visit),
        changes=changes(dossier.sent.facts, asked) if asked is not None else (),
        by=visit.by,
        states=check_states(),
        looks=STATE_LOOKS,
        steps=check_moves(),
        statuses=statuses(),
        value_words=value_words,
        done=done_words(),
    )


@office.app_errorhandler(WrongCheckStateError)
@office.app_errorhandler(WhyMissingError)
def moved_on(_error: RefusalError) -> Response:
    """Somebody, or the clock, was faster."""
    return changed_meanwhile()


def changed_meanwhile() -> Response:
    """What a person reads whose page was older than the check."""
    return not_now(
        409,
        _("Il controllo è cambiato"),
        _("Nel frattempo qualcun altro ha fatto un passo, oppure un termine è passato. Rileggete la pagina."),
    )


def _answers(visit: CheckVisit, form: Typed) -> list[str]:
    """The answer to each remark of the firm, where it made some."""
    notice = visit.dossier.notice
    remarks = notice.remarks if notice is not None and visit.dossier.state == "remarked" else ()
    found = []
    for number, _remark in enumerate(remarks, 1):
        name = f"answer-{number}"
        text = form.note(name)
        if not text:
            form.errors.setdefault(name, _("Rispondete a ogni osservazione."))
        found.append(text or "")
    return found


def _groups(visit: CheckVisit) -> list[tuple[str, list[object]]]:
    """The lines of the checklist under the names of their parts, in their order."""
    names, found = row_kinds(), dict[str, list[object]]()
    for line in visit.checklist.lines:
        found.setdefault(names[line.row.kind], []).append(line)
    return list(found.items())


def _list(visit: CallVisit, form: Typed) -> Response:
    asked = request.args
    state = next((one for one in STATES if one == asked.get("state")), None)
    filters = Filters(state, asked.get("who") or None, asked.get("q", "")[:80])
    wanted = asked.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    with reading() as session:
        page = check_page(session, visit.id, filters, number)
        by_rule = term_of_call(session, visit.id)
    terms = read_terms(visit.pack.content.law.parameters, today())
    return form.page(
        "office/checks.html",
        visit=visit,
        page=page,
        filters=filters,
        nobody=NOBODY,
        states=check_states(),
        looks=STATE_LOOKS,
        by_rule=by_rule,
        length=length_of(terms, None),
        source=terms.source("default_term"),
        on=today(),
        moment=now(),
        done=done_words(),
    )
