"""What everybody may read: home, how the score works, privacy, accessibility, sources, contacts, a sample result,
glossary, training cards, papers to fill in."""

from flask import Blueprint

entrance = Blueprint("entrance", __name__)
public = Blueprint("public", __name__, url_prefix="/<any(it, en):language>")

from cip.web.public import about, cards, glossary, home, measures, papers, questionnaire, resume, sample, ui  # noqa: E402

__all__ = [
    "about",
    "cards",
    "entrance",
    "glossary",
    "home",
    "measures",
    "papers",
    "public",
    "questionnaire",
    "resume",
    "sample",
    "ui",
]
