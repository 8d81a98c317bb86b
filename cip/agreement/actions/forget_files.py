"""The files of a joining that ended long ago go: proofs and the signed form. Its lines stay, with their days."""

from datetime import date

from cip.agreement.actions.adherence_work import locked
from cip.agreement.adherence import owner_key, states_of
from cip.database.work import Work
from cip.files.actions import erase_files_of


def forget_files(work: Work, adherence_id: str, *, ended_before: date) -> int:
    """Erase every file that was handed in for a joining that ended before a day; how many. Raises RowGoneError,
    WrongStateError if it has not ended.
    """
    row = locked(work, adherence_id, *states_of("forget_files"))
    if row.ended_on is None or row.ended_on >= ended_before:
        return 0
    return erase_files_of(work, owner_key(row.id))
