"""The evaluation as the office follows it: the draw with its seed, how far it is, one application once all is in."""

from collections import Counter
from collections.abc import Mapping

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.draw_evaluators import (
    DrawnMeanwhileError,
    DrawPlan,
    NothingToDrawError,
    draw_evaluators,
    plan_draw,
    take_file,
)
from cip.incentives.actions.judging_work import NotJudgingError, NoWhyGivenError
from cip.incentives.actions.settle_scores import reopen
from cip.incentives.actions.tell_evaluators import remind_evaluators
from cip.incentives.call_states import CallState
from cip.incentives.drawing import NoDrawError
from cip.incentives.evaluation import agreement, far_apart, items_of
from cip.incentives.judging import JudgedFile, Review
from cip.incentives.reads import CALL
from cip.incentives.reads.evaluation import (
    loads,
    progress,
    ready_for_ranking,
    reviews_of_file,
    scores_for_office,
    standing_consensus,
    waiting_people,
)
from cip.incentives.reads.evaluation_kinds import JUDGED_FILE
from cip.incentives.reads.panels import draws_of
from cip.parties.access import NotYoursError, load_for
from cip.parties.permissions import Action
from cip.parties.reads import names_of
from cip.web.done import back, done_words
from cip.web.evaluator.words import agreement_words, points_words, review_states
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.automatic import automatic_of, bonus_of, labels_of
from cip.web.office.links import CallLink, register_link
from cip.web.office.visit import CallVisit, open_call
from cip.web.shown import in_words
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

SHOWN_IN: tuple[CallState, ...] = ("evaluation", "ranking", "allocated")

register_link(
    CallLink(
        "office.evaluation",
        lambda: _("Valutazione"),
        lambda: _("Sorteggio, avanzamento, punteggi lontani"),
        SHOWN_IN,
    )
)


@office.get("/<body_id>/calls/<call_id>/evaluation")
def evaluation(body_id: str, call_id: str) -> Response:
    """How far each application is: counts, and what still keeps the call from being ranked."""
    visit = _open(body_id, call_id, "read")
    with reading() as session:
        files = progress(session, call_id, visit.person_id)
        holes = ready_for_ranking(session, call_id)
        work = loads(session, call_id, visit.person_id)
        draws = draws_of(session, call_id)
    return Typed().page(
        "office/evaluation.html",
        visit=visit,
        files=files,
        holes=holes,
        waiting=None if any(done is None for _given, done in work.values()) else _waiting(work),
        draws=draws,
        done=done_words(),
    )


@office.post("/<body_id>/calls/<call_id>/evaluation/remind")
def remind_now(body_id: str, call_id: str) -> AnyResponse:
    """Remind those who have files to hand in: at most once a day each."""
    visit = _open(body_id, call_id, "manage")
    with working() as work:
        load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
        remind_evaluators(work, visit.call, waiting_people(work.session, call_id), on=today())
    return back("office.evaluation", "reminded", body_id=body_id, call_id=call_id)


@office.get("/<body_id>/calls/<call_id>/draw")
def draw(body_id: str, call_id: str) -> Response:
    """What the next draw would give, with its seed; the draws that were made."""
    return _draw_page(_open(body_id, call_id, "read"), Typed())


@office.post("/<body_id>/calls/<call_id>/draw")
def draw_now(body_id: str, call_id: str) -> AnyResponse:
    """Make the draw that was shown."""
    visit = _open(body_id, call_id, "manage")
    form = sent()
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
            draw_evaluators(work, call_id, previewed=form.line("previewed", 64))
    except DrawnMeanwhileError:
        form.errors["draw"] = _("Qualcosa è cambiato: guardate il sorteggio di adesso e premete di nuovo.")
    except (NoDrawError, NothingToDrawError):
        form.errors["draw"] = _("Adesso non c'è un sorteggio da fare.")
    return _draw_page(visit, form) if form.errors else back("office.draw", "drawn", body_id=body_id, call_id=call_id)


@office.get("/<body_id>/calls/<call_id>/evaluation/<file_id>")
def judged_file(body_id: str, call_id: str, file_id: str) -> Response:
    """One application: who judges it and how far they are; the scores once all are in."""
    return _file_page(_open(body_id, call_id, "read"), file_id, Typed())


