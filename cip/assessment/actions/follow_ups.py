"""The looks at the measures of a signed plan are put into the outbox, each to be told on its day."""

from collections.abc import Iterable

from cip.assessment.plan import Plan, PlannedMeasure, read_plan
from cip.assessment.reads.answers import current_answers
from cip.assessment.reads.plan_looks import plan_in_force
from cip.database import outbox
from cip.database.work import Work
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import today

_ID_LENGTH = 32


def put_follow_ups(work: Work, check_up_id: str, codes: Iterable[str] | None = None) -> int:
    """Order a reminder for each look still ahead at the measures `codes` (None: all) of a plan of which a signed
    version holds; how many days were ordered. A day that was ordered before is not ordered again; whether there is
    still something to look at is asked when it comes (`open_looks`).
    """
    held = plan_in_force(work.session, check_up_id)
    if held is None:
        return 0
    plan = read_plan(current_answers(work.session, check_up_id).extra["plan"], held.follow_up_months)
    wanted = None if codes is None else frozenset(codes)
    days = {
        (look.months, look.due)
        for item in _looked_at(plan)
        if wanted is None or item.code in wanted
        for look in item.follow_ups
        if look.due is not None and not look.done and look.due >= today(work.now)
    }
    for months, due in sorted(days):
        # One id for one look of one check-up on one day: signing again orders nothing twice.
        message = sha256_of(f"follow_up/{check_up_id}/{months}/{due.isoformat()}")[:_ID_LENGTH]
        order = {"check_up_id": check_up_id, "months": months, "day": due.isoformat()}
        outbox.put(work, "follow_up", order, due=due, id=message)
    return len(days)


def _looked_at(plan: Plan) -> tuple[PlannedMeasure, ...]:
    return tuple(item for item in plan.measures if item.state != "dropped")
