"""Check-ups that nobody claimed in time."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.assessment.records import CheckUpRow


def expired_check_ups(session: Session, today: date, at_most: int) -> list[str]:
    """The ids of check-ups whose last day (`expires_on`) is before `today`, longest expired first."""
    query = select(CheckUpRow.id).where(CheckUpRow.expires_on < today).order_by(CheckUpRow.expires_on, CheckUpRow.id)
    return list(session.scalars(query.limit(at_most)))
