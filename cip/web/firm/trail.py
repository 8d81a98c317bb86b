"""Everything that happened in a check-up, newest first: who, when, from where, what."""

import json
from dataclasses import dataclass

from flask import render_template, request

from cip.assessment.reads.last_words import events_before
from cip.assessment.reviewing import question_of, read_review
from cip.assessment.sections_of import ASSIGNED
from cip.assessment.stored import CARRIED, LIFE, REVIEWS, AnswerEvent
from cip.assessment.verified import VALIDATED
from cip.documents.answers_in_words import answer_in_words, question_in_words
from cip.web.doers import Doers
from cip.web.firm import firm
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.shown import when
from cip.web.state import now, reading

MOST = 50


@dataclass(frozen=True)
class Step:
    """One event in words."""

    seq: int
    when: str
    who: str
    where: str
    what: str
    answer: str


@firm.get("/<check_up_id>/trail")
def trail(check_up_id: str) -> str:
    """The last events, or those before the one in the address."""
    visit = open_visit(check_up_id, "read")
    before = request.args.get("before", "")
    start = int(before) if before.isascii() and before.isdecimal() and len(before) <= 9 else None
    with reading() as session:
        events = events_before(session, check_up_id, start, MOST)
        doers = Doers(session, (event.actor for event in events))
    return render_template(
        "firm/trail.html",
        visit=visit,
        steps=[_step(visit, event, doers) for event in events],
        earlier=events[-1].seq if len(events) == MOST and events[-1].seq > 1 else None,
        start=start,
        **page_words(visit),
    )


def _step(visit: Visit, event: AnswerEvent, doers: Doers) -> Step:
    what, answer = _words(visit, event)
    who = doers.words(event.actor)
    return Step(event.seq, when(event.at, now()), who, _where(event.source), what, answer)


def _words(visit: Visit, event: AnswerEvent) -> tuple[str, str]:
    """What it is about, and what was said."""
    value = None if event.value is None else json.loads(event.value)
    if event.section == LIFE:
        return _happened(event.question_id, value), ""
    if event.section == REVIEWS:
        section, identifier = question_of(event.question_id)
        name = _("Verifica: %(name)s") % {"name": question_in_words(visit.pack, section, identifier, current())}
        if value is None:
            return name, _("tolta")
        return name, answer_in_words(visit.pack, section, identifier, read_review(value).value, current())
    name = question_in_words(visit.pack, event.section, event.question_id, current())
    if value is None:
        return name, _("tolta")
    return name, answer_in_words(visit.pack, event.section, event.question_id, value, current())


def _happened(what: str, value: object) -> str:
    if what == VALIDATED:
        return _("Riaperto: le risposte si possono cambiare") if value is None else _("Convalidato")
    if what.startswith(ASSIGNED):
        return _("Deciso chi risponde a una sezione")
    if what == "kept" and value is None:
        return _("Da ora non scade")
    words = {
        "kept": _("Chiesto di tenerlo"),
        "plan_versions": _("Concordata una versione del piano"),
        "plan_signatures": _("Firmato il piano"),
        "closed": _("Chiuso"),
        "holders": _("Riaperto con il codice in un altro browser"),
        "adopted": _("Preso in carico dall'impresa"),
    }
    return words.get(what, _("Un fatto della vita del check-up"))


def _where(source: str) -> str:
    """Where it came from, as a person knows it."""
    words = {
        "paper": _("dal modulo di carta"),
        "numbers": _("dal collegamento per i numeri"),
        "quick": _("dall'avvio rapido"),
    }
    if source.startswith(CARRIED):
        return _("dal check-up di prima")
    return words.get(source, _("dalla pagina"))
