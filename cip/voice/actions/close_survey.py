"""A survey closes: it is counted once, what may be published is written down, the single answers go for good."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from sqlalchemy import delete, select

from cip.database.locks import lock, lock_words
from cip.database.work import Work
from cip.voice.actions.release_pools import release_pools
from cip.voice.protection import Closed, Earlier, Published, publish
from cip.voice.reads.surveys import as_survey
from cip.voice.records import AnswerRow, SurveyRow, TokenRow
from cip.voice.surveys import Survey, published_text
from cip.voice.tally import tally
from cip.voice.vault import Vault


def close_survey(work: Work, vault: Vault, survey_id: str, *, on: date) -> Published:
    """Close a survey for good and publish what may be; closing twice changes nothing. Raises RowGoneError."""
    row = lock(work.session, SurveyRow, survey_id)
    survey = as_survey(row)
    if survey.published is not None:
        return survey.published
    lock_words(work.session, f"surveys of {survey.firm_id}")
    sealed = work.session.scalars(select(AnswerRow.sealed).where(AnswerRow.survey_id == survey_id)).all()
    sheets = [cast("Mapping[str, Sequence[str]]", vault.open(text)) for text in sealed]
    counted = Closed(survey.headcount, len(sheets), tally(survey.asked, sheets))
    published = publish(counted, survey.asked, survey.protection, over=True, earlier=_earlier(work, survey))
    row.closed_on = on
    row.sealed_counts = vault.close(
        {"answers": counted.answers, "counts": {k: list(v) for k, v in counted.counts.items()}}
    )
    row.published = published_text(published)
    work.session.flush()
    for table in (AnswerRow, TokenRow):
        work.session.execute(delete(table).where(table.survey_id == survey_id))
    if published.state == "pooled":
        release_pools(work, vault, survey.sector, survey.area, on=on)
    return published


def _earlier(work: Work, survey: Survey) -> list[Earlier]:
    s = SurveyRow.__table__.columns
    rows = work.session.scalars(select(SurveyRow).where(s.firm_id == survey.firm_id, s.wave < survey.wave))
    return [
        Earlier(one.headcount, one.published, one.asked)
        for one in map(as_survey, rows)
        if one.published is not None and one.published.state == "published"
    ]
