"""A firm takes over the check-ups that somebody began without an account, or those of a firm that it took over."""

from datetime import date

from sqlalchemy import func, select

from cip.assessment.actions.appending import append_events, append_life, is_over, lock_family
from cip.assessment.records import CheckUpRow, ConsultancyNoteRow, HolderRow, ResumeCodeRow
from cip.assessment.stored import LIFE
from cip.database.locks import RowGoneError, lock
from cip.database.work import Work
from cip.parties.actions.merge_firms import merge_parties
from cip.parties.reads import find_firm
from cip.voice.actions import end_voice
from cip.voice.vault import Vault

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


def merge_firms(work: Work, gone_id: str, stays_id: str, *, vault: Vault, on: date) -> int:
    """Let the firm `stays_id` take over `gone_id` with its people, its seats, its check-ups and what consultancies
    noted on it; of how many check-ups. What becomes of people and mandates is told by
    `cip.parties.actions.merge_firms`, what of surveys by `cip.voice.actions.end_voice`.

    Raises CannotMergeError, RowGoneError.
    """
    merge_parties(work, gone_id, stays_id)
    end_voice(work, vault, gone_id, on=on)
    for note in work.session.scalars(select(ConsultancyNoteRow).where(ConsultancyNoteRow.firm_id == gone_id)):
        note.firm_id = stays_id
    query = select(CheckUpRow.id).where(CheckUpRow.firm_id == gone_id).order_by(CheckUpRow.created_at, CheckUpRow.id)
    ids = work.session.scalars(query).all()
    for check_up_id in ids:
        row = lock(work.session, CheckUpRow, check_up_id)
        row.firm_id = stays_id
        append_life(work, row, {ADOPTED: {"firm": stays_id}}, "merge")
    work.session.flush()
    return len(ids)
