"""Publishing: what still stands in the way, and the button of the second person."""

from flask import Response, render_template
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.move_call import NotYetError
from cip.incentives.actions.publish_call import publish_call, publishing_blocks
from cip.incentives.call_states import PREPARED
from cip.incentives.reads import CALL
from cip.parties.access import NotYoursError, load_for
from cip.web.account.guards import need_fresh
from cip.web.account.keys import secret_key
from cip.web.done import back, done_words
from cip.web.office import office
from cip.web.office.visit import CallVisit, open_call
from cip.web.state import actor, call_packs, now, reading, working


@office.get("/<body_id>/calls/<call_id>/publishing")
def publishing(body_id: str, call_id: str) -> Response:
    """The list of what is missing; the button where nothing is."""
    return _page(open_call(body_id, call_id, "publish"))


@office.post("/<body_id>/calls/<call_id>/publishing")
def publish(body_id: str, call_id: str) -> AnyResponse:
    """Publish it: by who gave the password a short time ago."""
    visit = open_call(body_id, call_id, "publish")
    need_fresh()
    template = call_packs().get(visit.call.rule_id)
    if template is None:  # pragma: no cover - a call without its template is not opened
        raise NotYoursError
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="publish", parent=body_id)
            publish_call(work, call_id, template, secret_key())
    except NotYetError:
        return _page(open_call(body_id, call_id, "publish"), 409)
    return back("office.call", "call_published", body_id=body_id, call_id=call_id)


def _page(visit: CallVisit, status: int = 200) -> Response:
    fixed = visit.state not in PREPARED
    with reading() as session:
        blocks = () if fixed else publishing_blocks(session, visit.call, visit.pack, visit.person_id, now())
    page = render_template("office/publishing.html", visit=visit, blocks=blocks, fixed=fixed, done=done_words())
    return Response(page, status, mimetype="text/html")
