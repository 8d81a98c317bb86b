"""A check-up is resumed in another browser by its code."""

from datetime import date

from sqlalchemy import func, select

from cip.assessment.actions.appending import append_life, is_over, lock_family
from cip.assessment.reads.holders import check_up_of_code, is_holder
from cip.assessment.records import CheckUpRow, HolderRow
from cip.database.locks import RowGoneError
from cip.database.work import Work


def resume_check_up(work: Work, *, code_digest: str, guest_digest: str, today: date) -> str | None:
    """Let the browser with `guest_digest` hold the check-up that the code with `code_digest` resumes, and those of the
    same firm before and after it; the id of the newest of them. None, and nothing written, if no check-up has this
    code (any more).
    """
    found = check_up_of_code(work.session, code_digest, today)
    if found is None:
        return None
    try:
        family = [row for row in lock_family(work, found) if not is_over(row, today)]
    except RowGoneError:
        return None
    # Asked again under the lock: the owner may have replaced the code a moment ago.
    if check_up_of_code(work.session, code_digest, today) != found:
        return None
    for row in family:
        _hold(work, row, guest_digest)
    work.session.flush()
    return family[-1].id


def _hold(work: Work, row: CheckUpRow, guest_digest: str) -> None:
    if row.guest_digest == guest_digest or is_holder(work.session, row.id, guest_digest):
        return
    work.session.add(HolderRow(check_up_id=row.id, guest_digest=guest_digest, added_at=work.now))
    work.session.flush()
    count = select(func.count()).select_from(HolderRow).where(HolderRow.check_up_id == row.id)
    append_life(work, row, {"holders": work.session.scalar(count)}, "resume")
