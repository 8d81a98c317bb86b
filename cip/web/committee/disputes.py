"""Disputes before a committee: opened by it, heard, settled with an outcome. Courts stay open, and the pages say so."""

from collections.abc import Sequence
from datetime import date

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.adherence_work import NotThatMoveError, WrongStateError
from cip.agreement.actions.open_dispute import (
    DisputeOpenError,
    Opening,
    hear_dispute,
    open_dispute,
    settle_dispute,
    withdraw_dispute,
)
from cip.agreement.disputes import GROUNDS, OUTCOMES, Clock, Dispute, clock, moves
from cip.agreement.duties import number_on
from cip.agreement.reads import COMMITTEE, DISPUTE, binding_on
from cip.agreement.reads.committees import disputes_of
from cip.database.work import Session
from cip.parties.access import load_for
from cip.parties.reads import bodies_by_id
from cip.parties.reads.acting import firm_names
from cip.web.committee import committee
from cip.web.committee.visit import CommitteeVisit, open_committee
from cip.web.committee.words import ground_words, opener_words, outcome_words, state_words
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent


@committee.get("/<body_id>/disputes")
def disputes(body_id: str) -> Response:
    """All disputes, the open ones first, and the form by which the committee opens one itself."""
    return _list(open_committee(body_id, "read"), Typed())


@committee.post("/<body_id>/disputes")
def open_dispute_now(body_id: str) -> AnyResponse:
    """The committee takes a matter up by itself: about the text, or about a firm that joined."""
    visit = open_committee(body_id, "log")
    form = sent()
    with reading() as session:
        bound = [one.id for one in binding_on(session, today(), agreement_id=visit.agreement.id)]
    clause = form.choice("clause", ["", *visit.agreement.obligations], _("Scegliete una clausola dell'accordo."))
    ground = form.choice("ground", GROUNDS, _("Scegliete di che cosa si tratta."))
    adherence_id = form.choice("adherence_id", ["", *bound], _("Scegliete un'impresa che ha aderito."))
    statement = form.note("statement") or ""
    if form.errors:
        return _list(visit, form)
    opening = Opening(
        visit.agreement.id, adherence_id or None, clause or None, ground, "committee", statement=statement
    )
    try:
        with working() as work:
            load_for(work.session, actor(), COMMITTEE, body_id, action="log")
            dispute_id = open_dispute(work, opening, on=today())
    except WrongStateError:
        form.errors["adherence_id"] = _("Scegliete un'impresa che ha aderito.")
        return _list(visit, form)
    except DisputeOpenError:
        form.errors["clause"] = _("Questa controversia è già aperta.")
        return _list(visit, form)
    return back("committee.dispute", "saved", body_id=body_id, dispute_id=dispute_id)


@committee.get("/<body_id>/disputes/<dispute_id>")
def dispute(body_id: str, dispute_id: str) -> Response:
    """One dispute: what it is about, its term, what happened, what can be done now."""
    return _one(open_committee(body_id, "read"), dispute_id, Typed({"on_day": today().isoformat()}))


@committee.post("/<body_id>/disputes/<dispute_id>/hear")
def hear_now(body_id: str, dispute_id: str) -> AnyResponse:
    """Note that the parties were heard."""
    visit = open_committee(body_id, "log")
    form = sent()
    day = _past_day(form)
    note = form.note("note") or ""
    if form.errors or day is None:
        return _one(visit, dispute_id, form)
    try:
        with working() as work:
            load_for(work.session, actor(), DISPUTE, dispute_id, action="settle", parent=body_id)
            hear_dispute(work, dispute_id, on=day, note=note)
    except NotThatMoveError:
        return _moved_on()
    return back("committee.dispute", "saved", body_id=body_id, dispute_id=dispute_id)


@committee.post("/<body_id>/disputes/<dispute_id>/settle")
def settle_now(body_id: str, dispute_id: str) -> AnyResponse:
    """Close the dispute with an outcome."""
    visit = open_committee(body_id, "log")
    form = sent()
    outcome = form.choice("outcome", OUTCOMES, _("Scegliete come si chiude."))
    day = _past_day(form)
    note = form.note("note") or ""
    if form.errors or day is None:
        return _one(visit, dispute_id, form)
    try:
        with working() as work:
            load_for(work.session, actor(), DISPUTE, dispute_id, action="settle", parent=body_id)
            settle_dispute(work, dispute_id, outcome, on=day, note=note)
    except NotThatMoveError:
        return _moved_on()
    return back("committee.dispute", "settled", body_id=body_id, dispute_id=dispute_id)


@committee.post("/<body_id>/disputes/<dispute_id>/withdraw")
def withdraw_now(body_id: str, dispute_id: str) -> AnyResponse:
    """Take back a dispute that the committee opened itself."""
    open_committee(body_id, "log")
    try:
        with working() as work:
            load_for(work.session, actor(), DISPUTE, dispute_id, action="withdraw", parent=body_id)
            withdraw_dispute(work, dispute_id, "committee", on=today())
    except NotThatMoveError:
        return _moved_on()
    return back("committee.dispute", "saved", body_id=body_id, dispute_id=dispute_id)


def clock_of(visit: CommitteeVisit, one: Dispute) -> Clock:
    """The clock of a dispute, under the term of the day on which it was opened."""
    return clock(one, number_on(visit.agreement, "dispute_days", one.opened_on), today())


def _past_day(form: Typed) -> date | None:
    day = form.day("on_day", missing=_("Scrivete il giorno."))
    if day is not None and day > today():
        form.errors["on_day"] = _("Scrivete un giorno già passato, oppure oggi.")
    return day


def _moved_on() -> Response:
    return not_now(
        409,
        _("La controversia è cambiata"),
        _("Qualcun altro ha fatto un passo, oppure il giorno viene prima dell'ultimo passo. Rileggetela."),
    )


def _one(visit: CommitteeVisit, dispute_id: str, form: Typed) -> Response:
    with reading() as session:
        found = load_for(session, actor(), DISPUTE, dispute_id, action="read", parent=visit.id).dispute
        names = _names(session, [found])
    return form.page(
        "committee/dispute.html",
        visit=visit,
        dispute=found,
        clock=clock_of(visit, found),
        clause=visit.book.clause_of.get(found.clause_id or ""),
        moves=moves(found, {"committee"}),
        names=names,
        done=done_words(),
        **_words(),
    )


def _list(visit: CommitteeVisit, form: Typed) -> Response:
    with reading() as session:
        found = disputes_of(session, visit.agreement.id)
        bound = binding_on(session, today(), agreement_id=visit.agreement.id)
        names = _names(session, found) | firm_names(session, [one.firm_id for one in bound])
    return form.page(
        "committee/disputes.html",
        visit=visit,
        disputes=sorted(found, key=lambda one: not one.open),
        clocks={one.id: clock_of(visit, one) for one in found},
        clauses=[visit.book.clause_of[clause] for clause in visit.agreement.obligations],
        bound=bound,
        names=names,
        done=done_words(),
        **_words(),
    )


def _words() -> dict[str, object]:
    return {
        "states": state_words(),
        "outcomes": outcome_words(),
        "grounds": ground_words(),
        "openers": opener_words(),
    }


def _names(session: Session, found: Sequence[Dispute]) -> dict[str, str]:
    """The names of firms and unions by id."""
    names = firm_names(session, [one.firm_id for one in found if one.firm_id])
    bodies = bodies_by_id(session, [one.body_id for one in found if one.body_id])
    return names | {body.id: body.name for body in bodies.values()}
