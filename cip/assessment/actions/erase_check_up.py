"""A check-up is erased; that it existed, the day, and a digest remain."""

from datetime import date

from sqlalchemy import delete

from cip.assessment.records import AnswerEventRow, CheckUpRow, ErasedCheckUpRow, SnapshotRow
from cip.assessment.stored import erasure_digest
from cip.database.locks import lock
from cip.database.work import Work


def erase_check_up(work: Work, check_up_id: str, on_day: date) -> str:
    """Remove a whole check-up with its answers and results; returns the digest that remains with its id and `on_day`.

    Chains are kept per check-up, so every other one still verifies. Raises RowGoneError if the check-up is gone.
    """
    session = work.session
    row = lock(session, CheckUpRow, check_up_id)
    digest = erasure_digest(check_up_id, row.events_head, row.snapshots_head)
    # First the trace, then the rows: the triggers refuse it the other way round.
    session.add(ErasedCheckUpRow(check_up_id=check_up_id, on_day=on_day, digest=digest))
    session.flush()
    session.execute(delete(SnapshotRow).where(SnapshotRow.check_up_id == check_up_id))
    session.execute(delete(AnswerEventRow).where(AnswerEventRow.check_up_id == check_up_id))
    session.delete(row)
    session.flush()
    return digest
