"""A validated check-up is reopened, so that answers can change. What was validated stays, and says so."""

from cip.assessment.actions.appending import append_events, refuse_closed
from cip.assessment.records import CheckUpRow
from cip.assessment.stored import LIFE
from cip.assessment.verified import VALIDATED
from cip.database.locks import lock
from cip.database.work import Work


def reopen_check_up(work: Work, check_up_id: str) -> bool:
    """Let answers change again; False if they may already. The verified result stays; whoever reads it learns how many
    answers have changed since. Raises RowGoneError, CheckUpClosedError.
    """
    check_up = lock(work.session, CheckUpRow, check_up_id)
    refuse_closed(check_up)
    if check_up.validated_at is None:
        return False
    check_up.validated_at = None
    append_events(work, check_up, [((LIFE, VALIDATED), None)], "reopen")
    work.session.flush()
    return True
