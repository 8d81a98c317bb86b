"""The form of a joining: fixed, read, printed, signed here or on paper; and the letters and notices that follow."""

from datetime import date

from flask import Response, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.adherence_work import FormChangedError, NotReadyError, OddDayError, WrongStateError
from cip.agreement.actions.sign_adherence import fix_form, sign_adherence_in_system, sign_adherence_on_paper
from cip.agreement.adherence import owner_key
from cip.agreement.joining import read_form
from cip.agreement.reads import ADHERENCE
from cip.documents.agreement_rights import Rights
from cip.documents.papers.joining import (
    JoiningPaper,
    committee_letter_sheet,
    joining_form_sheet,
    leaving_letter_sheet,
    workers_notice_sheet,
)
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Sheet
from cip.files.accepted import FileRefusedError
from cip.files.actions import receive_file
from cip.files.reads import find_file
from cip.files.stored import shelf_for
from cip.parties.access import NotYoursError, load_for
from cip.parties.people import Person
from cip.parties.reads import find_person
from cip.web.account.guards import need_fresh
from cip.web.account.where import this_page
from cip.web.done import back, done_words
from cip.web.handing_in import QUOTA, handed_out, refusal_words, sent_file, takes_file
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.limits import may_hand_in
from cip.web.looking_again import look_again
from cip.web.owner import owner
from cip.web.owner.joined import JoinedVisit, open_joined
from cip.web.owner.joining import ended_meanwhile
from cip.web.printed import pdf_or_sorry
from cip.web.state import actor, reading, state, today, working
from cip.web.typed import Typed, sent

LONGEST_NAME = 200
_PAGE = "/<firm_id>/agreement/<adherence_id>"
_PAPERS = {
    "form": joining_form_sheet,
    "committee-letter": committee_letter_sheet,
    "workers-notice": workers_notice_sheet,
    "leaving-letter": leaving_letter_sheet,
}
_PAPER = "<any(form, 'committee-letter', 'workers-notice', 'leaving-letter'):paper>"
FILES = {
    "form": "adesione",
    "committee-letter": "lettera-al-comitato",
    "workers-notice": "avviso-a-chi-lavora",
    "leaving-letter": "recesso",
}


@owner.post(f"{_PAGE}/form")
def fix_form_now(firm_id: str, adherence_id: str) -> AnyResponse:
    """Fix the form, so that it can be printed and signed."""
    visit = open_joined(firm_id, adherence_id, "answer")
    try:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, adherence_id, action="answer", parent=firm_id)
            fix_form(work, visit.book, adherence_id, on=today())
    except NotReadyError:
        return back("owner.adherence", firm_id=firm_id, adherence_id=adherence_id)
    except WrongStateError:
        return ended_meanwhile(visit)
    return back("owner.sign_joining", firm_id=firm_id, adherence_id=adherence_id)


@owner.get(f"{_PAGE}/sign")
def sign_joining(firm_id: str, adherence_id: str) -> AnyResponse:
    """The form and the two ways to sign it; back to the joining while nothing is fixed."""
    visit = open_joined(firm_id, adherence_id, "read")
    if visit.adherence.form is None or visit.adherence.state != "draft":
        return back("owner.adherence", firm_id=firm_id, adherence_id=adherence_id)
    return _page(visit, Typed({"day": today().isoformat()}))


@owner.post(f"{_PAGE}/sign")
def sign_joining_here(firm_id: str, adherence_id: str) -> AnyResponse:
    """The legal representative signs in the system, with a password given a short time ago."""
    visit = open_joined(firm_id, adherence_id, "sign")
    person = need_fresh().person
    form = sent()
    if form.raw("agree") != "yes":
        form.errors["agree"] = _("Mettete la spunta per firmare.")
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, adherence_id, action="sign", parent=firm_id)
            name, sha256 = person.name[:LONGEST_NAME], form.raw("sha256")
            sign_adherence_in_system(work, visit.book, adherence_id, sha256, name, on=today())
            look_again(work, firm_id)
    except (FormChangedError, NotReadyError, WrongStateError):
        return ended_meanwhile(visit)
    return back("owner.adherence", "signed", firm_id=firm_id, adherence_id=adherence_id)


@owner.post(f"{_PAGE}/sign-on-paper")
@takes_file
def sign_joining_on_paper(firm_id: str, adherence_id: str) -> AnyResponse:
    """The signed form comes back as a file."""
    visit = open_joined(firm_id, adherence_id, "sign")
    form = sent()
    name = form.line("name", LONGEST_NAME, missing=_("Scrivete chi ha firmato."))
    day = form.day("day", missing=_("Scrivete il giorno che sta sul foglio, per esempio 31/1/2026."))
    if sent_file("file") is None:
        form.errors["file"] = _("Scegliete il file del foglio firmato.")
    if form.errors or day is None:
        return _page(visit, form)
    if not may_hand_in(adherence_id):
        form.errors["file"] = _("Per oggi avete caricato molti file. Riprovate domani.")
        return _page(visit, form)
    return _store(visit, form, name, day)


