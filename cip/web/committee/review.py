"""The review of the clauses after a change of the law (clause F-08): what changed, what becomes of each clause."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.note_meeting import NotThatMeetingError, review_clauses
from cip.agreement.reads import COMMITTEE
from cip.agreement.reads.committees import meetings_of_committee, reviews_of
from cip.agreement.reviews import VERDICTS, Alert, Verdict, alert, clauses_to_review, standing_verdicts
from cip.parties.access import load_for
from cip.web.committee import committee
from cip.web.committee.visit import CommitteeVisit, open_committee
from cip.web.committee.words import meeting_words, verdict_words
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent


@committee.get("/<body_id>/review")
def review(body_id: str) -> Response:
    """What changed in the law since the last review, clause by clause."""
    return _page(open_committee(body_id, "read"), Typed())


@committee.post("/<body_id>/review")
def review_now(body_id: str) -> AnyResponse:
    """Note what a meeting said of each clause."""
    visit = open_committee(body_id, "log")
    waits = _alert(visit)
    asked = clauses_to_review(waits.changes)
    form = sent()
    with reading() as session:
        meetings = [one.id for one in meetings_of_committee(session, body_id)]
    meeting_id = form.choice("meeting_id", meetings or [""], _("Scegliete la riunione in cui ne avete parlato."))
    verdicts = _verdicts(form, asked)
    if form.errors:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), COMMITTEE, body_id, action="log")
            known = waits.law_known_to
            review_clauses(work, body_id, meeting_id, verdicts, asked=asked, law_known_to=known)
    except NotThatMeetingError:
        form.errors["meeting_id"] = _("Scegliete la riunione in cui ne avete parlato.")
        return _page(visit, form)
    return back("committee.review", "saved", body_id=body_id)


def _verdicts(form: Typed, asked: tuple[str, ...]) -> dict[str, Verdict]:
    found: dict[str, Verdict] = {}
    for clause in asked:
        said = request.form.get(f"verdict-{clause}", "")
        if said in VERDICTS:
            found[clause] = said
        else:
            form.errors[f"verdict-{clause}"] = _("Scegliete che cosa ne è di %(clause)s.") % {"clause": clause}
    if not asked:
        form.errors["meeting_id"] = _("Non c'è niente da rivedere oggi.")
    return found


def _alert(visit: CommitteeVisit) -> Alert:
    with reading() as session:
        reviews = reviews_of(session, visit.agreement.id)
    return alert(visit.book, visit.agreement, reviews, visit.number("review_days"), today())


def _page(visit: CommitteeVisit, form: Typed) -> Response:
    waits = _alert(visit)
    with reading() as session:
        meetings = meetings_of_committee(session, visit.id)
        reviews = reviews_of(session, visit.agreement.id)
    return form.page(
        "committee/review.html",
        visit=visit,
        alert=waits,
        asked=[visit.book.clause_of[clause] for clause in clauses_to_review(waits.changes)],
        law=visit.book.law.parameters,
        meetings=meetings,
        kinds=meeting_words(),
        verdicts=verdict_words(),
        reviews=reviews,
        standing=standing_verdicts(reviews),
        done=done_words(),
    )
