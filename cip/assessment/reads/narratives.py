"""What consultants tell of check-ups."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.assessment.narrative import Narrative
from cip.assessment.records import NarrativeRow


def narratives_of(session: Session, check_up_id: str) -> list[Narrative]:
    """All versions, newest first."""
    query = select(*NarrativeRow.__table__.columns).where(NarrativeRow.check_up_id == check_up_id)
    return [Narrative(**row._mapping) for row in session.execute(query.order_by(NarrativeRow.number.desc()))]


def latest_narrative(session: Session, check_up_id: str) -> Narrative | None:
    """The newest version, None if nobody wrote one."""
    query = select(*NarrativeRow.__table__.columns).where(NarrativeRow.check_up_id == check_up_id)
    row = session.execute(query.order_by(NarrativeRow.number.desc()).limit(1)).one_or_none()
    return None if row is None else Narrative(**row._mapping)