def _store(visit: JoinedVisit, form: Typed, name: str, day: date) -> AnyResponse:
    adherence_id, firm_id = visit.adherence.id, visit.firm.id
    given = sent_file("file")
    try:
        if given is None:
            raise FileRefusedError("empty")
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, adherence_id, action="sign", parent=firm_id)
            file = receive_file(work, shelf_for(state().settings), *given, owner_key(adherence_id), quota=QUOTA)
            sign_adherence_on_paper(work, visit.book, adherence_id, form.raw("sha256"), name, day, file, on=today())
            look_again(work, firm_id)
    except FileRefusedError as refusal:
        form.errors["file"] = refusal_words(refusal)
    except OddDayError:
        form.errors["day"] = _("Il giorno non può venire prima del modulo né dopo oggi.")
    except (FormChangedError, NotReadyError, WrongStateError):
        return ended_meanwhile(visit)
    if form.errors:
        return _page(visit, form)
    return back("owner.adherence", "signed", firm_id=firm_id, adherence_id=adherence_id)


@owner.get(f"{_PAGE}/paper/{_PAPER}")
def joining_paper(firm_id: str, adherence_id: str, paper: str) -> str:
    """A paper of the joining as a page."""
    visit = open_joined(firm_id, adherence_id, "read")
    sheet = _sheet(visit, paper)
    body = Markup(render_sheet(sheet))  # noqa: S704 escaped, by ourselves
    return render_template("owner/joining_paper.html", visit=visit, paper=paper, sheet=sheet, body=body, done="")


@owner.get(f"{_PAGE}/paper/{_PAPER}.pdf")
def joining_paper_pdf(firm_id: str, adherence_id: str, paper: str) -> Response:
    """The same to print."""
    visit = open_joined(firm_id, adherence_id, "read")
    page = url_for("owner.joining_paper", firm_id=firm_id, adherence_id=adherence_id, paper=paper)
    return pdf_or_sorry(_sheet(visit, paper), f"{FILES[paper]}-{today().isoformat()}.pdf", page)


@owner.get(f"{_PAGE}/signed-form")
def signed_form(firm_id: str, adherence_id: str) -> Response:
    """The signed form that came back, to keep."""
    visit = open_joined(firm_id, adherence_id, "read")
    with reading() as session:
        file = find_file(session, visit.adherence.signed_file_id) if visit.adherence.signed_file_id else None
    if file is None or file.state == "erased":
        raise NotYoursError
    return handed_out(file, url_for("owner.adherence", firm_id=firm_id, adherence_id=adherence_id))


def _sheet(visit: JoinedVisit, paper: str) -> Sheet:
    """A paper. Raises NotYoursError where there is none yet: no form, no signature, no notice to leave."""
    found = visit.adherence
    if found.form is None or found.form_sha256 is None:
        raise NotYoursError
    if (paper != "form" and found.joined_on is None) or (paper == "leaving-letter" and found.leaves_on is None):
        raise NotYoursError
    form = read_form(found.form)
    given = JoiningPaper(
        language=current(),
        on=found.signed_on or form.fixed_on,
        agreement=visit.agreement,
        form=form,
        sha256=found.form_sha256,
        address=url_for("public.joining_check", digest=found.form_sha256, _external=True),
        joined_on=found.joined_on,
        signed_name=found.signed_name or "",
        signed_in_system=found.signed_kind == "in_system",
        protocol_number=found.protocol_number or "",
        leaves_on=found.leaves_on,
    )
    return _PAPERS[paper](given)


def _who() -> tuple[Person | None, bool]:
    """Who signs, and whether they gave their password a short time ago."""
    standing = actor().standing
    if standing is None:
        raise NotYoursError
    with reading() as session:
        return find_person(session, standing.person_id), standing.fresh


def _page(visit: JoinedVisit, form: Typed) -> Response:
    person, fresh = _who()
    back_to = url_for("owner.sign_joining", firm_id=visit.firm.id, adherence_id=visit.adherence.id)
    said = Rights(visit.agreement, today(), current())
    body = Markup(render_sheet(_sheet(visit, "form"), first_heading=2))  # noqa: S704 escaped, by ourselves
    return form.page(
        "owner/joining_sign.html",
        visit=visit,
        adherence=visit.adherence,
        person=person,
        fresh=fresh,
        again=url_for("account.fresh", next=this_page() if request.method == "GET" else back_to),
        body=body,
        rights=list(said.all()),
        asks=list(said.of_firm()),
        open=shelf_for(state().settings).open,
        done=done_words(),
    )
