"""What firms answered: the acceptance of an award, by when it is due, and appeals against rankings."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Select, Table, func, select
from sqlalchemy.orm import Session

from cip.incentives.acceptance import Acceptance, DueAnswer, answer_by, answer_days
from cip.incentives.appeal_states import OPEN_APPEALS
from cip.incentives.appeals import AppealStep, StoredAppeal
from cip.incentives.awards import StoredAward
from cip.incentives.reads.awards import steps_of_award
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.kinds import office_roles
from cip.incentives.records import AppealMoveRow, AppealRow, AwardAcceptanceRow, AwardMoveRow, AwardRow, CallRow
from cip.kernel.clock import today
from cip.parties.access import Actor, Kind, register_kind, roles_on_firm
from cip.parties.permissions import Role

_K = cast("Table", AwardAcceptanceRow.__table__).c
_P = cast("Table", AppealRow.__table__).c
_S = cast("Table", AppealMoveRow.__table__).c
_A = cast("Table", AwardRow.__table__).c
_M = cast("Table", AwardMoveRow.__table__).c
_C = cast("Table", CallRow.__table__).c
_SHOWN = tuple(column for column in _P if column.name != "filed_by")


def acceptance_of(session: Session, award_id: str) -> Acceptance | None:
    """How a firm accepted its award, None if it did not."""
    row = session.execute(
        select(*(one for one in _K if one.name != "accepted_by")).where(_K.award_id == award_id)
    ).one_or_none()
    return None if row is None else Acceptance(**row._mapping)


def due_answer(session: Session, award: StoredAward) -> date | None:
    """Until when the firm accepts or waives; None where it was not told yet, or has answered."""
    if award.state != "notified":
        return None
    told = [step.at for step in steps_of_award(session, award.id) if step.action == "notify"]
    if not told:
        return None
    pack = pack_of_call(session, call_of(session, award.call_id))
    return answer_by(today(told[-1]), answer_days(pack.call))


def notified_awards(session: Session) -> Sequence[str]:
    """The awards of which firms were told and that they have not answered, by id."""
    return list(session.scalars(select(AwardRow.id).where(AwardRow.state == "notified").order_by(AwardRow.id)))


def due_answers(session: Session, firm_ids: Collection[str] | None = None) -> Sequence[DueAnswer]:
    """Until when these firms (None: all) accept or waive what they were told of and have not answered, by award; asked
    once for all awards, and once for each of their calls.
    """
    query = (
        select(_A.id, _A.firm_id, _A.call_id, func.max(_M.at).label("told"))
        .join(AwardMoveRow, (_M.award_id == _A.id) & (_M.action == "notify"))
        .where(_A.state == "notified")
        .group_by(_A.id, _A.firm_id, _A.call_id)
        .order_by(_A.id)
    )
    rows = session.execute(query if firm_ids is None else query.where(_A.firm_id.in_(firm_ids))).all()
    calls = {call_id: call_of(session, call_id) for call_id in sorted({row.call_id for row in rows})}
    days = {call_id: answer_days(pack_of_call(session, call).call) for call_id, call in calls.items()}
    return [
        DueAnswer(row.id, row.firm_id, calls[row.call_id].title, answer_by(today(row.told), days[row.call_id]))
        for row in rows
    ]


def find_appeal(session: Session, appeal_id: str) -> StoredAppeal | None:
    """An appeal, None if there is none."""
    return next(iter(_appeals(session, _columns().where(_P.id == appeal_id))), None)


def appeals_of_call(session: Session, call_id: str) -> Sequence[StoredAppeal]:
    """The appeals against the rankings of a call, the newest first."""
    return _appeals(session, _columns().where(_P.call_id == call_id).order_by(_P.filed_at.desc(), _P.id))


def appeals_of_application(session: Session, application_id: str) -> Sequence[StoredAppeal]:
    """The appeals of a firm about one application, the newest first."""
    return _appeals(session, _columns().where(_P.application_id == application_id).order_by(_P.filed_at.desc(), _P.id))


def open_appeals(session: Session, call_id: str) -> Sequence[StoredAppeal]:
    """Those of a call that wait for the office."""
    return _appeals(session, _columns().where(_P.call_id == call_id, _P.state.in_(OPEN_APPEALS)).order_by(_P.id))


def steps_of_appeal(session: Session, appeal_id: str) -> Sequence[AppealStep]:
    """The moves of an appeal, oldest first."""
    query = select(*_S).where(_S.appeal_id == appeal_id).order_by(_S.seq)
    return [AppealStep(**row._mapping) for row in session.execute(query)]


def ended_applications(session: Session, call_id: str) -> set[str]:
    """The applications of a call whose award ended: given up, lapsed, taken back, or let go by the office. What a later
    ranking let go by itself did not end: it may come up again.
    """
    by_people = select(_M.award_id).where(_M.action == "release", _M.by_person.is_not(None))
    gone = _A.state.in_(("waived", "lapsed", "revoked")) | ((_A.state == "released") & _A.id.in_(by_people))
    return set(session.scalars(select(_A.application_id).where(_A.call_id == call_id, gone)))


def _columns() -> Select[Any]:
    return select(*_SHOWN, _C.body_id).join(CallRow, _C.id == _P.call_id)


def _appeals(session: Session, query: Select[Any]) -> Sequence[StoredAppeal]:
    return [StoredAppeal(**row._mapping) for row in session.execute(query)]


def _office_roles(_session: Session, actor: Actor, appeal: StoredAppeal) -> frozenset[Role]:
    return office_roles(actor, appeal.body_id)


def _firm_roles(_session: Session, actor: Actor, appeal: StoredAppeal) -> frozenset[Role]:
    return roles_on_firm(actor, appeal.firm_id, "application")


APPEAL: Kind[StoredAppeal] = register_kind(
    Kind("appeal", find_appeal, _office_roles, parent=lambda appeal: appeal.call_id)
)
"""An appeal, from the side of the office whose ranking it is about."""
OWN_APPEAL: Kind[StoredAppeal] = register_kind(
    Kind("own_appeal", find_appeal, _firm_roles, parent=lambda appeal: appeal.firm_id)
)
"""An appeal, from the side of the firm that brings it."""
