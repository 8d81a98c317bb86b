"""The check-ups of a firm with their last results, and who wrote in a check-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cip.assessment.reads.check_ups import COLUMNS
from cip.assessment.reads.glances import Glance, glances_of
from cip.assessment.records import AnswerEventRow, CheckUpRow
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
    """The check-ups of a firm with their last results, newest first."""
    found = check_ups_without_results(session, firm_id)
    said = glances_of(session, [one.id for one in found])
    return [_with_result(one, said.get(one.id)) for one in found]


def check_ups_without_results(session: Session, firm_id: str) -> Sequence[StoredCheckUp]:
    """The check-ups of a firm, newest first, where nothing is asked about results."""
    query = select(*COLUMNS).where(CheckUpRow.firm_id == firm_id)
    ordered = query.order_by(CheckUpRow.created_at.desc(), CheckUpRow.id)
    return [StoredCheckUp(**row._mapping) for row in session.execute(ordered)]


def _with_result(check_up: StoredCheckUp, said: Glance | None) -> FirmCheckUp:
    if said is None:
        return FirmCheckUp(check_up)
    return FirmCheckUp(check_up, said.on_day, said.level, said.low, said.high)


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
