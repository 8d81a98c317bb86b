"""The area of the office (the Provincia): its calls, and what follows of each."""

from flask import Blueprint

from cip.web.account.guards import need_strong

office = Blueprint("office", __name__, url_prefix="/<any(it, en):language>/office")


@office.before_request
def signed_in_with_both_factors() -> None:
    """Every page here is for people who gave a second factor; what they may see is asked by `load_for`."""
    need_strong()


from cip.web.office import (  # noqa: E402
    admissibility,
    aid_heard,
    appeals,
    award,
    award_letters,
    award_register,
    awards,
    breaches,
    call,
    clarifications,
    days,
    evaluating,
    expenses,
    finance,
    home,
    money,
    monitoring,
    monitoring_papers,
    outages,
    panel,
    payment_award,
    payment_batch,
    payment_facts,
    payment_statements,
    payments,
    pilot_file,
    plan_import,
    premium,
    preparing,
    publishing,
    ranking,
    ranking_changes,
    ranking_files,
    refusals,
    rehearsing,
    reserve,
    timetable,
)

__all__ = [
    "admissibility",
    "aid_heard",
    "appeals",
    "award",
    "award_letters",
    "award_register",
    "awards",
    "breaches",
    "call",
    "clarifications",
    "days",
    "evaluating",
    "expenses",
    "finance",
    "home",
    "money",
    "monitoring",
    "monitoring_papers",
    "office",
    "outages",
    "panel",
    "payment_award",
    "payment_batch",
    "payment_facts",
    "payment_statements",
    "payments",
    "pilot_file",
    "plan_import",
    "premium",
    "preparing",
    "publishing",
    "ranking",
    "ranking_changes",
    "ranking_files",
    "refusals",
    "rehearsing",
    "reserve",
    "timetable",
]
