"""A firm's home: its check-ups, its people, who acts for it, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.assessment.reads import FirmCheckUp, check_ups_of_firm, coverages_of, states_of
from cip.parties.access import NotYoursError, load_for, roles_on_firm
from cip.parties.belonging import NamedMandate
from cip.parties.help_requests import HelpRequest
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
from cip.web.owner.register import adoptable
from cip.web.owner.visit import FirmVisit, open_firm
from cip.web.state import actor, reading, today


@dataclass(frozen=True, slots=True)
class NextThing:
    """Something worth doing: a word for the template, and where."""

    what: str
    address: str


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
        counted = bool(counts_of(database, firm_id)) or workforce_of(database, firm_id) is not None
    in_force = [one for one in given if one.mandate.in_force(today())]
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
        next_things=list(_next(visit, check_ups, in_force, asked, counted=counted)) if visit.may("adopt") else [],
        survey=_survey_of(visit),
        done=done_words(),
    )
    return Response(page, mimetype="text/html")


def _taken_over_by(firm_id: str) -> str | None:
    with reading() as database:
        gone = find_firm(database, firm_id)
        if gone is None or gone.merged_into is None:
            return None
        return load_for(database, actor(), FIRM, gone.merged_into, action="read").id


def _next(
    visit: FirmVisit,
    check_ups: Sequence[FirmCheckUp],
    mandates: Sequence[NamedMandate],
    asked: Sequence[HelpRequest],
    *,
    counted: bool,
) -> Sequence[NextThing]:
    """What is worth doing now, the most urgent first."""
    found: list[NextThing] = []
    held = adoptable()
    if held is not None:
        found.append(NextThing("adopt", url_for("owner.adopt", check_up_id=held)))
    if any(one.state == "accepted" for one in asked) and visit.may("mandate"):
        found.append(NextThing("confirm", url_for("owner.help", firm_id=visit.id)))
    unfinished = next((one for one in check_ups if one.result_on is None), None)
    if unfinished is not None:
        found.append(NextThing("finish", url_for("firm.hub", check_up_id=unfinished.check_up.id)))
    if not mandates and not any(one.waits for one in asked) and visit.may("mandate"):
        found.append(NextThing("help", url_for("owner.help", firm_id=visit.id)))
    if not counted:
        found.append(NextThing("count", url_for("owner.counters", firm_id=visit.id)))
    return found


def _survey_of(visit: FirmVisit) -> str | None:
    """The page of the firm's surveys, for who may see it: a consultant only with a mandate for that."""
    if not roles_on_firm(visit.actor, visit.id, "survey"):
        return None
    return url_for("owner.surveys", firm_id=visit.id)
