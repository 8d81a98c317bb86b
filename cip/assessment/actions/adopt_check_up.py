"""A firm takes over the check-ups that somebody began without an account."""

from datetime import date

from sqlalchemy import func, select

from cip.assessment.actions.appending import append_events, append_life, is_over, lock_family
from cip.assessment.records import CheckUpRow, HolderRow, ResumeCodeRow
from cip.assessment.stored import LIFE
from cip.database.locks import RowGoneError
from cip.database.work import Work
from cip.parties.reads import find_firm

ADOPTED = "adopted"


def adopt_check_up(work: Work, check_up_id: str, firm_id: str, *, on_day: date) -> list[str]:
    """Let a check-up, and those before and after it, belong to a firm from now on: no browser holds them any more, no
    code resumes them, and they stay as long as the firm; their ids, oldest first.

    Raises RowGoneError if the check-up is gone, over or of a firm already, or if the firm is gone or closed.
    """
    firm = find_firm(work.session, firm_id)
    if firm is None or firm.closed_at is not None:
        raise RowGoneError("This firm no longer takes part.")
    family = [row for row in lock_family(work, check_up_id) if not is_over(row, on_day)]
    # Asked again under the lock: somebody else who held it may have taken it into another firm a moment ago.
    if check_up_id not in {row.id for row in family} or any(row.firm_id is not None for row in family):
        raise RowGoneError("This check-up is over, or belongs to a firm already.")
    for row in family:
        _take_over(work, row, firm_id)
    work.session.flush()
    return [row.id for row in family]


def _take_over(work: Work, row: CheckUpRow, firm_id: str) -> None:
    session = work.session
    held = session.scalar(select(func.count()).select_from(HolderRow).where(HolderRow.check_up_id == row.id))
    for holding in (HolderRow, ResumeCodeRow):
        for each in session.scalars(select(holding).where(holding.check_up_id == row.id)):
            session.delete(each)
    if row.kept_on is not None:
        append_events(work, row, [((LIFE, "kept"), None)], "adopt")
    row.firm_id, row.guest_digest, row.expires_on, row.kept_on = firm_id, None, None, None
    happened: dict[str, object] = {ADOPTED: {"firm": firm_id}}
    append_life(work, row, happened | ({"holders": 0} if held else {}), "adopt")
