"""The evidence of a check-up."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.assessment.evidence import Evidence
from cip.assessment.records import EvidenceRow

_COLUMNS = EvidenceRow.__table__.columns


def find_evidence(session: Session, evidence_id: str) -> Evidence | None:
    """The evidence with this id, None if there is none. Tells nothing about who may see it: that is `load_for`."""
    row = session.execute(select(*_COLUMNS).where(EvidenceRow.id == evidence_id)).one_or_none()
    return None if row is None else Evidence(**row._mapping)


def evidence_of(session: Session, check_up_id: str) -> tuple[Evidence, ...]:
    """All evidence of a check-up, what was taken back included, in the order in which it was added."""
    query = select(*_COLUMNS).where(EvidenceRow.check_up_id == check_up_id)
    rows = session.execute(query.order_by(EvidenceRow.added_at, EvidenceRow.id))
    return tuple(Evidence(**row._mapping) for row in rows)
