"""The owner's walk: start, profile, hub, areas, duties, what is there already, result, report."""

from flask import Blueprint

firm = Blueprint("firm", __name__, url_prefix="/<any(it, en):language>/check-up")

from cip.web.firm import (  # noqa: E402
    again,
    already,
    area,
    compare,
    data,
    duties,
    following,
    hub,
    keep,
    leaving,
    measure,
    papers,
    plan,
    profile,
    quick,
    report,
    result,
    sites,
    start,
    what_if,
    why_not,
)

__all__ = [
    "again",
    "already",
    "area",
    "compare",
    "data",
    "duties",
    "firm",
    "following",
    "hub",
    "keep",
    "leaving",
    "measure",
    "papers",
    "plan",
    "profile",
    "quick",
    "report",
    "result",
    "sites",
    "start",
    "what_if",
    "why_not",
]
