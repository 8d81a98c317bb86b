"""What associations see: needs of firms together, by area and sector, never of one."""

from flask import Blueprint

association = Blueprint("association", __name__, url_prefix="/<any(it, en):language>/association")

from cip.web.association import needs  # noqa: E402

__all__ = ["association", "needs"]
