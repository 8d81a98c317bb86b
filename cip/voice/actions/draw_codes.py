"""One-time codes are drawn: one for each person, never more, so that nobody can answer for others unnoticed."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import delete, insert

from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.codes import ALPHABET, salted_digest
from cip.kernel.errors import RefusalError
from cip.voice.actions.answer import NotOpenError
from cip.voice.records import AnswerRow, LineRow, SurveyRow, TokenRow
from cip.voice.surveys import CODE_LENGTH


class DrawnAlreadyError(RefusalError):
    """The survey has codes: drawing again wipes out what was answered, so it has to be wanted."""

    def __init__(self) -> None:
        super().__init__("Codes were drawn already; drawing again begins the survey anew.")


def draw_codes(
    work: Work, survey_id: str, new_code: Callable[[str, int], str], *, on: date, again: bool = False
) -> list[str]:
    """As many codes as the firm has people; only their digests stay. Drawing again begins the survey anew: old codes
    and what was answered with them go, or the second sheet would tell how many of the first were used.

    `new_code` gives a code from an alphabet and a length. Raises RowGoneError, DrawnAlreadyError if codes were drawn
    and `again` was not asked for, NotOpenError if the survey takes no answers on the day `on`: after the last day the
    codes would be of no use, and the answers gone.
    """
    survey = lock(work.session, SurveyRow, survey_id)
    if survey.closed_on is not None or on > survey.closes_on:
        raise NotOpenError
    if survey.codes_drawn and not again:
        raise DrawnAlreadyError
    survey.codes_drawn += 1
    for table in (TokenRow, AnswerRow, LineRow):
        work.session.execute(delete(table).where(table.survey_id == survey_id))
    codes: set[str] = set()
    while len(codes) < survey.headcount:
        codes.add(new_code(ALPHABET, CODE_LENGTH))
    rows = [{"survey_id": survey_id, "digest": code_digest(survey_id, code)} for code in codes]
    work.session.execute(insert(TokenRow), sorted(rows, key=lambda row: row["digest"]))
    return sorted(codes)


def code_digest(survey_id: str, typed: str) -> str:
    """The digest under which a code of a survey is kept."""
    return salted_digest(typed, survey_id.encode())
