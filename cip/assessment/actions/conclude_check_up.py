"""A result is stored as it was shown."""

from datetime import date

from sqlalchemy import insert

from cip.assessment.actions.appending import refuse_closed
from cip.assessment.reads.answers import answers_at
from cip.assessment.reads.snapshots import latest_snapshot
from cip.assessment.records import CheckUpRow, SnapshotRow
from cip.assessment.stored import StoredAnswers, StoredSnapshot, is_canonical
from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.canonical import sha256_of


def conclude_check_up(
    work: Work,
    check_up_id: str,
    *,
    answers: StoredAnswers,
    on_day: date,
    pack_sha256: str,
    engine_version: str,
    result: str,
) -> str:
    """Store `result` (canonical JSON), computed from `answers` with that pack and engine for the day `on_day`, as a
    snapshot; returns its id. The same answers, pack, day and result as the latest snapshot give that one's id.

    Raises RowGoneError if the check-up is gone, CheckUpClosedError if it was closed, ValueError if the result is not
    canonical JSON, the pack is not the check-up's, or the answers are not those of its events up to `answers.last_seq`:
    a snapshot never claims what the history does not hold.
    """
    if not is_canonical(result):
        raise ValueError("the result is not canonical JSON")
    check_up = lock(work.session, CheckUpRow, check_up_id)
    _check(work, check_up, answers, pack_sha256)
    latest = latest_snapshot(work.session, check_up_id)
    asked = (answers.canonical, pack_sha256, on_day, result)
    if latest is not None and (latest.answers, latest.pack_sha256, latest.on_day, latest.result) == asked:
        return latest.id
    refuse_closed(check_up)
    snapshot = StoredSnapshot(
        id=work.new_id(),
        check_up_id=check_up_id,
        number=check_up.last_number + 1,
        on_day=on_day,
        last_seq=answers.last_seq,
        pack_sha256=pack_sha256,
        engine_version=engine_version,
        answers=answers.canonical,
        result=result,
        result_sha256=sha256_of(result),
        at=work.now,
        prev_digest=check_up.snapshots_head,
        digest="",
    ).sealed()
    _store(work, check_up, snapshot)
    return snapshot.id


def _check(work: Work, check_up: CheckUpRow, answers: StoredAnswers, pack_sha256: str) -> None:
    if check_up.pack_sha256 != pack_sha256:
        raise ValueError(f"the check-up is pinned to the pack {check_up.pack_sha256}, not {pack_sha256}")
    held = answers_at(work.session, check_up.id, answers.last_seq)
    if (held.last_seq, held.canonical) != (answers.last_seq, answers.canonical):
        raise ValueError(f"the answers are not those of the check-up at its event {answers.last_seq}")


def _store(work: Work, check_up: CheckUpRow, snapshot: StoredSnapshot) -> None:
    check_up.last_number, check_up.snapshots_head = snapshot.number, snapshot.digest
    work.session.execute(insert(SnapshotRow), [snapshot.columns()])
