"""Whoever prepares the payslips: the numbers of one check-up, by a link that ends, without an account."""

from flask import Blueprint

adviser = Blueprint("adviser", __name__, url_prefix="/<any(it, en):language>/numbers")

from cip.web.adviser import filling  # noqa: E402

__all__ = ["adviser", "filling"]
