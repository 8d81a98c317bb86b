"""A firm's own area: registering it, its check-ups, people, mandates, requests for help, its counters; and the pages
that invitations lead to.
"""

from flask import Blueprint

owner = Blueprint("owner", __name__, url_prefix="/<any(it, en):language>/firm")
invitation = Blueprint("invitation", __name__, url_prefix="/<any(it, en):language>/invitation")

from cip.web.owner import (  # noqa: E402
    adopting,
    counting,
    helping,
    home,
    invited,
    mandates,
    people,
    register,
    survey_result,
    surveys,
    workforce,
)

__all__ = [
    "adopting",
    "counting",
    "helping",
    "home",
    "invitation",
    "invited",
    "mandates",
    "owner",
    "people",
    "register",
    "survey_result",
    "surveys",
    "workforce",
]