@office.post("/<body_id>/calls/<call_id>/evaluation/<file_id>/<given_id>/take")
def take_file_now(body_id: str, call_id: str, file_id: str, given_id: str) -> AnyResponse:
    """Take the application from somebody, with the reason."""
    return _settle(body_id, call_id, file_id, given_id, "taken")


@office.post("/<body_id>/calls/<call_id>/evaluation/<file_id>/<given_id>/reopen")
def reopen_file_now(body_id: str, call_id: str, file_id: str, given_id: str) -> AnyResponse:
    """Open a review again, with the reason."""
    return _settle(body_id, call_id, file_id, given_id, "reopened")


def _waiting(work: Mapping[str, tuple[int, int | None]]) -> int:
    return sum(given - (done or 0) for given, done in work.values())


def _settle(body_id: str, call_id: str, file_id: str, given_id: str, done: str) -> AnyResponse:
    visit = _open(body_id, call_id, "manage")
    form = sent()
    with reading() as session:
        load_for(session, actor(), JUDGED_FILE, file_id, action="settle", parent=call_id)
        if given_id not in {one.id for one in reviews_of_file(session, file_id)}:
            raise NotYoursError
    why = form.note("why") or ""
    try:
        with working() as work:
            load_for(work.session, actor(), JUDGED_FILE, file_id, action="settle", parent=call_id)
            (take_file if done == "taken" else reopen)(work, given_id, why)
    except NoWhyGivenError:
        form.errors["why"] = _("Scrivete il motivo.")
        return _file_page(visit, file_id, form)
    return back("office.judged_file", done, body_id=body_id, call_id=call_id, file_id=file_id)


def _open(body_id: str, call_id: str, action: Action) -> CallVisit:
    visit = open_call(body_id, call_id, action)
    if visit.state not in SHOWN_IN:
        raise NotYoursError
    return visit


def _draw_page(visit: CallVisit, form: Typed) -> Response:
    plan: DrawPlan | None = None
    why_not = ""
    with reading() as session:
        try:
            plan = plan_draw(session, visit.call)
        except NoDrawError as error:
            why_not = in_words(error.reason)
        except (NothingToDrawError, NotJudgingError):
            why_not = _("In questo bando non ci sono punteggi dati da persone.")
        draws = draws_of(session, visit.id)
        names = names_of(session, [place.person_id for place in plan.panel.sitting]) if plan else {}
    return form.page(
        "office/draw.html",
        visit=visit,
        plan=plan,
        why_not=why_not,
        draws=draws,
        names=names,
        excluded=Counter(place_id for place_id, _file in plan.conflicts) if plan else {},
        done=done_words(),
    )


def _file_page(visit: CallVisit, file_id: str, form: Typed) -> Response:
    with reading() as session:
        file: JudgedFile = load_for(session, actor(), JUDGED_FILE, file_id, action="read", parent=visit.id)
        reviews = reviews_of_file(session, file_id)
        scores = scores_for_office(session, file_id)
        met = standing_consensus(session, [file_id]).get(file_id) if scores is not None else None
        names = names_of(session, [one.person_id for one in reviews])
        automatic = automatic_of(session, visit, file_id)
    items = items_of(visit.pack.call.grid)
    plain = {id: {item: one.points for item, one in given.items()} for id, given in (scores or {}).items()}
    own_open = any(one.open and one.person_id == visit.person_id for one in reviews)
    return form.page(
        "office/judged_file.html",
        visit=visit,
        file=file,
        # Whoever has this very application still to judge is told nothing of the others.
        reviews=[one for one in reviews if not own_open or one.person_id == visit.person_id],
        hidden=own_open,
        scores=scores,
        far=far_apart(items, plain) if scores else (),
        met=met,
        agreement=agreement_words(agreement(items, list(plain.values()))) if scores else "",
        names=names,
        items=items,
        automatic=automatic,
        labels=labels_of(visit),
        bonus=bonus_of(visit),
        points=points_words,
        states=_coarse_states(reviews),
        done=done_words(),
    )


def _coarse_states(reviews: list[Review]) -> dict[str, str]:
    """Before all is in the office reads who has handed in, and no more of anybody's work."""
    words = review_states()
    return {one.id: words[one.state] if one.done or one.state == "reopened" else _("da consegnare") for one in reviews}
