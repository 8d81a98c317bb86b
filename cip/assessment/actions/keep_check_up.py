"""The owner asks to keep a check-up, and gets a code that resumes it elsewhere."""

from datetime import date

from sqlalchemy import select

from cip.assessment.actions.appending import append_life, is_over, lock_family
from cip.assessment.records import CheckUpRow, ResumeCodeRow
from cip.database.locks import RowGoneError
from cip.database.work import Work


def keep_check_up(work: Work, check_up_id: str, *, code_digest: str, on_day: date, until: date) -> None:
    """Keep a check-up, and those it follows or that follow it, to the day `until` at least; from now on the code with
    `code_digest` resumes them, and no older code does. Raises RowGoneError if the check-up is gone or its last day is
    over.
    """
    # T0 without its T1 compares with nothing, so they stay together; what is over already is not brought back.
    family = [row for row in lock_family(work, check_up_id) if not is_over(row, on_day)]
    if check_up_id not in {row.id for row in family}:
        raise RowGoneError("This no longer exists: its last day is over.")
    ids = [row.id for row in family]
    for code in work.session.scalars(select(ResumeCodeRow).where(ResumeCodeRow.check_up_id.in_(ids))).all():
        work.session.delete(code)
    work.session.flush()
    work.session.add(ResumeCodeRow(check_up_id=check_up_id, digest=code_digest, made_at=work.now))
    for row in family:
        _extend(work, row, on_day, until)
    work.session.flush()


def _extend(work: Work, row: CheckUpRow, on_day: date, until: date) -> None:
    row.kept_on = on_day
    row.expires_on = until if row.expires_on is None else max(row.expires_on, until)
    happened = {"on": on_day.isoformat(), "until": row.expires_on.isoformat()}
    append_life(work, row, {"kept": happened}, "keep")
