"""The area of who administers the installation: bodies, firms by name and tax code, administrators."""

from flask import Blueprint

admin = Blueprint("admin", __name__, url_prefix="/<any(it, en):language>/admin")

from cip.web.admin import bodies, firms  # noqa: E402

__all__ = ["admin", "bodies", "firms"]
