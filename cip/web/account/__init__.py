"""Accounts: signing in and out, the second factor, one's own sessions, data and memberships."""

from flask import Blueprint

account = Blueprint("account", __name__, url_prefix="/<any(it, en):language>/account")

from cip.web.account import (  # noqa: E402
    calendar,
    choosing,
    email,
    factor,
    guards,
    joining,
    leaving,
    links,
    overview,
    presence,
    signing,
)

__all__ = [
    "account",
    "calendar",
    "choosing",
    "email",
    "factor",
    "guards",
    "joining",
    "leaving",
    "links",
    "overview",
    "presence",
    "signing",
]
