"""A committee at one glance: the next meeting, open disputes, changes of the law, joinings to protocol, questions."""

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.calendar import due_things
from cip.agreement.lives import life_of
from cip.agreement.reads.committee_calendar import calendar_of
from cip.agreement.reads.committees import agreements_of_bodies
from cip.parties.reads import bodies_by_id
from cip.web.account.guards import need_strong
from cip.web.committee import committee
from cip.web.committee.visit import open_committee
from cip.web.done import done_words
from cip.web.state import agreement_book, now, reading, today


@committee.get("")
def index() -> AnyResponse:
    """The committees of whoever is signed in."""
    known = need_strong()
    with reading() as session:
        mine = agreements_of_bodies(session, known.standing.bodies("committee"))
        bodies = bodies_by_id(session, list(mine))
    if len(mine) == 1:
        return redirect(url_for("committee.home", body_id=next(iter(mine))))
    agreements = {body_id: agreement_book().by_id.get(agreement_id) for body_id, agreement_id in mine.items()}
    found = sorted(bodies.values(), key=lambda one: one.name)
    return Response(render_template("committee/index.html", bodies=found, agreements=agreements), mimetype="text/html")


@committee.get("/<body_id>")
def home(body_id: str) -> str:
    """What waits for the committee, the most urgent first."""
    visit = open_committee(body_id, "read")
    on = today()
    with reading() as session:
        calendar = calendar_of(session, visit.book, visit.committee, on, now())
    return render_template(
        "committee/home.html",
        visit=visit,
        calendar=calendar,
        things=due_things(calendar, on),
        life=life_of(visit.agreement, visit.book, on),
        on=on,
        done=done_words(),
    )
