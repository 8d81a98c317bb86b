"""A firm completes its application: what the office asks, the fields and files that are unlocked, the receipt."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.documents.papers.check_letters import request_letter
from cip.files.accepted import FileRefusedError, Quota
from cip.files.actions import receive_file
from cip.files.reads import find_file
from cip.files.stored import shelf_for
from cip.incentives.actions.admissibility_work import TermOverError
from cip.incentives.actions.answer_clarification import (
    LockedFieldError,
    NothingAnsweredError,
    TooManyFilesError,
    answer_clarification,
    attach_file,
    take_back_file,
)
from cip.incentives.actions.hand_in_document import owner_key
from cip.incentives.admissibility import FactValue
from cip.incentives.call_facts import FactError
from cip.incentives.clarifying import Clarification, changes
from cip.incentives.reads import CLARIFICATION
from cip.incentives.reads.admissibility import files_of_clarification
from cip.parties.access import NotYoursError, load_for
from cip.web.check_words import read_value, typed_of, value_words
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.handing_in import handed_out, refusal_words, sent_file, takes_file
from cip.web.language import gettext as _
from cip.web.limits import may_hand_in
from cip.web.owner import owner
from cip.web.owner.check_visit import FirmCheck, open_asked
from cip.web.owner.joining import ACCEPTED
from cip.web.printed import pdf_or_sorry
from cip.web.shown import day
from cip.web.state import actor, reading, state, today, working
from cip.web.typed import Typed, sent

_PAGE = "/<firm_id>/requests/<clarification_id>"
QUOTA = Quota(most_files=100, most_bytes=200 * 1024 * 1024)


@owner.get(_PAGE)
def asked(firm_id: str, clarification_id: str) -> Response:
    """What is asked, why, until when; the fields and files that are unlocked, or what was answered."""
    visit = open_asked(firm_id, clarification_id, "read")
    return _page(visit, Typed(_known(visit)))


@owner.post(_PAGE)
def answer_asked_now(firm_id: str, clarification_id: str) -> AnyResponse:
    """Send the answer, once."""
    visit = open_asked(firm_id, clarification_id, "answer")
    found, form = _asked(visit), sent()
    _need_only(found, form)
    facts = _facts(visit, found, form)
    note = form.note("note") or ""
    if form.errors:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CLARIFICATION, clarification_id, action="answer", parent=firm_id)
            answer_clarification(work, clarification_id, facts, note, on=today())
    except TermOverError as error:
        return too_late(visit, error)
    except NothingAnsweredError:
        form.errors["note"] = _("Non avete cambiato né aggiunto nulla di ciò che è chiesto.")
    except FactError as error:
        form.errors[f"fact-{getattr(error, 'fact', '')}"] = _("Questo valore non va bene per il bando.")
    except LockedFieldError:
        raise NotYoursError from None
    if form.errors:
        return _page(visit, form)
    return back("owner.asked", "answered", firm_id=firm_id, clarification_id=clarification_id)


@owner.post(f"{_PAGE}/files")
@takes_file
def attach_asked_now(firm_id: str, clarification_id: str) -> AnyResponse:
    """Hand in a file for a document that is asked; it is sent with the answer."""
    visit = open_asked(firm_id, clarification_id, "prove")
    found, form = _asked(visit), sent()
    document_id = form.raw("document")
    if document_id not in found.documents:
        raise NotYoursError
    try:
        _attach(visit, clarification_id, document_id, form)
    except TermOverError as error:
        return too_late(visit, error)
    if form.errors:
        return _page(visit, Typed(_known(visit), form.errors))
    return back("owner.asked", "saved", firm_id=firm_id, clarification_id=clarification_id)


def _attach(visit: FirmCheck, clarification_id: str, document_id: str, form: Typed) -> None:
    name, file = f"file-{document_id}", sent_file("file")
    if file is None:
        form.errors[name] = _("Scegliete un file.")
        return
    if not may_hand_in(visit.dossier.id):
        form.errors[name] = _("Per oggi avete caricato molti file. Riprovate domani.")
        return
    try:
        with working() as work:
            load_for(work.session, actor(), CLARIFICATION, clarification_id, action="prove", parent=visit.id)
            kept = receive_file(work, shelf_for(state().settings), *file, owner_key(visit.dossier.id), quota=QUOTA)
            attach_file(work, clarification_id, document_id, kept.id, on=today())
    except FileRefusedError as refusal:
        form.errors[name] = refusal_words(refusal)
    except TooManyFilesError:
        form.errors[name] = _("Avete già caricato molti file: cancellatene qualcuno.")


@owner.post(f"{_PAGE}/files/remove")
def take_back_asked_now(firm_id: str, clarification_id: str) -> AnyResponse:
    """Take a file back before the answer is sent."""
    visit = open_asked(firm_id, clarification_id, "prove")
    entry = request.form.get("entry", "")
    with reading() as session:
        mine = {one.id for one in files_of_clarification(session, clarification_id)}
    if entry not in mine:
        raise NotYoursError
    try:
        with working() as work:
            load_for(work.session, actor(), CLARIFICATION, clarification_id, action="prove", parent=firm_id)
            take_back_file(work, clarification_id, entry, on=today())
    except TermOverError as error:
        return too_late(visit, error)
    return back("owner.asked", "saved", firm_id=firm_id, clarification_id=clarification_id)


@owner.get(f"{_PAGE}/documents/<document_id>/<int:place>")
def asked_document(firm_id: str, clarification_id: str, document_id: str, place: int) -> Response:
    """A file that was handed in for a request, to keep."""
    open_asked(firm_id, clarification_id, "read")
    with reading() as session:
        entries = files_of_clarification(session, clarification_id)
        held = [one.file_id for one in entries if one.document_id == document_id]
        file = find_file(session, held[place - 1]) if 1 <= place <= len(held) else None
    page = url_for("owner.asked", firm_id=firm_id, clarification_id=clarification_id)
    return not_there(page) if file is None or file.state == "erased" else handed_out(file, page)


@owner.get(f"{_PAGE}/letter.pdf")
def asked_letter(firm_id: str, clarification_id: str) -> Response:
    """The request as a letter, to keep."""
    visit = open_asked(firm_id, clarification_id, "read")
    page = url_for("owner.asked", firm_id=firm_id, clarification_id=clarification_id)
    sheet = request_letter(visit.letter, _asked(visit))
    return pdf_or_sorry(sheet, f"richiesta-{visit.dossier.sent.number}.pdf", page)


def not_there(page: str) -> Response:
    """What a person reads who asks for a file or a letter that there is not, with the way back to `page`."""
    return not_now(
        409, _("Questo documento non c'è"), _("Nessuno l'ha caricato, oppure non serve in questo caso."), page
    )


def too_late(visit: FirmCheck, error: TermOverError) -> Response:
    """What a firm reads that answers after its last day."""
    return not_now(
        409,
        _("Il termine è passato"),
        _("Si poteva rispondere fino al %(day)s. L'ufficio decide con ciò che ha. Per dubbi scrivete a: %(contact)s")
        % {"day": day(error.due_on), "contact": visit.call.settings.contact or visit.office},
    )


def _asked(visit: FirmCheck) -> Clarification:
    found = visit.dossier.clarification
    if found is None:  # pragma: no cover - the door has just found it
        raise NotYoursError
    return found


def _need_only(found: Clarification, form: Typed) -> None:
    """Nothing but what is asked is unlocked: a form that holds another field is none of ours."""
    sent_facts = {name.removeprefix("fact-") for name in request.form if name.startswith("fact-")}
    if sent_facts - set(found.facts):
        raise NotYoursError


def _facts(visit: FirmCheck, found: Clarification, form: Typed) -> dict[str, FactValue]:
    """The facts that were typed otherwise than they were sent."""
    told: dict[str, FactValue] = {}
    for id in found.facts:
        fact = visit.fact(id)
        value = read_value(form, fact, f"fact-{id}") if fact is not None else None
        if value is not None and value != visit.dossier.sent.facts.get(id):
            told[id] = value
    return told


def _known(visit: FirmCheck) -> dict[str, str]:
    sent_facts, found = visit.dossier.sent.facts, {}
    for id in _asked(visit).facts:
        fact = visit.fact(id)
        if fact is not None:
            found[f"fact-{id}"] = typed_of(fact, sent_facts.get(id))
    return found


def _page(visit: FirmCheck, form: Typed) -> Response:
    found = _asked(visit)
    with reading() as session:
        entries = files_of_clarification(session, found.id)
        names = {one.id: file.name for one in entries if (file := find_file(session, one.file_id)) is not None}
    return form.page(
        "owner/asked.html",
        visit=visit,
        asked=found,
        open=found.open(today()) and visit.answerable and visit.dossier.state == "asked",
        late=found.answer is None and today() > found.due_on,
        entries=entries,
        names=names,
        changes=changes(visit.dossier.sent.facts, found),
        value_words=value_words,
        shelf_open=shelf_for(state().settings).open,
        accepted=ACCEPTED,
        days_left=found.days_left(today()),
        done=done_words(),
    )
