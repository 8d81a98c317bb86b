"""A check-up is erased; that it existed, the day, and a digest remain."""

from datetime import date

from sqlalchemy import delete

from cip.assessment.records import (
    AnswerEventRow,
    CheckUpRow,
    ErasedCheckUpRow,
    HolderRow,
    ResumeCodeRow,
    SnapshotRow,
)
from cip.assessment.stored import erasure_digest
from cip.database.locks import lock
from cip.database.work import Work


def erase_check_up(work: Work, check_up_id: str, on_day: date, digest: str | None = None) -> str:
    """Remove a whole check-up with its answers, results, holders and code; returns the digest that remains with its id
    and `on_day`: over the ends of its chains, unless it was erased before under `digest` and came back with a backup.

    Chains are kept per check-up, so every other one still verifies. Raises RowGoneError if the check-up is gone.
    """
    session = work.session
    row = lock(session, CheckUpRow, check_up_id)
    digest = digest or erasure_digest(check_up_id, row.events_head, row.snapshots_head)
    # First the trace, then the rows: the triggers refuse it the other way round.
    if session.get(ErasedCheckUpRow, check_up_id) is None:
        session.add(ErasedCheckUpRow(check_up_id=check_up_id, on_day=on_day, digest=digest))
    session.flush()
    for rows in (SnapshotRow, AnswerEventRow, HolderRow, ResumeCodeRow):
        session.execute(delete(rows).where(rows.check_up_id == check_up_id))
    session.delete(row)
    session.flush()
    return digest
