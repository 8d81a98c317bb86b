"""The offices of whoever is signed in, and the calls of one."""

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.calls import OfficeCall
from cip.incentives.reads import calls_of_body
from cip.parties.reads import bodies_by_id
from cip.web.account.guards import need_strong
from cip.web.call_words import moment, next_words
from cip.web.done import done_words
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.visit import open_office
from cip.web.state import now, reading


@office.get("")
def index() -> AnyResponse:
    """The offices of whoever is signed in: the only one at once."""
    mine = need_strong().standing.bodies("office")
    if len(mine) == 1:
        return redirect(url_for("office.home", body_id=mine[0]))
    with reading() as session:
        found = sorted(bodies_by_id(session, mine).values(), key=lambda one: one.name)
    return Response(render_template("office/index.html", bodies=found), mimetype="text/html")


@office.get("/<body_id>")
def home(body_id: str) -> Response:
    """The calls of an office, each with where it stands and what there is to do."""
    visit = open_office(body_id, "read")
    with reading() as session:
        calls = calls_of_body(session, body_id)
    listed = [(call, call.state_at(now()), next_line(call)) for call in calls]
    page = render_template("office/home.html", visit=visit, calls=listed, done=done_words())
    return Response(page, mimetype="text/html")


def next_line(call: OfficeCall) -> str:
    """What comes next of a call: its moment where the clock brings it, else what the office does."""
    state = call.state_at(now())
    if state == "published" and call.opens_at is not None:
        return _("Si apre il %(at)s.") % {"at": moment(call.opens_at)}
    if state == "open" and call.closes_at is not None:
        return _("Si chiude il %(at)s.") % {"at": moment(call.closes_at)}
    return next_words(state)
