"""Consultants: the firms that they accompany, the visit, both answers side by side, validation, meetings."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from cip.parties.access import NotYoursError
from cip.web.account.guards import need_session, need_strong
from cip.web.places import first_place

consultant = Blueprint("consultant", __name__, url_prefix="/<any(it, en):language>/consultant")


@consultant.before_request
def signed_in_with_both_factors() -> Response | None:
    """Every page here is for people who gave a second factor; what they may see is asked by `load_for`. Who is of no
    body has nothing to give it for: the list leads them to their own place, the other pages are not there for them.
    """
    if not any(one.party_kind == "body" for one in need_session().standing.memberships):
        if request.endpoint == "consultant.portfolio":
            return redirect(first_place(), 303)
        raise NotYoursError
    need_strong()
    return None


from cip.web.consultant import (  # noqa: E402
    key_in,
    meeting,
    meetings,
    narrative,
    notes,
    portfolio,
    review,
    validating,
    visit_sheet,
)

__all__ = [
    "consultant",
    "key_in",
    "meeting",
    "meetings",
    "narrative",
    "notes",
    "portfolio",
    "review",
    "validating",
    "visit_sheet",
]
