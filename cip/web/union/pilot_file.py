"""The file of a pilot firm, for the unions that see the firm as joined: clauses, statements, that there is an award."""

from flask import Response, url_for

from cip.agreement.reads.attestations import statements_on
from cip.agreement.union_firms import count_statuses
from cip.incentives.pilot_file import ClauseCounts
from cip.incentives.reads.award_kinds import JOINED_AWARD
from cip.incentives.reads.pilot_file import pilot_file as file_of
from cip.parties.access import load_for
from cip.web.applying.visit import rules_of_day
from cip.web.pilot_shown import pilot_page
from cip.web.state import actor, now, reading
from cip.web.union import union
from cip.web.union.statuses import stands_for
from cip.web.union.visit import open_joined


@union.get("/firms/<adherence_id>/pilot/<award_id>")
def pilot_file(adherence_id: str, award_id: str) -> Response:
    """What a union may see of an award of a firm that joined."""
    visit = open_joined(adherence_id)
    with reading() as session:
        award = load_for(session, actor(), JOINED_AWARD, award_id, action="read", parent=visit.firm.firm_id)
        stands = stands_for(session, visit, statements_on(session, visit.id))
        counts = count_statuses(one.status for one in stands.clauses)
        clauses = ClauseCounts(
            counts.get("met", 0) + counts.get("settled", 0), counts.get("not_met", 0), counts.get("unknown", 0)
        )
        file = file_of(session, award, "union", rules_of_day(), now(), clauses=clauses)
    back = url_for("union.firm", adherence_id=adherence_id)
    return pilot_page(file, "union", visit, "union/frame.html", back_to=back, back_words=visit.firm.name)
