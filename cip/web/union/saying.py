"""A union says something of a clause, takes it back, notes what it saw."""

from datetime import timedelta

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.adherence_work import NotThatMoveError, OddDayError
from cip.agreement.actions.attest_clause import attest_clause, withdraw_attestation
from cip.agreement.actions.union_work import NotThereError
from cip.agreement.actions.visit_firm import note_sighting
from cip.agreement.attestations import (
    ANSWER_DAYS,
    REASONS,
    REASONS_FOR,
    SCOPES,
    TAKEN_BACK_BECAUSE,
    VERDICTS,
    BadStatementError,
    Reason,
    Saying,
    last_day,
    voices_of,
)
from cip.agreement.reads.attestations import ATTESTATION, sightings_on, statements_on
from cip.agreement.reads.unions import JOINED_FIRM
from cip.agreement.sightings import ITEMS
from cip.parties.access import load_for
from cip.parties.reads import bodies_by_id
from cip.parties.reads.acting import firm_names
from cip.web.done import back
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent
from cip.web.union import union
from cip.web.union.visit import UnionVisit, open_joined
from cip.web.union.words import all_words, verdict_choices


@union.get("/firms/<adherence_id>/clauses/<clause_id>")
def clause(adherence_id: str, clause_id: str) -> Response:
    """One clause of a firm: what it asks, what is said of it, the form to say something."""
    visit = open_joined(adherence_id)
    return _page(visit, clause_id, Typed(_proposed(visit)))


@union.post("/firms/<adherence_id>/clauses/<clause_id>")
def say_now(adherence_id: str, clause_id: str) -> AnyResponse:
    """Say it."""
    visit = open_joined(adherence_id, "attest")
    if not visit.speaks_of(clause_id):
        return not_now(422, _("Qui non si dichiara"), _("Questa clausola non è un impegno dell'impresa."))
    form = sent()
    saying = _read(form)
    if saying is None:
        return _page(visit, clause_id, form)
    try:
        with working() as work:
            load_for(work.session, actor(), JOINED_FIRM, adherence_id, action="attest")
            attest_clause(
                work,
                adherence_id,
                clause_id,
                saying,
                body_id=visit.body_id,
                person_id=visit.person_id,
                on=today(),
                agreement_ends=visit.agreement_ends,
                of_firm=visit.speaks_of(clause_id),
            )
    except BadStatementError as refusal:
        form.errors[_FIELDS[refusal.field]] = _refusals()[refusal.field]
        return _page(visit, clause_id, form)
    except NotThereError:
        return _ended()
    return back("union.firm", "said", adherence_id=adherence_id, _anchor=f"c-{clause_id}")


@union.post("/firms/<adherence_id>/clauses/<clause_id>/seen")
def seen_now(adherence_id: str, clause_id: str) -> AnyResponse:
    """Note that something was seen, on a day."""
    visit = open_joined(adherence_id, "witness")
    visit.clause(clause_id)
    form = sent()
    item = form.choice("item", ITEMS, _("Scegliete che cosa avete visto."))
    seen_on = form.day("seen_on", missing=_("Scrivete il giorno."))
    if not form.errors and seen_on is not None:
        try:
            with working() as work:
                load_for(work.session, actor(), JOINED_FIRM, adherence_id, action="witness")
                who = {"body_id": visit.body_id, "person_id": visit.person_id}
                note_sighting(work, adherence_id, clause_id, item, **who, seen_on=seen_on, on=today())
            return back("union.firm", "seen", adherence_id=adherence_id, _anchor=f"c-{clause_id}")
        except OddDayError:
            form.errors["seen_on"] = _("Scrivete un giorno passato, da quando l'impresa ha aderito in poi.")
        except NotThereError:
            return _ended()
    return _page(visit, clause_id, form)


@union.get("/firms/<adherence_id>/statements/<attestation_id>/withdraw")
def withdraw(adherence_id: str, attestation_id: str) -> Response:
    """What taking a statement back means, and why it is done."""
    return _withdraw_page(adherence_id, attestation_id, Typed())


@union.post("/firms/<adherence_id>/statements/<attestation_id>/withdraw")
def withdraw_now(adherence_id: str, attestation_id: str) -> AnyResponse:
    """Take it back."""
    with reading() as session:
        load_for(session, actor(), ATTESTATION, attestation_id, action="withdraw", parent=adherence_id)
    form = sent()
    because = form.choice("because", TAKEN_BACK_BECAUSE, _("Scegliete il motivo."))
    if form.errors:
        return _withdraw_page(adherence_id, attestation_id, form)
    try:
        with working() as work:
            load_for(work.session, actor(), ATTESTATION, attestation_id, action="withdraw", parent=adherence_id)
            withdraw_attestation(work, attestation_id, because, on=today())
    except NotThatMoveError:
        return not_now(409, _("Non c'è più nulla da ritirare"), _("La dichiarazione è già ritirata, o è scaduta."))
    return back("union.index", "taken_back")


