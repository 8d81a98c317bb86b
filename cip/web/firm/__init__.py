"""The owner's walk: start, profile, hub, areas, duties, what is there already, result, report."""

from flask import Blueprint

firm = Blueprint("firm", __name__, url_prefix="/<any(it, en):language>/check-up")

from cip.web.firm import already, area, duties, hub, leaving, profile, report, result, start, what_if  # noqa: E402

__all__ = ["already", "area", "duties", "firm", "hub", "leaving", "profile", "report", "result", "start", "what_if"]
