"""A consultancy's firms at a glance, in a fixed number of queries."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cip.assessment.portfolio import ConsultancyNote, Newest, state_of
from cip.assessment.records import (
    AnswerEventRow,
    CheckUpRow,
    ConsultancyNoteRow,
    SnapshotRow,
    VerifiedResultRow,
)
from cip.assessment.stored import REVIEWS

_NOTES = ConsultancyNoteRow.__table__.columns


def newest_of(session: Session, firm_ids: Sequence[str]) -> dict[str, Newest]:
    """The newest check-up of each firm that has one."""
    c = CheckUpRow.__table__.columns
    query = select(c.firm_id, c.id, c.stage, c.created_at, c.last_seq, c.last_number, c.validated_at)
    newest = {}
    for row in session.execute(query.where(c.firm_id.in_(firm_ids)).order_by(c.created_at, c.id)):
        newest[row.firm_id] = row
    ids = [row.id for row in newest.values()]
    levels, verified = _levels(session, SnapshotRow, ids), _levels(session, VerifiedResultRow, ids)
    reviews, changed = _reviews(session, ids), _last_moments(session, ids)
    return {
        row.firm_id: Newest(
            firm_id=row.firm_id,
            check_up_id=row.id,
            stage=row.stage,
            state=state_of(
                last_seq=row.last_seq,
                results=row.last_number,
                reviews=reviews.get(row.id, 0),
                validated_at=row.validated_at,
            ),
            changed_at=changed.get(row.id, row.created_at),
            level=levels.get(row.id),
            verified_level=verified.get(row.id),
        )
        for row in newest.values()
    }


def _levels(session: Session, rows: type[SnapshotRow] | type[VerifiedResultRow], ids: Sequence[str]) -> dict[str, int]:
    """The level of the newest result of each."""
    last = select(rows.check_up_id, func.max(rows.number).label("number")).where(rows.check_up_id.in_(ids))
    newest = last.group_by(rows.check_up_id).subquery()
    query = select(rows.check_up_id, rows.result).join(
        newest, (newest.c.check_up_id == rows.check_up_id) & (newest.c.number == rows.number)
    )
    return {row.check_up_id: int(json.loads(row.result).get("level", 1)) for row in session.execute(query)}


def _reviews(session: Session, ids: Sequence[str]) -> dict[str, int]:
    count = select(AnswerEventRow.check_up_id, func.count()).where(
        AnswerEventRow.check_up_id.in_(ids), AnswerEventRow.section == REVIEWS
    )
    return {row[0]: row[1] for row in session.execute(count.group_by(AnswerEventRow.check_up_id))}


def _last_moments(session: Session, ids: Sequence[str]) -> dict[str, datetime]:
    last = select(AnswerEventRow.check_up_id, func.max(AnswerEventRow.at)).where(AnswerEventRow.check_up_id.in_(ids))
    return {row[0]: row[1] for row in session.execute(last.group_by(AnswerEventRow.check_up_id))}


def notes_on(session: Session, firm_ids: Sequence[str], body_id: str) -> dict[str, list[ConsultancyNote]]:
    """What a consultancy noted on these firms, newest first by firm; never what another one did."""
    query = select(*_NOTES).where(_NOTES.firm_id.in_(firm_ids), _NOTES.body_id == body_id)
    found: dict[str, list[ConsultancyNote]] = {}
    for row in session.execute(query.order_by(_NOTES.at.desc(), _NOTES.id)):
        found.setdefault(row.firm_id, []).append(ConsultancyNote(**row._mapping))
    return found
