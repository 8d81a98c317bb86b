"""What an officer does on an application one by one: judges a row, asks the firm to complete it, opens its documents,
prints the letters.
"""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.days import national_holidays
from cip.documents.papers.check_letters import CheckLetter, notice_letter, refusal_letter, request_letter
from cip.documents.sheets import Sheet
from cip.files.reads import find_file
from cip.incentives.actions.ask_clarification import NotAskableError, ask_clarification
from cip.incentives.actions.check_application import NoSuchRowError, Says, StatedFactError, judge_row
from cip.incentives.admissibility import JUDGEMENTS, CheckLine, FactValue
from cip.incentives.call_facts import FactError
from cip.incentives.clarifying import LEAST_DAYS, LONGEST_NOTE, MOST_DAYS, Item, askable_documents
from cip.incentives.formal_rows import uses_of_facts
from cip.incentives.reads import FILED_APPLICATION
from cip.incentives.reads.formal_rows import documents_sent
from cip.kernel.clock import today as day_of
from cip.parties.access import NotYoursError, load_for
from cip.parties.reads import find_body
from cip.rulebook.shapes.call import CallFact
from cip.web.check_words import read_value, statuses, typed_of, value_words
from cip.web.done import back
from cip.web.errors import not_now
from cip.web.handing_in import handed_out
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.admissibility import LONGEST_SOURCE
from cip.web.office.check_visit import CheckVisit, open_check
from cip.web.printed import pdf_or_sorry
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

_PAGE = "/<body_id>/calls/<call_id>/applications/<application_id>"
_LETTERS = "<any(request, notice, refusal):letter>"
DEFAULT_DAYS = 10


@office.get(f"{_PAGE}/rows/<row_id>")
def check_row(body_id: str, call_id: str, application_id: str, row_id: str) -> Response:
    """One row of the checklist: what it asks, what the system sees, what was said, and the form to judge it."""
    visit = open_check(body_id, call_id, application_id, "read")
    line = _line(visit, row_id)
    known = {"verdict": line.judged.verdict} if line.judged is not None else {}
    return _row(visit, line, Typed(known | _known(visit, _facts(visit, line))))


@office.post(f"{_PAGE}/rows/<row_id>")
def judge_now(body_id: str, call_id: str, application_id: str, row_id: str) -> AnyResponse:
    """Confirm or overrule what the system sees."""
    visit = open_check(body_id, call_id, application_id, "review")
    line, form = _line(visit, row_id), sent()
    verdict = form.choice("verdict", JUDGEMENTS, _("Scegliete se la riga è a posto."))
    reason, source = form.note("reason") or "", form.line("source", LONGEST_SOURCE)
    facts = _changed(visit, line, form)
    if verdict != line.row.automatic or facts:
        _need_why(form, reason, source)
    if form.errors:
        return _row(visit, line, form)
    try:
        with working() as work:
            load_for(work.session, actor(), FILED_APPLICATION, application_id, action="review", parent=call_id)
            judge_row(work, application_id, row_id, Says(verdict, reason, source, facts), on=today())
    except StatedFactError:
        form.errors["verdict"] = _(
            "Un dato scritto nella domanda dice il contrario. Correggete prima il dato, qui sotto."
        )
    except FactError as error:
        form.errors[f"fact-{getattr(error, 'fact', '')}"] = _("Questo valore non va bene per il bando.")
    except NoSuchRowError:
        raise NotYoursError from None
    if form.errors:
        return _row(visit, line, form)
    return back("office.check", "saved", **visit.ids)


@office.get(f"{_PAGE}/request")
def ask_page(body_id: str, call_id: str, application_id: str) -> Response:
    """The form that asks the firm to complete its application."""
    visit = open_check(body_id, call_id, application_id, "read")
    return _ask(visit, Typed({"days": str(DEFAULT_DAYS)}))


@office.post(f"{_PAGE}/request")
def ask_now(body_id: str, call_id: str, application_id: str) -> AnyResponse:
    """Ask: only what is ticked is unlocked for the firm."""
    visit = open_check(body_id, call_id, application_id, "review")
    form = sent()
    items = _items(visit, form)
    reason = form.note("reason")
    if not reason:
        form.errors["reason"] = _("Scrivete perché chiedete di completare.")
    days = form.line("days", 3, missing=_("Scrivete quanti giorni date."))
    if not form.errors and not (days.isascii() and days.isdigit() and LEAST_DAYS <= int(days) <= MOST_DAYS):
        limits = {"least": LEAST_DAYS, "most": MOST_DAYS}
        form.errors["days"] = _("Date da %(least)s a %(most)s giorni.") % limits
    if form.errors or reason is None:
        return _ask(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), FILED_APPLICATION, application_id, action="review", parent=call_id)
            ask_clarification(work, application_id, items, reason, int(days), on=today(), free=national_holidays())
    except NotAskableError:
        form.errors["items"] = _("Il bando non permette di completare dopo una delle cose scelte.")
        return _ask(visit, form)
    return back("office.check", "saved", **visit.ids)


@office.get(f"{_PAGE}/documents/<document_id>/<int:place>")
def check_document(body_id: str, call_id: str, application_id: str, document_id: str, place: int) -> Response:
    """A document of the application, or of its completion: the `place`-th file, to keep."""
    visit = open_check(body_id, call_id, application_id, "read")
    held = _files(visit).get(document_id, ())
    with reading() as session:
        file = find_file(session, held[place - 1]) if 1 <= place <= len(held) else None
    if file is None or file.state == "erased":
        return not_there(visit.page)
    return handed_out(file, visit.page)


