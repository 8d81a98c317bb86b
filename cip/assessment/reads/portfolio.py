"""A consultancy's firms at a glance, in a fixed number of queries."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cip.assessment.portfolio import ConsultancyNote, Newest, PortfolioState, state_of
from cip.assessment.reads.glances import glances_of, verified_glances_of
from cip.assessment.reads.verified import coverages_of
from cip.assessment.records import AnswerEventRow, CheckUpRow, ConsultancyNoteRow
from cip.assessment.stored import LIFE, REVIEWS, StoredCheckUp

_NOTES = ConsultancyNoteRow.__table__.columns


def newest_of(session: Session, firm_ids: Sequence[str]) -> dict[str, Newest]:
    """The newest check-up of each firm that has one."""
    c = CheckUpRow.__table__.columns
    query = select(c.firm_id, c.id, c.stage, c.created_at, c.last_number, c.validated_at)
    newest = {}
    for row in session.execute(query.where(c.firm_id.in_(firm_ids)).order_by(c.created_at, c.id)):
        newest[row.firm_id] = row
    ids = [row.id for row in newest.values()]
    said, verified = glances_of(session, ids), verified_glances_of(session, ids)
    looked = coverages_of(session, ids)
    reviews, answers, changed = _events(session, ids)
    return {
        row.firm_id: Newest(
            firm_id=row.firm_id,
            check_up_id=row.id,
            stage=row.stage,
            state=state_of(
                answers=answers.get(row.id, 0),
                results=row.last_number,
                reviews=reviews.get(row.id, 0),
                validated_at=row.validated_at,
            ),
            changed_at=changed.get(row.id, row.created_at),
            level=said[row.id].level if row.id in said else None,
            verified_level=verified[row.id].level if row.id in verified else None,
            coverage=looked.get(row.id),
        )
        for row in newest.values()
    }


def states_of(session: Session, check_ups: Sequence[StoredCheckUp]) -> dict[str, PortfolioState]:
    """Where each of these check-ups stands."""
    reviews, answers, _changed = _events(session, [one.id for one in check_ups])
    return {
        one.id: state_of(
            answers=answers.get(one.id, 0),
            results=one.last_number,
            reviews=reviews.get(one.id, 0),
            validated_at=one.validated_at,
        )
        for one in check_ups
    }


def _events(session: Session, ids: Sequence[str]) -> tuple[dict[str, int], dict[str, int], dict[str, datetime]]:
    """How many reviews and how many answers each has, and when something happened last."""
    e = AnswerEventRow.__table__.columns
    counts = select(e.check_up_id, e.section, func.count().label("many"), func.max(e.at).label("last"))
    reviews, answers, changed = dict[str, int](), dict[str, int](), dict[str, datetime]()
    for row in session.execute(counts.where(e.check_up_id.in_(ids)).group_by(e.check_up_id, e.section)):
        changed[row.check_up_id] = max(row.last, changed.get(row.check_up_id, row.last))
        if row.section == REVIEWS:
            reviews[row.check_up_id] = row.many
        elif row.section != LIFE:
            answers[row.check_up_id] = answers.get(row.check_up_id, 0) + row.many
    return reviews, answers, changed


def notes_on(session: Session, firm_ids: Sequence[str], body_id: str) -> dict[str, list[ConsultancyNote]]:
    """What a consultancy noted on these firms, newest first by firm; never what another one did."""
    query = select(*_NOTES).where(_NOTES.firm_id.in_(firm_ids), _NOTES.body_id == body_id)
    found: dict[str, list[ConsultancyNote]] = {}
    for row in session.execute(query.order_by(_NOTES.at.desc(), _NOTES.id)):
        found.setdefault(row.firm_id, []).append(ConsultancyNote(**row._mapping))
    return found
