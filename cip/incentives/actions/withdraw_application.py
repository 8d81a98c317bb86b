"""The firm takes back what it sent, and may prepare it anew while the call takes applications."""

from cip.database.locks import lock_as_it_is
from cip.database.work import Work
from cip.incentives.actions.application_work import held_in, hold_application, note_changes
from cip.incentives.call_states import CallState
from cip.incentives.reads.applications import find_application, standing_submission
from cip.incentives.reads.calls import call_of
from cip.incentives.records import ApplicationRow, CallRow, SubmissionWithdrawalRow
from cip.kernel.errors import RefusalError

STILL_WITHDRAWN: tuple[CallState, ...] = ("published", "open", "closed", "admissibility", "evaluation")
"""Once there is a ranking, a firm gives up its place in it instead."""


class RankedError(RefusalError):
    """The ranking is made: a firm gives up its place there."""

    def __init__(self) -> None:
        super().__init__("The ranking is made already: give up your place in it instead.")


def withdraw_application(work: Work, application_id: str, *, person_id: str) -> None:
    """Take back what was sent: it stays as it was sent, and counts no more.

    Raises RowGoneError, WrongApplicationStateError where nothing was sent, RankedError.
    """
    found = find_application(work.session, application_id)
    if found is not None:
        lock_as_it_is(work.session, CallRow, found.call_id)
        if call_of(work.session, found.call_id).stored_state not in STILL_WITHDRAWN:
            raise RankedError
    row = held_in(work, application_id, "withdraw")
    sent = standing_submission(work.session, row.id)
    if sent is not None:
        work.session.add(
            SubmissionWithdrawalRow(submission_id=sent.id, at=work.now, by_person=person_id, by_label=work.actor.label)
        )
    row.state = "withdrawn"
    work.session.flush()


def resume_application(work: Work, application_id: str) -> int:
    """Prepare anew what was taken back; the version of the draft. What is sent then has a number of its own.

    Raises RowGoneError, NotTakenError, WrongApplicationStateError.
    """
    row: ApplicationRow = hold_application(work, application_id, "resume")
    return note_changes(work, row, ())
