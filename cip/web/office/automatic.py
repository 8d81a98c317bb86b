"""The criteria of an application that nobody scores: computed from its facts, shown with what they read."""

from cip.database.work import Session
from cip.incentives.bound_call import BoundCall, day_of_call
from cip.incentives.call_facts import FactError
from cip.incentives.evaluation import items_of
from cip.incentives.grid import CriterionScore, score
from cip.incentives.reads.evaluation import to_judge
from cip.kernel.texts import Text
from cip.web.office.visit import CallVisit


def automatic_of(session: Session, visit: CallVisit, application_id: str) -> tuple[CriterionScore, ...]:
    """The scores that facts alone give; nothing where the facts do not fit the call (admissibility says which)."""
    admission = to_judge(session, visit.id).get(application_id)
    if admission is None:
        return ()
    bound = BoundCall(visit.pack, day_of_call(visit.pack, [admission.sent.submitted_at]))
    try:
        facts = bound.read_facts(admission.facts)
    except FactError:
        return ()
    judged = {item.criterion for item in items_of(visit.pack.call.grid)}
    found = score(bound, facts, {}, admission.sent.requested)
    return tuple(one for one in found.criteria if one.id not in judged)


def labels_of(visit: CallVisit) -> dict[str, Text]:
    """What the criteria and the lines of the bonus are called, by id."""
    grid = visit.pack.call.grid
    if isinstance(grid, str):
        return {}
    lines = grid.bonus.lines if grid.bonus is not None else ()
    return {one.id: one.label for one in grid.criteria} | {one.id: one.label for one in lines}


def bonus_of(visit: CallVisit) -> frozenset[str]:
    """The ids of the lines of the bonus: they are names for the rules, not for who reads."""
    grid = visit.pack.call.grid
    bonus = None if isinstance(grid, str) else grid.bonus
    return frozenset(one.id for one in bonus.lines) if bonus is not None else frozenset()
