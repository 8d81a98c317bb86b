"""Open data that everybody may read without an account: awards, calls, what programmes reached. It only answers GET."""

from flask import Blueprint

data = Blueprint("data", __name__, url_prefix="/<any(it, en):language>/data")

from cip.web.data import pages  # noqa: E402

__all__ = ["data", "pages"]
