"""What everybody may read of calls: the list, each call whole, its rules as a file."""

from flask import Blueprint

calls = Blueprint("calls", __name__, url_prefix="/<any(it, en):language>/calls")

from cip.web.calls import pages, ranking  # noqa: E402

__all__ = ["calls", "pages", "ranking"]
