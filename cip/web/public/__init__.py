"""What everybody may read: home, how the score works, privacy, accessibility, sources, contacts, a sample result."""

from flask import Blueprint

entrance = Blueprint("entrance", __name__)
public = Blueprint("public", __name__, url_prefix="/<any(it, en):language>")

from cip.web.public import about, home, sample  # noqa: E402

__all__ = ["about", "entrance", "home", "public", "sample"]
