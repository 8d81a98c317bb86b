"""Which measures of a plan wait for somebody to look at them: what a reminder asks before it is sent."""

from datetime import date

from sqlalchemy.orm import Session

from cip.assessment.plan import PlannedMeasure, read_plan
from cip.assessment.plan_states import in_force
from cip.assessment.reads.answers import current_answers
from cip.assessment.reads.plan_versions import plan_signatures_of, plan_versions_of


def open_looks(session: Session, check_up_id: str, months: int, on: date) -> tuple[PlannedMeasure, ...]:
    """The measures whose look after so many months is due by `on` and was not taken; none without a signed plan, and
    none where the check-up is gone. A start that was moved moves the look with it.
    """
    held = in_force(plan_versions_of(session, check_up_id), plan_signatures_of(session, check_up_id))
    if held is None:
        return ()
    plan = read_plan(current_answers(session, check_up_id).extra["plan"], held.follow_up_months)
    return tuple(item for item in plan.measures if any(look.months == months for look in item.overdue(on)))
