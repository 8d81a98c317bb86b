"""Which measures of a plan wait for somebody to look at them: what a reminder asks before it is sent.

A check-up that was followed by another one left it its plan: looks are taken there. What was signed holds on until
something newer is signed, also after the next check-up began.
"""

from datetime import date

from sqlalchemy.orm import Session

from cip.assessment.plan import PlannedMeasure, read_plan
from cip.assessment.plan_states import in_force
from cip.assessment.plan_versions import PlanVersion
from cip.assessment.reads.answers import current_answers
from cip.assessment.reads.check_ups import find_check_up
from cip.assessment.reads.holders import next_of
from cip.assessment.reads.plan_versions import plan_signatures_of, plan_versions_of


def newest_after(session: Session, check_up_id: str) -> str:
    """The last of the check-ups that followed this one, whose plan is the one to look at; itself if none did."""
    while (following := next_of(session, check_up_id)) is not None:
        check_up_id = following
    return check_up_id


def plan_in_force(session: Session, check_up_id: str) -> PlanVersion | None:
    """The signed version that holds in a check-up: its own, else that of the check-up it followed."""
    current: str | None = check_up_id
    while current is not None:
        held = in_force(plan_versions_of(session, current), plan_signatures_of(session, current))
        if held is not None:
            return held
        check_up = find_check_up(session, current)
        current = None if check_up is None else check_up.previous_id
    return None


def open_looks(
    session: Session, check_up_id: str, months: int, on: date, due: date | None = None
) -> tuple[PlannedMeasure, ...]:
    """The measures whose look after so many months is due by `on` and was not taken; with `due` only those that are due
    on that very day, so that a start that was moved leaves the day it had before without a look.

    None without a signed plan, where the check-up is gone, and where nobody could write a look any more: it was closed,
    or another one followed.
    """
    check_up, held = find_check_up(session, check_up_id), plan_in_force(session, check_up_id)
    if check_up is None or check_up.closed_at is not None or held is None:
        return ()
    if next_of(session, check_up_id) is not None:
        return ()
    plan = read_plan(current_answers(session, check_up_id).extra["plan"], held.follow_up_months)
    return tuple(
        item
        for item in plan.measures
        if any(look.months == months and due in (None, look.due) for look in item.overdue(on))
    )
