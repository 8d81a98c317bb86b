"""The area of committees: their agreement, seats, meetings, disputes, reviews, questions, the firms that joined; and
(`matters`) what firms and unions bring before them.
"""

from flask import Blueprint

committee = Blueprint("committee", __name__, url_prefix="/<any(it, en):language>/committee")
matters = Blueprint("matters", __name__, url_prefix="/<any(it, en):language>")

from cip.web.committee import (  # noqa: E402
    appointing,
    bringing,
    changing,
    days,
    disputes,
    firms,
    home,
    meetings,
    questions,
    register,
    review,
    seats,
    yearly,
)

__all__ = [
    "appointing",
    "bringing",
    "changing",
    "committee",
    "days",
    "disputes",
    "firms",
    "home",
    "matters",
    "meetings",
    "questions",
    "register",
    "review",
    "seats",
    "yearly",
]
