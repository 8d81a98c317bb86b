"""A firm sees how the check of its application stands, answers a refusal that was announced, keeps the letters."""

from flask import Response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.documents.papers.check_letters import notice_letter, refusal_letter
from cip.incentives.actions.admissibility_work import TermOverError
from cip.incentives.actions.decide_admissibility import MOST_REMARKS, BadRemarksError, answer_notice
from cip.incentives.dossier import Notice
from cip.incentives.reads import REFUSAL_NOTICE
from cip.incentives.reads.rankings import is_published
from cip.parties.access import NotYoursError, load_for
from cip.web.check_words import STATE_LOOKS, check_moves, states_for_firm
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.check_visit import FirmCheck, open_notice, open_own_check
from cip.web.owner.clarifications import not_there, too_late
from cip.web.printed import pdf_or_sorry
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

FIELDS = 4
"""So many remarks have a field of their own at first."""
_SHOWN = ("ask", "answer", "lapse", "notice", "remark", "admit", "refuse", "reopen")


@owner.get("/<firm_id>/checks/<application_id>")
def own_check(firm_id: str, application_id: str) -> str:
    """How the check of an application stands: state, term, what is asked, the decision."""
    visit = open_own_check(firm_id, application_id)
    return render_template(
        "owner/own_check.html",
        visit=visit,
        dossier=visit.dossier,
        states=states_for_firm(),
        looks=STATE_LOOKS,
        words=check_moves(),
        steps=[step for step in visit.dossier.steps if step.action in _SHOWN],
        ranked=_ranked(visit),
        on=today(),
        done=done_words(),
    )


def _ranked(visit: FirmCheck) -> bool:
    with reading() as session:
        return is_published(session, visit.call.id)


@owner.get("/<firm_id>/checks/<application_id>/refusal.pdf")
def refusal_pdf(firm_id: str, application_id: str) -> Response:
    """The refusal as a letter, to keep."""
    visit = open_own_check(firm_id, application_id)
    decision, notice = visit.dossier.decision, visit.dossier.notice
    page = url_for("owner.own_check", firm_id=firm_id, application_id=application_id)
    if decision is None or decision.decision != "refused":
        return not_there(page)
    remarks = notice.remarks if notice is not None else ()
    sheet = refusal_letter(visit.letter, decision, remarks, why_no_notice=not visit.needs_notice)
    return pdf_or_sorry(sheet, f"decisione-{visit.dossier.sent.number}.pdf", page)


@owner.get("/<firm_id>/notices/<notice_id>")
def notice(firm_id: str, notice_id: str) -> Response:
    """A refusal that was announced: its reasons, and the form for remarks."""
    return _page(open_notice(firm_id, notice_id, "read"), Typed())


@owner.post("/<firm_id>/notices/<notice_id>")
def answer_notice_now(firm_id: str, notice_id: str) -> AnyResponse:
    """Send the remarks, once."""
    visit = open_notice(firm_id, notice_id, "answer")
    form = sent()
    remarks = [form.note(f"remark-{number}") or "" for number in range(1, MOST_REMARKS + 1)]
    if form.errors:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), REFUSAL_NOTICE, notice_id, action="answer", parent=firm_id)
            answer_notice(work, notice_id, remarks, on=today())
    except BadRemarksError:
        form.errors["remark-1"] = _("Scrivete almeno un'osservazione.")
        return _page(visit, form)
    except TermOverError as error:
        return too_late(visit, error)
    return back("owner.notice", "answered", firm_id=firm_id, notice_id=notice_id)


@owner.get("/<firm_id>/notices/<notice_id>/letter.pdf")
def notice_pdf(firm_id: str, notice_id: str) -> Response:
    """The notice as a letter, to keep."""
    visit = open_notice(firm_id, notice_id, "read")
    page = url_for("owner.notice", firm_id=firm_id, notice_id=notice_id)
    return pdf_or_sorry(notice_letter(visit.letter, _notice(visit)), f"preavviso-{visit.dossier.sent.number}.pdf", page)


def _notice(visit: FirmCheck) -> Notice:
    found = visit.dossier.notice
    if found is None:  # pragma: no cover - the door has just found it
        raise NotYoursError
    return found


def _page(visit: FirmCheck, form: Typed) -> Response:
    found = _notice(visit)
    return form.page(
        "owner/notice.html",
        visit=visit,
        notice=found,
        open=found.open(today()) and visit.answerable and visit.dossier.state == "noticed",
        late=found.remarks_on is None and today() > found.due_on,
        fields=FIELDS,
        answers=visit.dossier.decision.answers if visit.dossier.decision is not None else (),
        done=done_words(),
    )
