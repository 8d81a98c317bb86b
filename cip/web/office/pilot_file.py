"""The file of a pilot firm, for the office whose call it is about."""

from flask import Response, url_for

from cip.incentives.reads import AWARD
from cip.incentives.reads.pilot_file import pilot_file as file_of
from cip.parties.access import load_for
from cip.web.applying.visit import rules_of_day
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.reserve import CALL_PAGE
from cip.web.office.visit import open_call
from cip.web.pilot_shown import pilot_page
from cip.web.state import actor, now, reading


@office.get(f"{CALL_PAGE}/awards/<award_id>/file")
def pilot_file(body_id: str, call_id: str, award_id: str) -> Response:
    """Everything that the office may see of this firm and call, on one page."""
    visit = open_call(body_id, call_id, "read")
    with reading() as session:
        award = load_for(session, actor(), AWARD, award_id, action="read", parent=call_id)
        file = file_of(session, award, "office", rules_of_day(), now())
    back = url_for("office.award", body_id=body_id, call_id=call_id, award_id=award_id)
    return pilot_page(file, "office", visit, "office/frame.html", back_to=back, back_words=_("Il contributo"))
