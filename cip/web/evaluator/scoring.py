"""One file: what it says, the grid, the own scores; saved while one writes, handed in when they are whole."""

from collections.abc import Mapping, Sequence

from flask import Response, jsonify
from werkzeug.wrappers import Response as AnyResponse

from cip.documents.plan_words import way_words
from cip.incentives.actions.judge import NotCompleteError, hand_in, save_scores
from cip.incentives.judging import SavedScore
from cip.incentives.reads.evaluation_kinds import REVIEW
from cip.incentives.reads.judged_texts import file_for
from cip.incentives.reads.reviews import (
    declared_conflict_law,
    history_of,
    moves_of_review,
    newest,
)
from cip.parties.access import load_for
from cip.web.asking import script_asks
from cip.web.done import back, done_words
from cip.web.evaluator import evaluator
from cip.web.evaluator.declaring import gate
from cip.web.evaluator.meeting import meeting_page
from cip.web.evaluator.score_form import Typing, drawn_with, merged, read_scores, shown_form
from cip.web.evaluator.visit import ReviewVisit, open_review
from cip.web.evaluator.words import faults_by_field, points_words, review_states
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.shown import hour
from cip.web.state import actor, now, reading, state, today, working
from cip.web.typed import Typed, sent


@evaluator.get("/<call_id>/reviews/<review_id>")
def review(call_id: str, review_id: str) -> Response:
    """The gate, the file with the form, or (handed in) the own scores and what may be told of the others'."""
    visit = open_review(call_id, review_id, "read")
    if visit.review.state == "assigned":
        return gate(visit, Typed())
    if visit.review.done:
        return meeting_page(visit, Typed())
    return _form(visit, shown_form(newest(_history(visit))))


@evaluator.post("/<call_id>/reviews/<review_id>")
def score_now(call_id: str, review_id: str) -> AnyResponse:
    """Save what was typed, however far it is; with the button `hand_in` hand it in."""
    visit = open_review(call_id, review_id, "answer")
    form, history = sent(), _history(visit)
    typing = read_scores(visit.desk.items)
    base = newest([one for one in history if one.seq <= drawn_with()])
    fresh, both = merged(base, newest(history), typing)
    if both and not form.raw("anyway"):
        return _both(visit, form, both, newest(history))
    with working() as work:
        load_for(work.session, actor(), REVIEW, review_id, action="answer", parent=call_id)
        save_scores(work, review_id, fresh)
    if script_asks():
        return _saved(visit, typing)
    if not form.raw("hand_in"):
        return back("evaluator.review", "saved", call_id=call_id, review_id=review_id)
    try:
        with working() as work:
            load_for(work.session, actor(), REVIEW, review_id, action="answer", parent=call_id)
            hand_in(work, review_id)
    except NotCompleteError as error:
        form.errors.update(faults_by_field(error.faults))
        return _form(visit, form)
    return back("evaluator.review", "handed_in", call_id=call_id, review_id=review_id)


def _history(visit: ReviewVisit) -> Sequence[SavedScore]:
    with reading() as session:
        return history_of(session, visit.desk.person_id, visit.review.id)


def _saved(visit: ReviewVisit, typing: Typing) -> Response:
    """To the script: saved when, and up to which score the form may count as drawn. Fields that another window of the
    same person changed come with what they are now.
    """
    history = _history(visit)
    kept = newest(history)
    theirs = {
        name: value
        for id, one in typing.items()
        if id in kept and (kept[id].points, kept[id].reason) != one
        for name, value in shown_form({id: kept[id]}).known.items()
    }
    seq = max((one.seq for one in history), default=0)
    return jsonify(saved_at=hour(now()), seq=seq, mistakes={}, warnings={}, fields=theirs, asides=[], asked=[])


def _both(visit: ReviewVisit, form: Typed, ids: Sequence[str], stored: Mapping[str, SavedScore]) -> Response:
    """409: the same score was changed in another window; both are shown, and one presses again to keep one's own."""
    if script_asks():
        answer = jsonify(conflicts=list(ids))
        answer.status_code = 409
        return answer
    for id in ids:
        there = stored[id]
        form.errors[f"reason.{id}"] = _("In un'altra finestra avete salvato: %(points)s, «%(reason)s».") % {
            "points": points_words(there.points),
            "reason": there.reason,
        }
    answer = _form(visit, form, again=True)
    answer.status_code = 409
    return answer


def _form(visit: ReviewVisit, form: Typed, *, again: bool = False) -> Response:
    with reading() as session:
        shown = file_for(session, visit.desk.person_id, visit.review.id, [item.id for item in visit.desk.items])
        history = history_of(session, visit.desk.person_id, visit.review.id)
        moves = moves_of_review(session, visit.desk.person_id, visit.review.id)
        law = declared_conflict_law(session, visit.desk.person_id, visit.review.id)
    return form.page(
        "evaluator/review.html",
        visit=visit,
        file=shown,
        measures=state().packs.newest_on(today()).measures,
        ways=way_words(current()),
        items=visit.desk.items,
        seq=max((one.seq for one in history), default=0),
        again=again,
        history=history,
        moves=moves,
        law=law,
        states=review_states(),
        points=points_words,
        done=done_words(),
    )
