"""Accounts: signing in and out, the second factor, one's own sessions, data and memberships."""

from flask import Blueprint

account = Blueprint("account", __name__, url_prefix="/<any(it, en):language>/account")

from cip.web.account import presence, signing  # noqa: E402

__all__ = ["account", "presence", "signing"]
