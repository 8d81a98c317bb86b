"""A check-up is closed: it can be read and compared with, and nothing in it changes any more."""

from cip.assessment.actions.appending import append_life, refuse_changed
from cip.assessment.records import CheckUpRow
from cip.assessment.stored import StoredAnswers
from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.moments import moment_text


def close_check_up(work: Work, check_up_id: str, *, seen: StoredAnswers | None = None) -> bool:
    """Close a check-up: saving and concluding raise CheckUpClosedError from now on; False if it was closed already.

    `seen` are the answers that the last result rests on; no event may have come since.

    Its answers and results stay readable; it can be kept, resumed, followed by another one and erased as before.
    Raises RowGoneError if it is gone, ChangedMeanwhileError if `seen` is no longer all.
    """
    row = lock(work.session, CheckUpRow, check_up_id)
    if row.closed_at is not None:
        return False
    refuse_changed(row, seen)
    row.closed_at = work.now
    append_life(work, row, {"closed": moment_text(work.now)}, "close")
    work.session.flush()
    return True