def _withdraw_page(adherence_id: str, attestation_id: str, form: Typed) -> Response:
    with reading() as session:
        placed = load_for(session, actor(), ATTESTATION, attestation_id, action="withdraw", parent=adherence_id)
        names = firm_names(session, [placed.firm_id])
        said = next(one for one in statements_on(session, adherence_id) if one.id == attestation_id)
    return form.page(
        "union/withdraw.html",
        said=said,
        firm_name=names[placed.firm_id],
        state=said.state(today()),
        reasons_back=TAKEN_BACK_BECAUSE,
        **all_words(),
    )


# The fields of the form, by what the action refuses.
_FIELDS = {
    "verdict": "verdict",
    "scope": "scope",
    "reason": "reason",
    "from": "from_day",
    "joined": "from_day",
    "to": "to_day",
    "answer_by": "answer_by",
}


def _refusals() -> dict[str, str]:
    return {
        "verdict": _("Scegliete che cosa dite."),
        "scope": _("Scegliete che cosa avete guardato."),
        "reason": _("Scegliete un motivo adatto a ciò che dite."),
        "from": _("Il primo giorno può essere oggi, o al massimo un anno fa."),
        "joined": _("Il primo giorno non può venire prima dell'adesione dell'impresa."),
        "to": _("L'ultimo giorno viene dopo il primo, entro tre anni e non oltre la fine dell'accordo."),
        "answer_by": _("Scrivete un giorno dopo oggi, entro tre mesi."),
    }


def _read(form: Typed) -> Saying | None:
    """What the form says; None with what is wrong in the form. A reason and a day to answer that do not belong to the
    choice are left: without scripts every field stands on the page.
    """
    verdict = form.choice("verdict", VERDICTS, _("Scegliete che cosa dite."))
    scope = form.several("scope", SCOPES, _("Scegliete che cosa avete guardato."))
    from_day = form.day("from_day", missing=_("Scrivete il primo giorno."))
    to_day = form.day("to_day", missing=_("Scrivete l'ultimo giorno."))
    reason: Reason | None = next((one for one in REASONS if one == form.raw("reason")), None)
    answer_by = form.day("answer_by")
    if "verdict" not in form.errors and REASONS_FOR[verdict] and reason not in REASONS_FOR[verdict]:
        form.errors["reason"] = _refusals()["reason"]
    if verdict == "asks" and answer_by is None and "answer_by" not in form.errors:
        form.errors["answer_by"] = _("Scrivete entro quando vi serve la risposta.")
    if form.errors or from_day is None or to_day is None:
        return None
    said_why = reason if verdict != "attests" else None
    return Saying(verdict, tuple(scope), from_day, to_day, said_why, None if verdict == "attests" else answer_by)


def _proposed(visit: UnionVisit) -> dict[str, str]:
    on = today()
    return {
        "from_day": on.isoformat(),
        "to_day": last_day(on, visit.agreement_ends).isoformat(),
        "answer_by": (on + timedelta(days=ANSWER_DAYS)).isoformat(),
        "seen_on": on.isoformat(),
    }


def _page(visit: UnionVisit, clause_id: str, form: Typed) -> Response:
    found = visit.clause(clause_id)
    on = today()
    for name, value in _proposed(visit).items():
        form.known.setdefault(name, value)
    with reading() as session:
        voices = voices_of(statements_on(session, visit.id), on).get(clause_id)
        seen = [one for one in sightings_on(session, visit.id) if one.clause_id == clause_id]
        said_by = voices.all if voices else ()
        bodies = bodies_by_id(session, sorted({one.body_id for one in said_by} | set(visit.bodies)))
    return form.page(
        "union/clause.html",
        visit=visit,
        clause=found,
        voices=voices,
        mine=next((one for one in said_by if one.body_id == visit.body_id), None),
        seen=seen,
        names={body.id: body.name for body in bodies.values()},
        verdict_choices=verdict_choices(),
        reasons_for=REASONS_FOR,
        today=on,
        **all_words(),
    )


def _ended() -> Response:
    return not_now(409, _("Qui non si può più dire nulla"), _("L'adesione è finita, o non è più vostra."))
