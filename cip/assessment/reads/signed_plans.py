"""The signed plans of a firm, with how they stand today: what holds, what the clauses ask of it, and when it ends."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cip.assessment.clause_facts import SignedPlan, signed_plan
from cip.assessment.plan import read_plan
from cip.assessment.plan_states import in_force
from cip.assessment.plan_versions import PlanVersion
from cip.assessment.reads.answers import current_answers
from cip.assessment.reads.check_ups import COLUMNS as CHECK_UP_COLUMNS
from cip.assessment.reads.of_firm import check_ups_without_results
from cip.assessment.reads.plan_looks import newest_after
from cip.assessment.reads.plan_versions import signatures_by_check_up, versions_by_check_up
from cip.assessment.records import AnswerEventRow, CheckUpRow
from cip.assessment.stored import StoredCheckUp, fold


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


def newest_signed(session: Session, firm_ids: Collection[str]) -> dict[str, SignedPlan]:
    """The newest signed plan of each of these firms that has one, asked for all of them at once."""
    return newest_signed_among(session, _check_ups(session, firm_ids))


def newest_signed_among(session: Session, check_ups: Mapping[str, Sequence[StoredCheckUp]]) -> dict[str, SignedPlan]:
    """The same for check-ups that were read, each firm's newest first, under any key."""
    ids = [one.id for some in check_ups.values() for one in some]
    versions, signatures = versions_by_check_up(session, ids), signatures_by_check_up(session, ids)
    held: dict[str, tuple[str, PlanVersion]] = {}
    for firm_id, some in check_ups.items():
        for one in some:
            version = in_force(versions.get(one.id, ()), signatures.get(one.id, ()))
            if version is not None and any(given.version_id == version.id for given in signatures[one.id]):
                held[firm_id] = (one.id, version)
                break
    if not held:
        return {}
    last = _last_of_each(session, [id for id, _version in held.values()])
    stored = _plans_stored(session, list(last.values()))
    found = {
        firm_id: signed_plan(version, signatures[id], stored.get(last[id], {}))
        for firm_id, (id, version) in held.items()
    }
    return {firm_id: plan for firm_id, plan in found.items() if plan is not None}


def _check_ups(session: Session, firm_ids: Collection[str]) -> dict[str, list[StoredCheckUp]]:
    query = select(*CHECK_UP_COLUMNS).where(CheckUpRow.firm_id.in_(firm_ids))
    found: dict[str, list[StoredCheckUp]] = {}
    for row in session.execute(query.order_by(CheckUpRow.created_at.desc(), CheckUpRow.id)):
        found.setdefault(row.firm_id, []).append(StoredCheckUp(**row._mapping))
    return found


def _last_of_each(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """See `newest_after`, for several check-ups: each step of all of them in one question."""
    last = {id: id for id in ids}
    while True:
        query = select(CheckUpRow.previous_id, CheckUpRow.id).where(CheckUpRow.previous_id.in_(last.values()))
        following = {row.previous_id: row.id for row in session.execute(query)}
        if not following:
            return last
        last = {id: following.get(at, at) for id, at in last.items()}


def _plans_stored(session: Session, ids: Sequence[str]) -> dict[str, Mapping[str, object]]:
    """What check-ups hold of their plans now, by check-up."""
    e = AnswerEventRow.__table__.columns
    newest = (
        select(e.check_up_id, func.max(e.seq).label("seq"))
        .where(e.check_up_id.in_(ids), e.section == "plan")
        .group_by(e.check_up_id, e.question_id)
        .subquery()
    )
    query = select(e.check_up_id, e.seq, e.section, e.question_id, e.value, e.source).join(
        newest, (newest.c.check_up_id == e.check_up_id) & (newest.c.seq == e.seq)
    )
    rows: dict[str, list[tuple[int, str, str, str | None, str]]] = {}
    for row in session.execute(query.order_by(e.check_up_id, e.seq)):
        rows.setdefault(row.check_up_id, []).append((row.seq, row.section, row.question_id, row.value, row.source))
    return {id: fold(some).extra["plan"] for id, some in rows.items()}


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
