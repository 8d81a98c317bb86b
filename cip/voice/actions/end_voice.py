"""A firm ends in another one: its open survey closes, and what it published stays where nobody opens it."""

from datetime import date

from sqlalchemy import delete, select

from cip.database.work import Work
from cip.voice.actions.close_survey import close_survey
from cip.voice.records import LineRow, SurveyRow
from cip.voice.vault import Vault


def end_voice(work: Work, vault: Vault, firm_id: str, *, on: date) -> int:
    """Close the open survey of a firm that ends, without telling anybody; how many were closed.

    Its surveys stay with the firm that is no more: shown in the firm that takes it over they would let its people add
    and subtract two sheets. Free lines go: the consultant who was to read them has no mandate any more.
    """
    s = SurveyRow.__table__.columns
    mine = select(s.id).where(s.firm_id == firm_id)
    opened = work.session.scalars(mine.where(s.closed_on.is_(None))).all()
    for survey_id in opened:
        close_survey(work, vault, survey_id, on=on, tell=False)
    work.session.execute(delete(LineRow).where(LineRow.survey_id.in_(mine)))
    return len(opened)
