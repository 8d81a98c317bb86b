"""The pages of workers: no account, one code, twelve questions. Nothing of who asks is kept or written to a log."""

from flask import Blueprint

worker = Blueprint("worker", __name__, url_prefix="/<any(it, en):language>/voice")

from cip.web.worker import answering  # noqa: E402

__all__ = ["answering", "worker"]
