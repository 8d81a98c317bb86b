"""A file that is handed in: the own scores, then (only then) the others', and the meeting where they lie far apart."""

from fractions import Fraction

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.judging_work import NotThatReviewMoveError
from cip.incentives.actions.settle_scores import (
    NotAgreedYetError,
    OldMeetingError,
    agree,
    note_meeting,
)
from cip.incentives.evaluation import Given, Item, agreement, far_apart
from cip.incentives.judging import HUNDRED
from cip.incentives.reads.evaluation_kinds import REVIEW
from cip.incentives.reads.reviews import (
    consensus_for,
    history_of,
    moves_of_review,
    others_for,
    others_in_for,
)
from cip.incentives.score_reasons import reason_fault
from cip.parties.access import load_for
from cip.web.done import back, done_words
from cip.web.evaluator import evaluator
from cip.web.evaluator.visit import ReviewVisit, open_review
from cip.web.evaluator.words import agreement_words, fault_words, points_words, review_states
from cip.web.language import gettext as _
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent


@evaluator.post("/<call_id>/reviews/<review_id>/meeting")
def meet_now(call_id: str, review_id: str) -> AnyResponse:
    """Write what the meeting proposes: the score that counts for each item that lies far apart."""
    visit = _open_done(call_id, review_id)
    form = sent()
    day = form.day("met_on", missing=_("Scrivete il giorno dell'incontro."))
    if day is not None and day > today():
        form.errors["met_on"] = _("Scrivete un giorno già passato, oppure oggi.")
    note = form.note("note") or ""
    agreed = _agreed(visit, form)
    if form.errors or day is None:
        return meeting_page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), REVIEW, review_id, action="answer", parent=call_id)
            note_meeting(work, review_id, agreed, met_on=day, note=note)
    except NotAgreedYetError as error:
        for id in error.items:
            form.errors[f"points.{id}"] = _("Scrivete il punteggio deciso e il motivo.")
        return meeting_page(visit, form)
    return back("evaluator.review", "met", call_id=call_id, review_id=review_id)


@evaluator.post("/<call_id>/reviews/<review_id>/agree")
def agree_now(call_id: str, review_id: str) -> AnyResponse:
    """Agree with what the last meeting proposes, where it is still the one that the page showed."""
    visit = _open_done(call_id, review_id)
    shown = sent().line("shown", 32)
    try:
        with working() as work:
            load_for(work.session, actor(), REVIEW, review_id, action="answer", parent=call_id)
            agree(work, review_id, shown)
    except OldMeetingError:
        form = Typed(errors={"meeting": _("C'è una proposta più nuova: leggetela prima di dire sì.")})
        return meeting_page(visit, form)
    return back("evaluator.review", "agreed", call_id=call_id, review_id=review_id)


def meeting_page(visit: ReviewVisit, form: Typed) -> Response:
    """The own scores; with everybody's handed in, what the others gave, and the form of the meeting where it is due."""
    person_id, review_id = visit.desk.person_id, visit.review.id
    with reading() as session:
        others = others_for(session, person_id, review_id)
        all_in = others_in_for(session, person_id, review_id)
        met = consensus_for(session, person_id, review_id)
        history = history_of(session, person_id, review_id)
        moves = moves_of_review(session, person_id, review_id)
    own = {one.item: one for one in history if one.points is not None}
    scores = {"": {id: one.points for id, one in own.items() if one.points is not None}}
    scores |= {str(number): {id: one.points for id, one in given.items()} for number, given in others.items()}
    far = far_apart(visit.desk.items, scores) if all_in and others else ()
    return form.page(
        "evaluator/handed_in.html",
        visit=visit,
        items=visit.desk.items,
        own=own,
        others=others if all_in else {},
        all_in=all_in,
        far=far,
        met=met,
        to_meet=bool(far) and visit.review.state == "handed_in",
        agreement=agreement_words(agreement(visit.desk.items, list(scores.values()))) if all_in else "",
        history=history,
        moves=moves,
        states=review_states(),
        points=points_words,
        today=today().isoformat(),
        done=done_words(),
    )


def _open_done(call_id: str, review_id: str) -> ReviewVisit:
    visit = open_review(call_id, review_id, "answer")
    if not visit.review.done:
        raise NotThatReviewMoveError
    return visit


def _agreed(visit: ReviewVisit, form: Typed) -> dict[str, Given]:
    found: dict[str, Given] = {}
    words = fault_words()
    for item in visit.desk.items:
        text, reason = form.raw(f"points.{item.id}"), form.raw(f"reason.{item.id}")
        if not text and not reason:
            continue
        points, fault = _points(item, text), reason_fault(reason, ())
        if points is None:
            limits = {"low": points_words(item.scores[0]), "high": points_words(item.scores[-1])}
            form.errors[f"points.{item.id}"] = _("Scrivete un numero da %(low)s a %(high)s.") % limits
        elif fault is not None:
            form.errors[f"reason.{item.id}"] = words[fault]
        else:
            found[item.id] = Given(points, reason)
    return found


def _points(item: Item, text: str) -> Fraction | None:
    plain = text.replace(",", ".")
    try:
        found = Fraction(plain) if len(plain) <= 8 and "/" not in plain and "e" not in plain.lower() else None
    except ValueError:
        return None
    if found is None or not item.scores[0] <= found <= item.scores[-1]:
        return None
    return found if (found * HUNDRED).denominator == 1 else None
