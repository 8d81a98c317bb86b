"""Who said the last word on each question, and the whole history of a check-up page by page."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cip.assessment.records import AnswerEventRow
from cip.assessment.stored import AnswerEvent

_COLUMNS = AnswerEventRow.__table__.columns


@dataclass(frozen=True, slots=True)
class LastWord:
    """The last event of a question: its number, when, the label of who, and where it came from."""

    seq: int
    at: datetime
    actor: str
    source: str


def last_words(session: Session, check_up_id: str) -> dict[tuple[str, str], LastWord]:
    """The last event of every question, by section and id."""
    last = select(func.max(_COLUMNS.seq)).where(_COLUMNS.check_up_id == check_up_id)
    last = last.group_by(_COLUMNS.section, _COLUMNS.question_id)
    query = select(
        _COLUMNS.section, _COLUMNS.question_id, _COLUMNS.seq, _COLUMNS.at, _COLUMNS.actor, _COLUMNS.source
    ).where(_COLUMNS.check_up_id == check_up_id, _COLUMNS.seq.in_(last))
    return {
        (row.section, row.question_id): LastWord(row.seq, row.at, row.actor, row.source)
        for row in session.execute(query)
    }


def events_before(session: Session, check_up_id: str, before: int | None, most: int) -> list[AnswerEvent]:
    """At most `most` events before event `before` (None: the last ones), newest first."""
    query = select(*_COLUMNS).where(_COLUMNS.check_up_id == check_up_id)
    if before is not None:
        query = query.where(_COLUMNS.seq < before)
    return [AnswerEvent(**row._mapping) for row in session.execute(query.order_by(_COLUMNS.seq.desc()).limit(most))]
