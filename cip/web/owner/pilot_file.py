"""The file of a pilot firm, for the firm itself and for who has its mandate for applications."""

from flask import Response

from cip.incentives.pilot_file import Viewer
from cip.incentives.reads.pilot_file import pilot_file as file_of
from cip.web.applying.visit import rules_of_day
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.awards import open_award
from cip.web.pilot_shown import pilot_page
from cip.web.state import now, reading


@owner.get("/<firm_id>/pilot/<award_id>")
def pilot_file(firm_id: str, award_id: str) -> Response:
    """Everything about this call on one page."""
    visit = open_award(firm_id, award_id, "read")
    viewer: Viewer = "owner" if visit.roles & {"owner", "collaborator"} else "consultant"
    with reading() as session:
        file = file_of(session, visit.award, viewer, rules_of_day(), now())
    back = {"back_to": visit.url("owner.award"), "back_words": _("Il vostro contributo")}
    return pilot_page(file, viewer, visit, "owner/frame.html", **back)
