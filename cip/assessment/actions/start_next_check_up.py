"""A firm starts its next check-up from a copy of the one before."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select

from cip.assessment.actions.appending import append_events, append_life, is_over
from cip.assessment.bound import BoundPack
from cip.assessment.carrying import Question, carry
from cip.assessment.reads.answers import current_answers
from cip.assessment.reads.holders import next_of
from cip.assessment.records import CheckUpRow, HolderRow
from cip.assessment.stored import CARRIED, Stage, chain_start
from cip.database.locks import RowGoneError, lock
from cip.database.packs import is_kept
from cip.database.work import Work
from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Language

_NEXT: dict[str, Stage] = {"T0": "T1", "T1": "T2"}


class LastStageError(RefusalError):
    """After T2 there is no further check-up to start from a copy."""

    def __init__(self) -> None:
        super().__init__("This is the last check-up of its series: start a new one.")


@dataclass(frozen=True, slots=True)
class NextCheckUp:
    """The next check-up: its id, the questions whose answers could not be carried over, and whether it is new."""

    id: str
    left_out: tuple[Question, ...]
    is_new: bool


def start_next_check_up(
    work: Work, from_id: str, *, bound: BoundPack, language: Language, expires_on: date, kept_until: date
) -> NextCheckUp:
    """Start the check-up that follows `from_id` (T1 after T0, T2 after T1), pinned to the pack of `bound` (kept before)
    and held by the same browsers. What holds under that pack is copied, marked as carried until somebody saves it.

    It is kept to `kept_until` if the owner has asked to keep the first one, else to `expires_on`; one of a firm stays
    as long as the firm. A check-up has one that follows it: asked again, this gives the same one, with nothing left
    out.

    Raises RowGoneError if the check-up is gone or its last day is over, LastStageError after T2, LookupError if the
    pack was not kept first.
    """
    before = lock(work.session, CheckUpRow, from_id)
    if is_over(before, bound.on):
        raise RowGoneError("This no longer exists: its last day is over.")
    there = next_of(work.session, from_id)
    if there is not None:
        return NextCheckUp(there, (), is_new=False)
    if before.stage not in _NEXT:
        raise LastStageError
    if not is_kept(work.session, bound.pack.sha256):
        raise LookupError(f"the pack {bound.pack.sha256} is not kept")
    row = _new_row(work, before, bound, language)
    if before.firm_id is None:
        row.expires_on = expires_on if before.kept_on is None else kept_until
        row.kept_on = None if before.kept_on is None else bound.on
    work.session.add(row)
    work.session.flush()
    carried = carry(current_answers(work.session, from_id), bound)
    changes = [(question, canonical_json(value)) for question, value in carried.answers.items()]
    append_events(work, row, changes, CARRIED + from_id)
    _same_holders(work, before, row)
    work.session.flush()
    return NextCheckUp(row.id, carried.left_out, is_new=True)


def _new_row(work: Work, before: CheckUpRow, bound: BoundPack, language: Language) -> CheckUpRow:
    check_up_id, stage = work.new_id(), _NEXT[before.stage]
    start = chain_start(check_up_id, bound.pack.sha256, stage, work.now, before.id)
    return CheckUpRow(
        id=check_up_id,
        pack_sha256=bound.pack.sha256,
        guest_digest=before.guest_digest,
        stage=stage,
        language=language,
        created_at=work.now,
        last_seq=0,
        events_head=start,
        last_number=0,
        snapshots_head=start,
        previous_id=before.id,
        firm_id=before.firm_id,
    )


def _same_holders(work: Work, before: CheckUpRow, row: CheckUpRow) -> None:
    query = select(HolderRow.guest_digest).where(HolderRow.check_up_id == before.id)
    holders = [
        {"check_up_id": row.id, "guest_digest": digest, "added_at": work.now} for digest in work.session.scalars(query)
    ]
    happened: dict[str, object] = {}
    if holders:
        work.session.execute(insert(HolderRow), holders)
        happened["holders"] = len(holders)
    if row.kept_on is not None and row.expires_on is not None:
        happened["kept"] = {"on": row.kept_on.isoformat(), "until": row.expires_on.isoformat()}
    if row.firm_id is not None:
        happened["adopted"] = {"firm": row.firm_id}
    append_life(work, row, happened, CARRIED + before.id)
