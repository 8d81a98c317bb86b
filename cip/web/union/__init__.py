"""Unions: the firms that joined where they work, what they say of clauses and saw, what is to be looked at again."""

from flask import Blueprint

from cip.web.account.guards import need_strong

union = Blueprint("union", __name__, url_prefix="/<any(it, en):language>/union")


@union.before_request
def signed_in_with_both_factors() -> None:
    """Every page here is for people who gave a second factor; what they may see is asked by `load_for`."""
    need_strong()


from cip.web.union import firms, looking, pilot_file, saying, sheet, visits  # noqa: E402

__all__ = ["firms", "looking", "pilot_file", "saying", "sheet", "union", "visits"]
