"""Who administers the installation says of which agreement a body is the committee."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.seat_committee import CommitteeKnownError, appoint_committee
from cip.agreement.reads.committees import find_committee
from cip.parties.access import NotYoursError, load_for
from cip.parties.reads import BODY, PLATFORM
from cip.parties.standing import PLATFORM_ID
from cip.rulebook.shapes.agreement import STATUTE
from cip.web.admin.bodies import open_admin
from cip.web.committee import committee
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.state import actor, agreement_book, reading, working
from cip.web.typed import Typed, sent


@committee.get("/<body_id>/appoint")
def appoint(body_id: str) -> Response:
    """Of which agreement a body is the committee."""
    open_admin()
    return _page(body_id, Typed())


@committee.post("/<body_id>/appoint")
def appoint_now(body_id: str) -> AnyResponse:
    """Say it, once: an agreement has one committee."""
    open_admin(fresh=True)
    form = sent()
    choices = [one.id for one in agreement_book().agreements if one.id != STATUTE]
    agreement_id = form.choice("agreement_id", choices, _("Scegliete un accordo."))
    if form.errors:
        return _page(body_id, form)
    try:
        with working() as work:
            load_for(work.session, actor(), PLATFORM, PLATFORM_ID, action="manage")
            load_for(work.session, actor(), BODY, body_id, action="manage")
            appoint_committee(work, body_id, agreement_id)
    except CommitteeKnownError:
        form.errors["agreement_id"] = _("Questo accordo ha già un comitato, o questo ente ha già un accordo.")
        return _page(body_id, form)
    return back("committee.appoint", "saved", body_id=body_id)


def _page(body_id: str, form: Typed) -> Response:
    with reading() as session:
        body = load_for(session, actor(), BODY, body_id, action="manage")
        found = find_committee(session, body_id)
    if body.kind != "committee":
        raise NotYoursError
    return form.page(
        "committee/appoint.html",
        body=body,
        agreement=agreement_book().by_id.get(found.agreement_id) if found else None,
        agreements=[one for one in agreement_book().agreements if one.id != STATUTE],
        done=done_words(),
    )
