"""Free lines do not stay for ever: the consultant has read them, the rest is in the numbers."""

from datetime import date, timedelta

from sqlalchemy import delete, select

from cip.database.work import Work
from cip.voice.records import LineRow, SurveyRow


def purge_lines(work: Work, on: date, keep_days: int) -> int:
    """Remove the free lines of surveys that closed more than `keep_days` ago; of how many surveys."""
    s = SurveyRow.__table__.columns
    held = select(LineRow.survey_id).distinct()
    old = work.session.scalars(select(s.id).where(s.closed_on < on - timedelta(days=keep_days), s.id.in_(held))).all()
    work.session.execute(delete(LineRow).where(LineRow.survey_id.in_(old)))
    return len(old)
