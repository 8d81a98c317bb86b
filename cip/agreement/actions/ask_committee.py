"""A question comes to the committee and is answered (clause F-09)."""

from datetime import datetime

from cip.agreement.actions.adherence_work import WrongStateError
from cip.agreement.questions import Asker
from cip.agreement.records import AdherenceRow, CommitteeQuestionRow
from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.errors import RefusalError


class AnsweredAlreadyError(RefusalError):
    """Somebody answered meanwhile."""

    def __init__(self) -> None:
        super().__init__("This question has an answer already.")


def ask_committee(
    work: Work,
    agreement_id: str,
    asker: Asker,
    text: str,
    *,
    adherence_id: str | None = None,
    asked_at: datetime | None = None,
) -> str:
    """Note a question, of a firm by its adherence, or one that came by another way at a moment of the past; its id.
    Of workers and unions nothing is noted but that they asked. A firm that left may still ask about what runs on.
    Raises RowGoneError, WrongStateError for a joining that nobody signed, ValueError for a moment to come.
    """
    if asker == "firm" and adherence_id is not None:
        row_of_firm = lock(work.session, AdherenceRow, adherence_id)
        if row_of_firm.joined_on is None:
            raise WrongStateError
    moment = asked_at or work.now
    if moment > work.now:
        raise ValueError("nobody asked that yet")
    row = CommitteeQuestionRow(
        id=work.new_id(),
        agreement_id=agreement_id,
        asker=asker,
        adherence_id=adherence_id if asker == "firm" else None,
        asked_at=moment,
        text=text,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def answer_question(work: Work, question_id: str, answer: str) -> None:
    """Answer a question, once. Raises AnsweredAlreadyError, RowGoneError."""
    row = lock(work.session, CommitteeQuestionRow, question_id)
    if row.answered_at is not None:
        raise AnsweredAlreadyError
    row.answered_at, row.answer, row.answered_by = work.now, answer, work.actor.label
    work.session.flush()