@office.get(f"{_PAGE}/letters/{_LETTERS}.pdf")
def check_letter(body_id: str, call_id: str, application_id: str, letter: str) -> Response:
    """A letter of the check, to keep."""
    visit = open_check(body_id, call_id, application_id, "read")
    with reading() as session:
        body = find_body(session, body_id)
    sheet = letter_of(visit, letter, body.name if body is not None else "")
    if sheet is None:
        return not_there(visit.page)
    return pdf_or_sorry(sheet, f"{letter}-{visit.dossier.sent.number}.pdf", visit.page)


def not_there(page: str) -> Response:
    """What a person reads who asks for a file or a letter that there is not, with the way back to `page`."""
    return not_now(
        409, _("Questo documento non c'è"), _("Nessuno l'ha caricato, oppure non serve in questo caso."), page
    )


def letter_of(visit: CheckVisit, letter: str, office_name: str) -> Sheet | None:
    """A letter of a check, None where there is none."""
    dossier, call = visit.dossier, visit.of_call.call
    firm = dossier.sent.told.get("firm")
    whole = CheckLetter(
        current(),
        office_name,
        call.title,
        visit.of_call.pack.call,
        dossier.firm_name,
        str(firm.get("tax_code", "")) if isinstance(firm, dict) else "",
        dossier.sent.number,
        dossier.sent.digest,
        day_of(dossier.sent.submitted_at),
        visit.terms,
        call.settings.contact,
    )
    if letter == "request" and dossier.clarification is not None:
        return request_letter(whole, dossier.clarification)
    if letter == "notice" and dossier.notice is not None:
        return notice_letter(whole, dossier.notice)
    if letter == "refusal" and dossier.decision is not None and dossier.state == "refused":
        remarks = dossier.notice.remarks if dossier.notice is not None else ()
        return refusal_letter(whole, dossier.decision, remarks, why_no_notice=not visit.needs_notice)
    return None


def _files(visit: CheckVisit) -> dict[str, tuple[str, ...]]:
    """The files of each document: what was sent, then what completed it."""
    found = dict(documents_sent(visit.dossier.sent))
    asked = visit.dossier.clarification
    for id, files in (asked.answer.files if asked is not None and asked.answer is not None else {}).items():
        found[id] = (*found.get(id, ()), *files)
    return found


def _line(visit: CheckVisit, row_id: str) -> CheckLine:
    found = visit.checklist.line(row_id)
    if found is None:
        raise NotYoursError
    return found


def _facts(visit: CheckVisit, line: CheckLine) -> list[CallFact]:
    found = (visit.fact(id) for id in line.row.reads)
    return [fact for fact in found if fact is not None]


def _known(visit: CheckVisit, facts: list[CallFact]) -> dict[str, str]:
    return {f"fact-{fact.id}": typed_of(fact, visit.dossier.facts.get(fact.id)) for fact in facts}


def _changed(visit: CheckVisit, line: CheckLine, form: Typed) -> dict[str, FactValue]:
    """The facts that the officer typed otherwise than they stand; a field left empty changes nothing."""
    typed = {fact.id: read_value(form, fact, f"fact-{fact.id}") for fact in _facts(visit, line)}
    return {id: value for id, value in typed.items() if value is not None and value != visit.dossier.facts.get(id)}


def _row(visit: CheckVisit, line: CheckLine, form: Typed) -> Response:
    before = [one for one in visit.dossier.judged if one.row_id == line.row.id]
    return form.page(
        "office/check_row.html",
        visit=visit,
        line=line,
        facts=_facts(visit, line),
        before=before,
        held=len(_files(visit).get(line.row.id.removeprefix("document-"), ())),
        statuses=statuses(),
        value_words=value_words,
        done="",
    )


def _need_why(form: Typed, reason: str, source: str) -> None:
    if not reason:
        form.errors.setdefault("reason", _("Scrivete perché."))
    if not source:
        form.errors.setdefault("source", _("Scrivete da dove lo sapete, per esempio quale documento."))


def _items(visit: CheckVisit, form: Typed) -> list[Item]:
    """What was ticked, each with what is wrong with it."""
    call = visit.of_call.pack.call
    found = []
    for kind, ids in (("fact", [fact.id for fact in call.facts]), ("document", list(askable_documents(call)))):
        for id in ids:
            if not form.ticked("items", f"{kind}:{id}"):
                continue
            name = f"note-{kind}-{id}"
            note = form.line(name, LONGEST_NOTE, missing=_("Scrivete che cosa non va."))
            found.append(Item("fact" if kind == "fact" else "document", id, note))
    if not found:
        form.errors["items"] = _("Scegliete almeno una cosa da chiedere.")
    return found


def _ask(visit: CheckVisit, form: Typed) -> Response:
    call = visit.of_call.pack.call
    open_to = set(askable_documents(call))
    return form.page(
        "office/check_ask.html",
        visit=visit,
        facts=call.facts,
        uses=uses_of_facts(visit.of_call.pack),
        documents=[document for document in call.documents if document.id in open_to],
        closed=[document for document in call.documents if document.id not in open_to],
        value_words=value_words,
        least=LEAST_DAYS,
        most=MOST_DAYS,
        done="",
    )
