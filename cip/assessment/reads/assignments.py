"""Who answers which section, by the last word of the owner."""

import json

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cip.assessment.records import AnswerEventRow
from cip.assessment.sections_of import ASSIGNED
from cip.assessment.stored import LIFE

_COLUMNS = AnswerEventRow.__table__.columns


def assignments_of(session: Session, check_up_id: str) -> dict[str, str]:
    """Who answers each section that the owner gave to somebody."""
    of_life = (
        _COLUMNS.check_up_id == check_up_id,
        _COLUMNS.section == LIFE,
        _COLUMNS.question_id.startswith(ASSIGNED, autoescape=True),
    )
    last = select(func.max(_COLUMNS.seq)).where(*of_life).group_by(_COLUMNS.question_id)
    held = AnswerEventRow.__table__.alias("held").c
    query = select(held.question_id, held.value).where(held.check_up_id == check_up_id, held.seq.in_(last))
    rows = session.execute(query)
    return {row.question_id.removeprefix(ASSIGNED): json.loads(row.value) for row in rows if row.value is not None}
