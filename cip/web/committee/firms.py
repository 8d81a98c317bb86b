"""The firms that joined, as the committee of their agreement sees them: name, days, protocol number, no answers."""

from collections.abc import Sequence
from datetime import date

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.adherence_work import OddDayError, ProtocolTakenError, WrongStateError
from cip.agreement.actions.leave_adherence import answer_objection, note_ground_gone
from cip.agreement.actions.note_agreement import note_agreement
from cip.agreement.actions.sign_adherence import lodge_adherence
from cip.agreement.adherence import LONGEST_PROTOCOL, Adherence
from cip.agreement.changes import GroundGone, ground_gone
from cip.agreement.duties import duties_of
from cip.agreement.reads import MEMBER_FIRM, binding_on
from cip.agreement.reads.committees import notes_of
from cip.database.work import Session
from cip.documents.joining_words import ground_words
from cip.parties.access import load_for
from cip.parties.reads import firms_of, seats_of_firms
from cip.parties.reads.acting import firm_names
from cip.web.committee import committee
from cip.web.committee.visit import CommitteeVisit, open_committee
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent


@committee.get("/<body_id>/firms")
def firms(body_id: str) -> Response:
    """Who joined, those without a protocol number first."""
    return _page(open_committee(body_id, "read"), Typed({"day": today().isoformat()}))


@committee.post("/<body_id>/firms/<adherence_id>/lodge")
def lodge_now(body_id: str, adherence_id: str) -> AnyResponse:
    """Protocol a joining."""
    visit = open_committee(body_id, "log")
    with reading() as session:
        load_for(session, actor(), MEMBER_FIRM, adherence_id, action="log", parent=body_id)
    form = sent()
    number = form.line("number", LONGEST_PROTOCOL, missing=_("Scrivete il numero di protocollo."))
    day = form.day("day", missing=_("Scrivete il giorno del protocollo."))
    if form.errors or day is None:
        return _page(visit, form, at=adherence_id)
    try:
        with working() as work:
            load_for(work.session, actor(), MEMBER_FIRM, adherence_id, action="log", parent=body_id)
            seen = form.raw("instead_of") or None
            lodge_adherence(work, adherence_id, number, day, on=today(), by_committee=True, instead_of=seen)
    except ProtocolTakenError:
        return not_now(
            409,
            _("C'è già un altro numero di protocollo"),
            _("Qualcuno l'ha annotato prima. Rileggete l'elenco, poi correggetelo se serve."),
        )
    except OddDayError:
        form.errors["day"] = _("Il giorno non può venire prima della firma né dopo oggi.")
        return _page(visit, form, at=adherence_id)
    except WrongStateError:
        return not_now(409, _("Non si può più protocollare"), _("Questa adesione è finita, o non è ancora firmata."))
    return back("committee.firms", "saved", body_id=body_id)


@committee.post("/<body_id>/firms/<adherence_id>/attended")
def attended_now(body_id: str, adherence_id: str) -> AnyResponse:
    """Note that a firm attended a monitoring meeting (clause F-06)."""
    visit = open_committee(body_id, "log")
    with reading() as session:
        load_for(session, actor(), MEMBER_FIRM, adherence_id, action="log", parent=body_id)
    form = sent()
    day = form.day("attended_on", missing=_("Scrivete il giorno dell'incontro."))
    if day is not None and day > today():
        form.errors["attended_on"] = _("Scrivete un giorno già passato, oppure oggi.")
    if form.errors or day is None:
        return _page(visit, form, at=adherence_id)
    with working() as work:
        load_for(work.session, actor(), MEMBER_FIRM, adherence_id, action="log", parent=body_id)
        note_agreement(work, visit.agreement.id, "monitoring_attended", day, adherence_id=adherence_id)
    return back("committee.firms", "saved", body_id=body_id)


@committee.post("/<body_id>/firms/<adherence_id>/objection")
def answer_objection_now(body_id: str, adherence_id: str) -> AnyResponse:
    """Accept that a firm is not on the public list (clause A-09), or put it back there."""
    visit = open_committee(body_id, "log")
    with reading() as session:
        load_for(session, actor(), MEMBER_FIRM, adherence_id, action="log", parent=body_id)
    form = sent()
    answer = form.choice("answer", ("accept", "refuse"), _("Scegliete una risposta."))
    if form.errors:
        return _page(visit, form, at=adherence_id)
    try:
        with working() as work:
            load_for(work.session, actor(), MEMBER_FIRM, adherence_id, action="log", parent=body_id)
            answer_objection(work, adherence_id, accepted=answer == "accept")
    except WrongStateError:
        return not_now(409, _("Non c'è niente a cui rispondere"), _("L'impresa ha ritirato la richiesta, o è uscita."))
    return back("committee.firms", "saved", body_id=body_id)


@committee.post("/<body_id>/firms/<adherence_id>/ground-gone")
def ground_gone_now(body_id: str, adherence_id: str) -> AnyResponse:
    """Note that a firm moved away, or applies another contract: its joining ends today."""
    visit = open_committee(body_id, "log")
    try:
        with working() as work:
            load_for(work.session, actor(), MEMBER_FIRM, adherence_id, action="log", parent=body_id)
            note_ground_gone(work, visit.book, adherence_id, on=today())
    except WrongStateError:
        return not_now(
            409, _("L'adesione non si chiude"), _("L'impresa ha ancora il motivo per aderire, o è già uscita.")
        )
    return back("committee.firms", "saved", body_id=body_id)


def _grounds_gone(
    session: Session, visit: CommitteeVisit, bound: Sequence[Adherence], on: date
) -> dict[str, GroundGone]:
    """Of which firms the ground of the joining is gone; where its seats are instead the committee is not told."""
    ids = sorted({one.firm_id for one in bound})
    seats, firms = seats_of_firms(session, ids), {firm.id: firm for firm in firms_of(session, ids)}
    found: dict[str, GroundGone] = {}
    for one in bound:
        gone = ground_gone(one, visit.agreement, visit.book, firms[one.firm_id], seats.get(one.firm_id, []), on)
        if gone is not None:
            found[one.id] = gone
    return found


def _page(visit: CommitteeVisit, form: Typed, at: str = "") -> Response:
    on = today()
    with reading() as session:
        bound = binding_on(session, on, agreement_id=visit.agreement.id)
        names = firm_names(session, [one.firm_id for one in bound])
        notes = notes_of(session, visit.agreement.id)
        gone = _grounds_gone(session, visit, bound, on)
    return form.page(
        "committee/firms.html",
        visit=visit,
        bound=sorted(bound, key=lambda one: (one.protocol_number is not None, names.get(one.firm_id, "").casefold())),
        names=names,
        duties={one.id: duties_of(one, visit.agreement, on)[0] for one in bound},
        attended={one.adherence_id: one.on_day for one in notes if one.adherence_id is not None},
        gone=gone,
        grounds=ground_words(current()),
        at=at,
        blank=Typed({"day": on.isoformat(), "attended_on": on.isoformat()}),
        done=done_words(),
    )
