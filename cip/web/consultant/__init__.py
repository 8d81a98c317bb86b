"""Consultants: the firms that they accompany, the visit, both answers side by side, validation, meetings."""

from flask import Blueprint

from cip.web.account.guards import need_strong

consultant = Blueprint("consultant", __name__, url_prefix="/<any(it, en):language>/consultant")


@consultant.before_request
def signed_in_with_both_factors() -> None:
    """Every page here is for people who gave a second factor; what they may see is asked by `load_for`."""
    need_strong()


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
