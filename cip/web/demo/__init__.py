"""Pages of a demonstration alone: `cip run --demo` registers them, nothing else does."""

from flask import Blueprint

demo = Blueprint("demo", __name__, url_prefix="/<any(it, en):language>/demo")

from cip.web.demo import mails, people  # noqa: E402

__all__ = ["demo", "mails", "people"]
