"""One firm takes another one over with everything that hangs on it."""

from datetime import date

from sqlalchemy import select

from cip.agreement.actions.leave_adherence import end_for_merger
from cip.assessment.actions.adopt_check_up import ADOPTED
from cip.assessment.actions.appending import append_life
from cip.assessment.records import CheckUpRow, ConsultancyNoteRow
from cip.database.locks import lock
from cip.database.work import Work
from cip.parties.actions.merge_parties import merge_parties
from cip.voice.actions import end_voice
from cip.voice.vault import Vault


def merge_firms(work: Work, gone_id: str, stays_id: str, *, vault: Vault, on: date) -> int:
    """Let the firm `stays_id` take over `gone_id` with its people, its seats, its check-ups and what consultancies
    noted on it; of how many check-ups. What becomes of people and mandates is told by
    `cip.parties.actions.merge_parties`, what of surveys by `cip.voice.actions.end_voice`.

    What the firm that goes had joined ends: the one that stays joins for itself.

    Raises CannotMergeError, RowGoneError, JoinedMeanwhileError.
    """
    merge_parties(work, gone_id, stays_id)
    end_voice(work, vault, gone_id, on=on)
    end_for_merger(work, gone_id, on=on)
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
