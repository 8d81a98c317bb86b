"""A survey closes: it is counted once, what may be published is written down, the single answers go for good."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from sqlalchemy import delete, select

from cip.database.locks import lock, lock_words
from cip.database.work import Work
from cip.kernel.clock import today as italian_day
from cip.kernel.errors import RefusalError
from cip.parties.reads import firms_taken_over
from cip.voice.actions.release_pools import release_pools
from cip.voice.actions.tell_closed import tell_closed
from cip.voice.mergers import sums
from cip.voice.protection import Closed, Earlier, Published, publish
from cip.voice.reads.surveys import as_survey
from cip.voice.records import AnswerRow, SurveyRow, TokenRow
from cip.voice.surveys import Survey, published_text
from cip.voice.tally import tally
from cip.voice.vault import Vault


class TooEarlyError(RefusalError):
    """Its last day is not past, and whoever closes may not choose the moment."""

    def __init__(self) -> None:
        super().__init__("Somebody may still answer: the survey closes by itself after its last day.")


def close_survey(
    work: Work, vault: Vault, survey_id: str, *, on: date, tell: bool = True, early: bool = True
) -> Published:
    """Close a survey for good, publish what may be, and tell the firm's people by mail (`tell`); closing twice changes
    nothing. Without `early` only after its last day: an employer who chooses the moment chooses whose answers are in.

    Raises RowGoneError, TooEarlyError.
    """
    row = lock(work.session, SurveyRow, survey_id)
    survey = as_survey(row)
    if survey.published is not None:
        return survey.published
    if not early and not survey.is_over(on):
        raise TooEarlyError
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
    if tell:
        tell_closed(work, survey.firm_id, survey_id, on=on)
    return published


def _earlier(work: Work, survey: Survey) -> list[Earlier]:
    """What was published before: by the firm, by firms that it took over, and what both tell together."""
    gone = firms_taken_over(work.session, survey.firm_id)
    ended = max([italian_day(firm.closed_at) for firm in gone if firm.closed_at is not None], default=date.min)
    s = SurveyRow.__table__.columns
    firms = [survey.firm_id, *(firm.id for firm in gone)]
    rows = work.session.scalars(select(SurveyRow).where(s.firm_id.in_(firms)).order_by(s.closed_on, s.wave, s.id))
    found: list[Earlier] = []
    last: dict[str, Earlier] = {}
    for one in map(as_survey, rows):
        if one.published is None or one.published.state != "published" or one.closed_on is None:
            continue
        wave = Earlier(one.headcount, one.published, one.asked)
        found.append(wave)
        if one.closed_on <= ended:
            last[one.firm_id] = wave
    return [*found, *sums(list(last.values()))]
