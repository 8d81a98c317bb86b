"""The signed plans of a firm, with how they stand today: what holds, what the clauses ask of it, and when it ends."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from cip.assessment.clause_facts import SignedPlan, signed_plan
from cip.assessment.plan import read_plan
from cip.assessment.plan_states import in_force
from cip.assessment.reads.answers import current_answers
from cip.assessment.reads.of_firm import check_ups_without_results
from cip.assessment.reads.plan_looks import newest_after
from cip.assessment.reads.plan_versions import signatures_by_check_up, versions_by_check_up
from cip.assessment.stored import StoredCheckUp


def signed_plans(session: Session, check_ups: Sequence[StoredCheckUp]) -> Iterator[SignedPlan]:
    """The signed plans of a firm's check-ups, newest first, each as it stands in the check-up where looks are taken;
    who wants the newest asks for no other.
    """
    ids = [one.id for one in check_ups]
    versions = versions_by_check_up(session, ids) if ids else {}
    signatures = signatures_by_check_up(session, ids) if versions else {}
    for one in ids:
        version = in_force(versions.get(one, ()), signatures.get(one, ()))
        if version is not None:
            now = current_answers(session, _last_after(session, one, check_ups)).extra["plan"]
            found = signed_plan(version, signatures[one], now)
            if found is not None:
                yield found


def plan_ends(session: Session, firm_id: str) -> list[date]:
    """When what a firm's signed plans promise ends, as far as a day is set."""
    return ends_of(signed_plans(session, check_ups_without_results(session, firm_id)))


def ends_of(plans: Iterable[SignedPlan]) -> list[date]:
    """The days on which what plans promise today ends."""
    return [item.end for one in plans for item in read_plan(one.stored).promised if item.end is not None]


def _last_after(session: Session, check_up_id: str, check_ups: Sequence[StoredCheckUp]) -> str:
    """See `newest_after`: through the check-ups that were read, and on from there."""
    following = {one.previous_id: one.id for one in check_ups}
    while check_up_id in following:
        check_up_id = following[check_up_id]
    return newest_after(session, check_up_id)
