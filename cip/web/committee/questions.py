"""Questions to the committee and their clock (clause F-09)."""

from datetime import datetime, time

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.ask_committee import AnsweredAlreadyError, answer_question, ask_committee
from cip.agreement.questions import ASKERS
from cip.agreement.reads import COMMITTEE, COMMITTEE_QUESTION
from cip.agreement.reads.committee_calendar import calendar_of
from cip.kernel.clock import ROME
from cip.parties.access import load_for
from cip.parties.reads.acting import firm_names
from cip.web.committee import committee
from cip.web.committee.visit import CommitteeVisit, open_committee
from cip.web.committee.words import asker_words
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.state import actor, now, reading, today, working
from cip.web.typed import Typed, sent

NOON = time(12, 0, tzinfo=ROME)
"""A question that came on an earlier day, by phone or on paper, is taken to have come at midday."""


@committee.get("/<body_id>/questions")
def questions(body_id: str) -> Response:
    """The questions, those that wait first, and the form for one that came by another way."""
    return _page(open_committee(body_id, "read"), Typed({"asked_on": today().isoformat()}))


@committee.post("/<body_id>/questions")
def note_question_now(body_id: str) -> AnyResponse:
    """Note a question that came by phone, mail or in person."""
    visit = open_committee(body_id, "log")
    form = sent()
    asker = form.choice("asker", ASKERS, _("Scegliete chi ha chiesto."))
    day = form.day("asked_on", missing=_("Scrivete il giorno della domanda."))
    text = form.note("text")
    if text is None:
        form.errors.setdefault("text", _("Scrivete la domanda."))
    if day is not None and day > today():
        form.errors["asked_on"] = _("Scrivete un giorno già passato, oppure oggi.")
    if form.errors or day is None or text is None:
        return _page(visit, form)
    moment = now() if day == today() else datetime.combine(day, NOON)
    with working() as work:
        load_for(work.session, actor(), COMMITTEE, body_id, action="log")
        ask_committee(work, visit.agreement.id, asker, text, asked_at=moment)
    return back("committee.questions", "saved", body_id=body_id)


@committee.post("/<body_id>/questions/<asked_id>/answer")
def answer_question_now(body_id: str, asked_id: str) -> AnyResponse:
    """Answer a question; a firm that asked here reads the answer on its page."""
    visit = open_committee(body_id, "log")
    form = sent()
    answer = form.note("answer")
    if answer is None:
        form.errors.setdefault("answer", _("Scrivete la risposta."))
    with reading() as session:
        load_for(session, actor(), COMMITTEE_QUESTION, asked_id, action="answer", parent=body_id)
    if form.errors or answer is None:
        return _page(visit, form, at=asked_id)
    try:
        with working() as work:
            load_for(work.session, actor(), COMMITTEE_QUESTION, asked_id, action="answer", parent=body_id)
            answer_question(work, asked_id, answer)
    except AnsweredAlreadyError:
        return not_now(409, _("C'è già una risposta"), _("Qualcun altro ha risposto un momento fa."))
    return back("committee.questions", "answered", body_id=body_id)


def _page(visit: CommitteeVisit, form: Typed, at: str = "") -> Response:
    with reading() as session:
        asked = calendar_of(session, visit.book, visit.committee, today(), now()).questions
        names = firm_names(session, [one.firm_id for one, _w in asked if one.firm_id])
    return form.page(
        "committee/questions.html",
        visit=visit,
        asked=sorted(asked, key=lambda pair: pair[0].answered_at is not None),
        hours=visit.number("answer_hours"),
        askers=asker_words(),
        names=names,
        at=at,
        blank=Typed(),
        now=now(),
        done=done_words(),
    )
