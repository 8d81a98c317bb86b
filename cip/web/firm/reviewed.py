"""What the consultant answered beside the firm, for the firm to read; and the way to reopen what was validated."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from cip.assessment.actions import reopen_check_up
from cip.assessment.reads import CHECK_UP
from cip.parties.access import permit
from cip.web.firm import firm
from cip.web.firm.visit import open_visit
from cip.web.firm.words import page_words
from cip.web.sides import Reviewed, Row, part_name, reviewed, state_names
from cip.web.state import actor, working
from cip.web.verified_shown import shown_verified


@firm.get("/<check_up_id>/review")
def review(check_up_id: str) -> str:
    """Both answers side by side, part by part; nothing can be changed here."""
    visit = open_visit(check_up_id, "read", with_result=True)
    found = reviewed(visit)
    return render_template(
        "firm/review.html",
        visit=visit,
        reviewed=found,
        verified=shown_verified(visit, found.validated),
        parts=[_part(found, section) for section in found.sections],
        states=state_names(),
        **page_words(visit),
    )


def _part(found: Reviewed, section: str) -> tuple[str, str, list[Row], int]:
    """A part of the walk: its id and name, the questions that somebody looked at or that have changed, how many are
    left.
    """
    rows = list(found.rows(section))
    told = [row for row in rows if row.side.state != "not_reviewed"]
    return section, part_name(found.visit, section), told, len(rows) - len(told)


@firm.get("/<check_up_id>/reopen")
def reopen(check_up_id: str) -> str | Response:
    """What it means to reopen a validated check-up."""
    visit = open_visit(check_up_id, "reopen")
    if visit.check_up.validated_at is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    return render_template("firm/reopen.html", visit=visit, **page_words(visit))


@firm.post("/<check_up_id>/reopen")
def reopen_now(check_up_id: str) -> Response:
    """Let answers change again."""
    visit = open_visit(check_up_id, "reopen")
    with working() as work:
        permit(work.session, actor(), CHECK_UP, visit.check_up, action="reopen")
        reopen_check_up(work, check_up_id)
    return redirect(url_for("firm.hub", check_up_id=check_up_id), 303)
