"""Appeals against a ranking, as the office reads and decides them: by another person than who made the ranking."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Work
from cip.incentives.actions.appeal import (
    NothingChangesError,
    WrongAppealStateError,
    admit_appeal,
    decide_appeal,
)
from cip.incentives.actions.move_call import WrongCallStateError
from cip.incentives.actions.rank_call import NewChange, NoReasonError, NoSuchApplicationError, OtherPersonError
from cip.incentives.appeal_states import AppealMove, appeal_moves
from cip.incentives.appeals import StoredAppeal
from cip.incentives.making import entry_id
from cip.incentives.rankings import LONGEST_ACT, LONGEST_REASON, StoredRanking
from cip.incentives.reads.acceptances import APPEAL, appeals_of_call, steps_of_appeal
from cip.incentives.reads.admissibility import admitted
from cip.incentives.reads.rankings import find_ranking
from cip.parties.access import load_for
from cip.parties.permissions import Action
from cip.parties.reads.acting import firm_names
from cip.rulebook.call_expressions import criteria_of
from cip.rulebook.shapes.grid import Grid, Judged
from cip.web.award_words import appeal_words, way_name, way_title
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.change_fields import read_fact, read_scores
from cip.web.office.reserve import CALL_PAGE
from cip.web.office.visit import CallVisit, open_call
from cip.web.shown import in_words
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

PAGE = f"{CALL_PAGE}/appeals/<appeal_id>"
VERDICTS: tuple[AppealMove, ...] = ("accept", "accept_partly", "reject")


@office.get(f"{CALL_PAGE}/appeals")
def appeals(body_id: str, call_id: str) -> Response:
    """What firms brought against the rankings of a call."""
    visit = open_call(body_id, call_id, "read")
    with reading() as session:
        found = appeals_of_call(session, call_id)
        names = firm_names(session, {one.firm_id for one in found})
    return Typed().page(
        "office/appeals.html",
        visit=visit,
        found=found,
        names=names,
        way_name=way_name,
        way_title=way_title,
        state_words=appeal_words,
        done=done_words(),
    )


@office.get(PAGE)
def appeal(body_id: str, call_id: str, appeal_id: str) -> Response:
    """One of them, with the decision."""
    visit, found = _open(body_id, call_id, appeal_id, "read")
    return _page(visit, found, Typed())


@office.post(f"{PAGE}/admit")
def admit_appeal_now(body_id: str, call_id: str, appeal_id: str) -> AnyResponse:
    """Let it be looked at."""
    _open(body_id, call_id, appeal_id, "settle")
    try:
        with working() as work:
            load_for(work.session, actor(), APPEAL, appeal_id, action="settle", parent=call_id)
            admit_appeal(work, appeal_id)
    except WrongAppealStateError:
        return _not_yet()
    return back("office.appeal", "appeal_admitted", body_id=body_id, call_id=call_id, appeal_id=appeal_id)


@office.post(f"{PAGE}/decide")
def decide_appeal_now(body_id: str, call_id: str, appeal_id: str) -> AnyResponse:
    """Decide it, with the reason and with what changes in the application."""
    visit, found = _open(body_id, call_id, appeal_id, "settle")
    form = sent()
    verdict = form.choice("verdict", VERDICTS, _("Scegliete come decidete."))
    reason = form.line("why", LONGEST_REASON, missing=_("Scrivete i motivi."))
    reference = form.line("reference", LONGEST_ACT)
    change = _change(visit, form) if verdict != "reject" and not form.errors else None
    if form.errors:
        return _page(visit, found, form)

    def decide(work: Work) -> None:
        decide_appeal(work, appeal_id, verdict, reason=reason, reference=reference, change=change)

    try:
        with working() as work:
            load_for(work.session, actor(), APPEAL, appeal_id, action="settle", parent=call_id)
            decide(work)
    except OtherPersonError:
        form.errors["verdict"] = _("Decide un'altra persona: chi ha fatto la graduatoria non può.")
        return _page(visit, found, form)
    except (NothingChangesError, NoSuchApplicationError):
        form.errors["fact"] = _("Scegliete che cosa cambia: un dato, un voto o la riammissione.")
        return _page(visit, found, form)
    except (WrongAppealStateError, WrongCallStateError, NoReasonError):
        return _not_yet()
    return back("office.appeal", "appeal_decided", body_id=body_id, call_id=call_id, appeal_id=appeal_id)


def _change(visit: CallVisit, form: Typed) -> NewChange:
    facts, scores = read_fact(visit.pack, form), read_scores(visit.pack, form)
    readmitted = form.ticked("readmitted", "yes")
    if not (facts or scores or readmitted or form.errors):
        form.errors["fact"] = _("Scegliete che cosa cambia: un dato, un voto o la riammissione.")
    return NewChange("appeal", "", "", facts=facts, scores=scores, readmitted=readmitted)


def _open(body_id: str, call_id: str, appeal_id: str, action: Action) -> tuple[CallVisit, StoredAppeal]:
    visit = open_call(body_id, call_id, "read")
    with reading() as session:
        return visit, load_for(session, actor(), APPEAL, appeal_id, action=action, parent=call_id)


def _page(visit: CallVisit, found: StoredAppeal, form: Typed) -> Response:
    with reading() as session:
        steps = steps_of_appeal(session, found.id)
        ranking: StoredRanking | None = find_ranking(session, found.ranking_id)
        name = firm_names(session, {found.firm_id})[found.firm_id]
        sent_one = admitted(session, visit.id).get(found.application_id)
    grid = visit.pack.call.grid
    items = (
        [item for _path, item in criteria_of(grid) if isinstance(item.rule, Judged)] if isinstance(grid, Grid) else []
    )
    return form.page(
        "office/appeal.html",
        visit=visit,
        appeal=found,
        steps=steps,
        ranking=ranking,
        firm=name,
        number=entry_id(sent_one.sent.number) if sent_one is not None else "?",
        moves=appeal_moves(found.state, visit.roles),
        other_person=ranking is None or ranking.made_by != visit.person_id,
        facts=[(fact.id, in_words(fact.label)) for fact in visit.pack.call.facts],
        judged=[(item.id, f"{item.id} {in_words(item.label)}") for item in items if isinstance(item.rule, Judged)],
        way_name=way_name,
        way_title=way_title,
        state_words=appeal_words,
        today=today(),
        done=done_words(),
    )


def _not_yet() -> AnyResponse:
    return not_now(409, _("Ora non si può fare"), _("La pratica è andata avanti. Guardate a che punto è."))
