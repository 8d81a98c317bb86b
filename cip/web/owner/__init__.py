"""A firm's own area: registering it, its check-ups, people, mandates, requests for help, its counters; and the pages
that invitations lead to.
"""

from flask import Blueprint

owner = Blueprint("owner", __name__, url_prefix="/<any(it, en):language>/firm")
invitation = Blueprint("invitation", __name__, url_prefix="/<any(it, en):language>/invitation")

from cip.web.owner import (  # noqa: E402
    adherence,
    adopting,
    agreements,
    clarifications,
    clause_proofs,
    counting,
    firm_size,
    helping,
    home,
    invited,
    joining,
    leaving_agreement,
    mandates,
    own_checks,
    people,
    register,
    signing,
    standing,
    state_aid,
    statements,
    survey_result,
    surveys,
    workforce,
)

__all__ = [
    "adherence",
    "adopting",
    "agreements",
    "clarifications",
    "clause_proofs",
    "counting",
    "firm_size",
    "helping",
    "home",
    "invitation",
    "invited",
    "joining",
    "leaving_agreement",
    "mandates",
    "own_checks",
    "owner",
    "people",
    "register",
    "signing",
    "standing",
    "state_aid",
    "statements",
    "survey_result",
    "surveys",
    "workforce",
]
