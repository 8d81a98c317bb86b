"""The documents of an application in the case of this firm: attached by the system, handed in, or not needed."""

from flask import Response, render_template
from werkzeug.wrappers import Response as AnyResponse

from cip.files.accepted import MEGABYTE, TYPES, FileRefusedError, Quota
from cip.files.actions import receive_file
from cip.files.reads import find_file
from cip.files.stored import shelf_for
from cip.incentives.actions.application_work import NotTakenError, WrongApplicationStateError
from cip.incentives.actions.hand_in_document import (
    TooManyFilesError,
    hand_in_document,
    owner_key,
    take_back_document,
)
from cip.incentives.reads import APPLICATION, APPLICATION_FILE
from cip.parties.access import NotYoursError, load_for
from cip.web.applying import applying
from cip.web.applying.visit import ApplicationVisit, open_application
from cip.web.call_words import CallTeller
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.handing_in import handed_out, refusal_words, sent_file, takes_file
from cip.web.language import gettext as _
from cip.web.limits import may_hand_in
from cip.web.state import actor, reading, state, working

QUOTA = Quota(most_files=40, most_bytes=100 * MEGABYTE)
"""What the files of one application may take up."""
ACCEPTED = ",".join(f".{ending}" for kind in TYPES.values() for ending in kind.endings)
_PAGE = "/<firm_id>/applications/<application_id>"


@applying.get(f"{_PAGE}/documents")
def documents(firm_id: str, application_id: str) -> Response:
    """Which documents this case needs, and what is there."""
    return _page(open_application(firm_id, application_id, "read"))


@applying.post(f"{_PAGE}/documents/<document_id>")
@takes_file
def hand_in(firm_id: str, application_id: str, document_id: str) -> AnyResponse:
    """Hand a file in for a document."""
    visit = open_application(firm_id, application_id, "answer")
    if all(one.id != document_id for one in visit.prepared.bound.call.documents):
        raise NotYoursError
    given = sent_file("file")
    if given is None:
        return _page(visit, document_id, _("Scegliete un file."))
    if not may_hand_in(application_id):
        return _page(visit, document_id, _("Per oggi avete caricato molti file. Riprovate domani."))
    try:
        with working() as work:
            load_for(work.session, actor(), APPLICATION, application_id, action="answer", parent=firm_id)
            shelf = shelf_for(state().settings)
            file = receive_file(work, shelf, *given, owner_key(application_id), quota=QUOTA)
            hand_in_document(work, application_id, document_id, file.id)
    except FileRefusedError as refusal:
        return _page(visit, document_id, refusal_words(refusal))
    except TooManyFilesError:
        return _page(visit, document_id, _("Avete già caricato molti file: cancellatene qualcuno."))
    except (NotTakenError, WrongApplicationStateError):
        return _too_late(visit)
    return back("applying.documents", "saved", **visit.path)


@applying.post(f"{_PAGE}/files/<entry_id>/remove")
def take_back(firm_id: str, application_id: str, entry_id: str) -> AnyResponse:
    """Take a file back."""
    visit = open_application(firm_id, application_id, "answer")
    try:
        with working() as work:
            load_for(work.session, actor(), APPLICATION, application_id, action="answer", parent=firm_id)
            load_for(work.session, actor(), APPLICATION_FILE, entry_id, action="withdraw", parent=application_id)
            take_back_document(work, application_id, entry_id)
    except (NotTakenError, WrongApplicationStateError):
        return _too_late(visit)
    return back("applying.documents", "saved", **visit.path)


@applying.get(f"{_PAGE}/files/<entry_id>")
def file(firm_id: str, application_id: str, entry_id: str) -> Response:
    """A file that was handed in, to keep."""
    visit = open_application(firm_id, application_id, "read")
    with reading() as session:
        entry = load_for(session, actor(), APPLICATION_FILE, entry_id, action="read", parent=application_id)
        found = find_file(session, entry.file_id)
    if found is None or found.state == "erased":
        raise NotYoursError
    return handed_out(found, visit.url("applying.documents"))


def _too_late(visit: ApplicationVisit) -> Response:
    return not_now(
        409,
        _("Questa domanda adesso non si può cambiare"),
        _("Il bando è chiuso, oppure la domanda è già stata inviata o ritirata."),
        visit.url("applying.application"),
    )


def _page(visit: ApplicationVisit, wrong_at: str = "", wrong: str = "") -> Response:
    page = render_template(
        "applying/documents.html",
        visit=visit,
        prepared=visit.prepared,
        teller=CallTeller(visit.prepared.bound.pack),
        open=shelf_for(state().settings).open,
        accepted=ACCEPTED,
        wrong_at=wrong_at,
        wrong=wrong,
        done=done_words(),
    )
    return Response(page, 422 if wrong else 200, mimetype="text/html")
