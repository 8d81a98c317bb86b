"""The area of bodies: their people, where they work, which firms gave them a mandate, who asks for help."""

from flask import Blueprint

body = Blueprint("body", __name__, url_prefix="/<any(it, en):language>/body")

from cip.web.body import home, people, requests  # noqa: E402

__all__ = ["body", "home", "people", "requests"]
