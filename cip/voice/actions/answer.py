"""Somebody answers: the code goes, the answers come, and nothing ties them together."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.codes import cleaned, salted_digest
from cip.kernel.errors import RefusalError
from cip.voice.reads.surveys import as_survey
from cip.voice.records import AnswerRow, LineRow, SurveyRow, TokenRow
from cip.voice.rules import ONE, Asked
from cip.voice.surveys import CODE_LENGTH
from cip.voice.vault import Vault


class NotOpenError(RefusalError):
    """The survey takes no answers: it was closed, or its last day is past."""

    def __init__(self) -> None:
        super().__init__("This survey is closed.")


class CodeUnknownError(RefusalError, LookupError):
    """The code is not one of the survey, or somebody used it: which of the two nobody can tell, not even we."""

    def __init__(self) -> None:
        super().__init__("This code is not known, or it was used already.")


def code_is_open(session: Session, survey_id: str, typed: str) -> bool:
    """Whether a code may still be used. The same work for a right code and a wrong one."""
    digest = _digest(survey_id, typed)
    query = select(TokenRow.digest).where(TokenRow.survey_id == survey_id, TokenRow.digest == digest)
    return session.scalar(query) is not None


def answer(
    work: Work,
    vault: Vault,
    survey_id: str,
    typed: str,
    chosen: Mapping[str, Sequence[str]],
    line: str | None,
    *,
    on: date,
) -> None:
    """Burn the code and keep the answers. What the survey does not ask, or more than it allows, is left out.

    Raises NotOpenError, CodeUnknownError (of two who send the same code at once the second), RowGoneError.
    """
    row = lock(work.session, SurveyRow, survey_id)
    survey = as_survey(row)
    if not survey.takes_answers(on):
        raise NotOpenError
    digest = _digest(survey_id, typed)
    burnt = work.session.execute(
        delete(TokenRow).where(TokenRow.survey_id == survey_id, TokenRow.digest == digest).returning(TokenRow.digest)
    ).all()
    if len(burnt) != 1:
        raise CodeUnknownError
    sheet = {question.id: _allowed(question, chosen.get(question.id, ())) for question in survey.asked}
    _shuffle_in(work, AnswerRow, survey_id, vault.close(sheet))
    if line:
        _shuffle_in(work, LineRow, survey_id, vault.close(line))


def _digest(survey_id: str, typed: str) -> str:
    # A code has one form and one length; whatever else was typed costs the same work and is no code.
    return salted_digest(cleaned(typed)[: CODE_LENGTH + 1], survey_id.encode())


def _allowed(question: Asked, chosen: Sequence[str]) -> list[str]:
    wanted = [option for option in question.options if option in chosen]
    return wanted[: 1 if question.kind == ONE else question.limit]


def _shuffle_in(work: Work, table: type[AnswerRow] | type[LineRow], survey_id: str, sealed: str) -> None:
    """Add a row among those of the survey: all are written again in the order of their random ids.

    Past the session, as the audit must not see it: an entry with a moment for each answer would undo everything.
    """
    there = work.session.execute(select(table.id, table.sealed).where(table.survey_id == survey_id)).all()
    rows = [{"survey_id": survey_id, "id": id, "sealed": text} for id, text in there]
    rows.append({"survey_id": survey_id, "id": work.new_id(), "sealed": sealed})
    work.session.execute(delete(table).where(table.survey_id == survey_id))
    work.session.execute(insert(table), sorted(rows, key=lambda row: str(row["id"])))
