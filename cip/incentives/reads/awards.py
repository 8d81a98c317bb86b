"""Awards: one of them, those of a call, those of a firm, and how each came where it is."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from cip.incentives.awards import AwardStep, StoredAward
from cip.incentives.records import AwardMoveRow, AwardRow, CallRow

_W = cast("Table", AwardRow.__table__).c
_M = cast("Table", AwardMoveRow.__table__).c
_C = cast("Table", CallRow.__table__).c


def find_award(session: Session, award_id: str) -> StoredAward | None:
    """An award, None if there is none."""
    return next(iter(_awards(session, _columns().where(_W.id == award_id))), None)


def award_of(session: Session, award_id: str) -> StoredAward:
    """An award that is there. Raises LookupError if not."""
    found = find_award(session, award_id)
    if found is None:
        raise LookupError(f"there is no award {award_id}")
    return found


def awards_by_id(session: Session, award_ids: Collection[str]) -> dict[str, StoredAward]:
    """Those of these awards that there are, by id."""
    return {one.id: one for one in _awards(session, _columns().where(_W.id.in_(award_ids)))}


def awards_of_call(session: Session, call_id: str) -> Sequence[StoredAward]:
    """The awards of a call, in the order in which the ranking began them."""
    return _awards(session, _columns().where(_W.call_id == call_id).order_by(_W.begun_at, _W.id))


def awards_of_firm(session: Session, firm_id: str) -> Sequence[StoredAward]:
    """The awards of a firm, the newest first."""
    return _awards(session, _columns().where(_W.firm_id == firm_id).order_by(_W.begun_at.desc(), _W.id))


def award_of_application(session: Session, application_id: str) -> StoredAward | None:
    """The award of an application, None if it has none."""
    return next(iter(_awards(session, _columns().where(_W.application_id == application_id))), None)


def steps_of_award(session: Session, award_id: str) -> Sequence[AwardStep]:
    """The moves of an award, oldest first."""
    query = select(*_M).where(_M.award_id == award_id).order_by(_M.seq)
    return [AwardStep(**row._mapping) for row in session.execute(query)]


def _columns() -> Select[Any]:
    return select(*_W, _C.body_id).join(CallRow, _C.id == _W.call_id)


def _awards(session: Session, query: Select[Any]) -> Sequence[StoredAward]:
    return [StoredAward(**row._mapping) for row in session.execute(query)]
