"""The check-ups of a firm with their last results, and who wrote in a check-up."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cip.assessment.reads.check_ups import COLUMNS
from cip.assessment.records import AnswerEventRow, CheckUpRow, SnapshotRow
from cip.assessment.stored import CARRIED, LIFE, StoredCheckUp


@dataclass(frozen=True, slots=True)
class FirmCheckUp:
    """A check-up of a firm with the level and the total (0-100, both ends) of its last result; None without one."""

    check_up: StoredCheckUp
    result_on: date | None = None
    level: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Wrote:
    """How many answers an actor (its label) wrote in a check-up, and when last; copied answers are nobody's."""

    actor: str
    answers: int
    last: datetime


def check_ups_of_firm(session: Session, firm_id: str) -> Sequence[FirmCheckUp]:
    """The check-ups of a firm, newest first."""
    query = select(*COLUMNS).where(CheckUpRow.firm_id == firm_id)
    ordered = query.order_by(CheckUpRow.created_at.desc(), CheckUpRow.id)
    found = [StoredCheckUp(**row._mapping) for row in session.execute(ordered)]
    newest = select(SnapshotRow.check_up_id, func.max(SnapshotRow.number).label("number"))
    newest = newest.where(SnapshotRow.check_up_id.in_([one.id for one in found])).group_by(SnapshotRow.check_up_id)
    last = newest.subquery()
    results = select(SnapshotRow.check_up_id, SnapshotRow.on_day, SnapshotRow.result).join(
        last, (last.c.check_up_id == SnapshotRow.check_up_id) & (last.c.number == SnapshotRow.number)
    )
    by_id = {row.check_up_id: (row.on_day, json.loads(row.result)) for row in session.execute(results)}
    return [_with_result(one, *by_id[one.id]) if one.id in by_id else FirmCheckUp(one) for one in found]


def _with_result(check_up: StoredCheckUp, on_day: date, result: dict[str, object]) -> FirmCheckUp:
    level, total = result.get("level"), result.get("total")
    low, high = (total.get("low"), total.get("high")) if isinstance(total, dict) else (None, None)
    return FirmCheckUp(check_up, on_day, level if isinstance(level, int) else None, low, high)


def who_wrote(session: Session, check_up_id: str) -> Sequence[Wrote]:
    """Who wrote answers in a check-up, in the order of their first one."""
    e = AnswerEventRow.__table__.columns
    query = (
        select(e.actor, func.count().label("answers"), func.max(e.at).label("last"))
        .where(e.check_up_id == check_up_id, e.section != LIFE, ~e.source.startswith(CARRIED))
        .group_by(e.actor)
        .order_by(func.min(e.seq))
    )
    return [Wrote(row.actor, row.answers, row.last) for row in session.execute(query)]
