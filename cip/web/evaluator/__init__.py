"""The area of evaluators: the calls that they judge, their files, the sample files, meetings about far scores."""

from flask import Blueprint

from cip.web.account.guards import need_strong

evaluator = Blueprint("evaluator", __name__, url_prefix="/<any(it, en):language>/evaluator")


@evaluator.before_request
def signed_in_with_both_factors() -> None:
    """Every page here is for people who gave a second factor; what they may see is asked by `load_for`."""
    need_strong()


from cip.web.evaluator import declaring, desk, meeting, refusals, samples, scoring  # noqa: E402

__all__ = ["declaring", "desk", "evaluator", "meeting", "refusals", "samples", "scoring"]
