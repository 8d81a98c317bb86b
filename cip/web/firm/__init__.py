"""The owner's walk: start, profile, hub, areas, duties, what is there already, result, report."""

from flask import Blueprint

firm = Blueprint("firm", __name__, url_prefix="/<any(it, en):language>/check-up")

from cip.web.firm import (  # noqa: E402
    already,
    area,
    duties,
    following,
    hub,
    keep,
    leaving,
    profile,
    quick,
    report,
    result,
    start,
    what_if,
)

__all__ = [
    "already",
    "area",
    "duties",
    "firm",
    "following",
    "hub",
    "keep",
    "leaving",
    "profile",
    "quick",
    "report",
    "result",
    "start",
    "what_if",
]
