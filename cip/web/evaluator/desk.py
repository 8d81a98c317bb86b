"""The calls that somebody judges, and the desk of one call: the sample files first, then the own files."""

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.reads import call_of
from cip.incentives.reads.evaluation import progress
from cip.incentives.reads.panels import places_of_person, sample_titles, samples_to_do
from cip.incentives.reads.reviews import reviews_of_person
from cip.web.account.guards import need_strong
from cip.web.done import done_words
from cip.web.evaluator import evaluator
from cip.web.evaluator.visit import open_desk
from cip.web.evaluator.words import review_states
from cip.web.state import reading


@evaluator.get("")
def index() -> AnyResponse:
    """The calls on whose panels somebody sits."""
    known = need_strong()
    with reading() as session:
        calls = [call_of(session, place.call_id) for place in places_of_person(session, known.person.id)]
    if len(calls) == 1:
        return redirect(url_for("evaluator.desk", call_id=calls[0].id))
    return Response(render_template("evaluator/index.html", calls=calls), mimetype="text/html")


@evaluator.get("/<call_id>")
def desk(call_id: str) -> str:
    """What somebody has to judge in a call, and nothing of what others have."""
    visit = open_desk(call_id)
    with reading() as session:
        reviews = reviews_of_person(session, visit.person_id, call_id)
        to_do = samples_to_do(session, call_id, visit.place.id)
        samples = sample_titles(session, call_id)
        # A file that somebody has still to judge is hidden from them there too.
        far = {one.application_id for one in progress(session, call_id, visit.person_id) if one.meet and not one.hidden}
    return render_template(
        "evaluator/desk.html",
        visit=visit,
        reviews=sorted(reviews, key=lambda one: (not one.open, one.file_number)),
        waiting=sum(one.open for one in reviews),
        samples=samples,
        to_meet=[one.id for one in reviews if one.state == "handed_in" and one.application_id in far],
        to_do=to_do,
        states=review_states(),
        done=done_words(),
    )
