"""A firm's home: its check-ups, its people, who acts for it, and what to do next."""

from flask import Response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.assessment.reads import check_ups_of_firm, coverages_of, states_of
from cip.incentives.reads import awards_of_firm
from cip.parties.access import NotYoursError, load_for, roles_on_firm
from cip.parties.reads import (
    FIRM,
    counts_of,
    find_firm,
    mandates_given,
    members_of,
    requests_of_firm,
    seats_of,
    workforce_of,
)
from cip.web.done import back, done_words
from cip.web.owner import owner
from cip.web.owner.next_steps import Situation, next_steps
from cip.web.owner.visit import FirmVisit, open_firm
from cip.web.state import actor, reading, today


@owner.get("/<firm_id>")
def home(firm_id: str) -> AnyResponse:
    """Everything of a firm at one glance. One that was taken over points on to who took it."""
    try:
        visit = open_firm(firm_id, "read")
    except NotYoursError:
        following = _taken_over_by(firm_id)
        if following is None:
            raise
        return back("owner.home", firm_id=following)
    with reading() as database:
        check_ups = check_ups_of_firm(database, firm_id)
        standings = states_of(database, [one.check_up for one in check_ups])
        coverages = coverages_of(database, [one.check_up.id for one in check_ups])
        given = mandates_given(database, firm_id)
        asked = requests_of_firm(database, firm_id)
        members = members_of(database, firm_id)
        seats = seats_of(database, firm_id)
        awarded = bool(awards_of_firm(database, firm_id))
        counted = bool(counts_of(database, firm_id)) or workforce_of(database, firm_id) is not None
    in_force = [one for one in given if one.mandate.in_force(today())]
    applies = bool(roles_on_firm(visit.actor, firm_id, "application"))
    situation = Situation(check_ups, in_force, asked, counted, _survey_of(visit))
    page = render_template(
        "owner/home.html",
        visit=visit,
        check_ups=check_ups,
        members=members,
        standings=standings,
        coverages=coverages,
        in_force=in_force,
        asked=[one for one in asked if one.waits],
        seats=seats,
        next_things=next_steps(visit, situation) if visit.may("adopt") else [],
        survey=situation.surveys,
        applies=applies,
        awarded=applies and awarded,
        done=done_words(),
    )
    return Response(page, mimetype="text/html")


def _taken_over_by(firm_id: str) -> str | None:
    with reading() as database:
        gone = find_firm(database, firm_id)
        if gone is None or gone.merged_into is None:
            return None
        return load_for(database, actor(), FIRM, gone.merged_into, action="read").id


def _survey_of(visit: FirmVisit) -> str | None:
    """The page of the firm's surveys, for who may see it: a consultant only with a mandate for that."""
    if not roles_on_firm(visit.actor, visit.id, "survey"):
        return None
    return url_for("owner.surveys", firm_id=visit.id)
