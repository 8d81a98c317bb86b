"""What everybody may read: home, how the score works, privacy, accessibility, sources, contacts, a sample result,
glossary, training cards, papers to fill in."""

from flask import Blueprint

entrance = Blueprint("entrance", __name__)
public = Blueprint("public", __name__, url_prefix="/<any(it, en):language>")

from cip.web.public import (  # noqa: E402
    about,
    agreements,
    calendar,
    cards,
    glossary,
    home,
    leave_hours,
    measures,
    papers,
    plan_check,
    questionnaire,
    resume,
    sample,
    ui,
)

__all__ = [
    "about",
    "agreements",
    "calendar",
    "cards",
    "entrance",
    "glossary",
    "home",
    "leave_hours",
    "measures",
    "papers",
    "plan_check",
    "public",
    "questionnaire",
    "resume",
    "sample",
    "ui",
]
