"""A sample file: judged first, then shown beside the scores that are right, with the agreement index."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.judge import NotCompleteError
from cip.incentives.actions.try_samples import try_sample
from cip.incentives.evaluation import agreement
from cip.incentives.reads.evaluation_kinds import PANEL
from cip.incentives.reads.panels import sample_scores, sample_texts, sample_titles, samples_of
from cip.parties.access import NotYoursError, load_for
from cip.web.done import back, done_words
from cip.web.evaluator import evaluator
from cip.web.evaluator.score_form import read_scores, whole
from cip.web.evaluator.visit import DeskVisit, open_desk
from cip.web.evaluator.words import agreement_words, fault_words, faults_by_field, points_words
from cip.web.state import actor, reading, working
from cip.web.typed import Typed, sent


@evaluator.get("/<call_id>/samples/<sample_id>")
def sample(call_id: str, sample_id: str) -> Response:
    """The sample file with the form; once handed in, with the right scores."""
    return _page(open_desk(call_id), sample_id, Typed())


@evaluator.post("/<call_id>/samples/<sample_id>")
def sample_now(call_id: str, sample_id: str) -> AnyResponse:
    """Hand in the scores of a sample file, once."""
    visit = open_desk(call_id)
    _title(visit, sample_id)
    form, typing = sent(), read_scores(visit.items)
    for id, (points, _reason) in typing.items():
        if points is None:
            form.errors[f"points.{id}"] = fault_words()["no_points"]
    if form.errors:
        return _page(visit, sample_id, form)
    try:
        with working() as work:
            load_for(work.session, actor(), PANEL, call_id, action="answer")
            try_sample(work, call_id, sample_id, visit.person_id, whole(typing))
    except NotCompleteError as error:
        form.errors.update(faults_by_field(error.faults))
        return _page(visit, sample_id, form)
    return back("evaluator.sample", "saved", call_id=call_id, sample_id=sample_id)


def _title(visit: DeskVisit, sample_id: str) -> str:
    with reading() as session:
        titles = sample_titles(session, visit.id)
    if sample_id not in titles:
        raise NotYoursError
    return titles[sample_id]


def _page(visit: DeskVisit, sample_id: str, form: Typed) -> Response:
    title = _title(visit, sample_id)
    with reading() as session:
        texts = sample_texts(session, sample_id)
        own = sample_scores(session, visit.place.id).get(sample_id)
        # Only who has handed in their own reads the right ones.
        right = next((one for one in samples_of(session, visit.id) if one.id == sample_id), None) if own else None
    index = ""
    if own and right:
        given = {id: points for id, (points, _reason) in own.items()}
        index = agreement_words(agreement(visit.items, [given, right.gold]))
    return form.page(
        "evaluator/sample.html",
        visit=visit,
        title=title,
        texts=texts,
        own=own,
        right=right,
        index=index,
        items=visit.items,
        points=points_words,
        done=done_words(),
    )
