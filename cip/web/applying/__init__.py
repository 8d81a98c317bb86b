"""A firm applies to calls: which are open, the one-minute check, the form, documents, the sign-off, sending, receipts;
and what anybody may do without an account: check alone, and read that a digest arrived.
"""

from flask import Blueprint

applying = Blueprint("applying", __name__, url_prefix="/<any(it, en):language>/firm")
receipts = Blueprint("receipts", __name__, url_prefix="/<any(it, en):language>")

from cip.web.applying import (  # noqa: E402
    answers,
    checking,
    documents,
    hub,
    listing,
    outcome,
    public,
    receipt,
    sending,
)

__all__ = [
    "answers",
    "applying",
    "checking",
    "documents",
    "hub",
    "listing",
    "outcome",
    "public",
    "receipt",
    "receipts",
    "sending",
]
