"""A check-up is erased; that it existed, the day, and a digest remain."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import delete, select

from cip.assessment.actions.appending import is_over, lock_family
from cip.assessment.evidence import owner_key
from cip.assessment.records import (
    AnswerEventRow,
    CheckUpRow,
    ErasedCheckUpRow,
    EvidenceRow,
    HolderRow,
    NarrativeRow,
    NumbersLinkRow,
    PlanSignatureRow,
    PlanVersionRow,
    ResumeCodeRow,
    SnapshotRow,
    VerifiedResultRow,
)
from cip.assessment.stored import ErasedCheckUp, erasure_digest
from cip.database.work import Work
from cip.files.actions import erase_file, erase_files_of
from cip.files.reads import find_file


def erase_check_up(work: Work, check_up_id: str, on_day: date, digest: str | None = None) -> str:
    """Remove a whole check-up with its answers, results and holders; returns the digest that remains with its id and
    `on_day`: over the ends of its chains, unless it was erased before under `digest` and came back with a backup.

    Its code goes too, unless a check-up of the same firm stays: then the code, which the owner may have on paper,
    resumes the newest of those.

    Chains are kept per check-up, so every other one still verifies. Raises RowGoneError if the check-up is gone.
    """
    session = work.session
    family = lock_family(work, check_up_id)
    row = next(each for each in family if each.id == check_up_id)
    _hand_on_the_code(work, row, [each for each in family if each is not row and not is_over(each, on_day)])
    digest = digest or erasure_digest(check_up_id, row.events_head, row.snapshots_head)
    # First the trace, then the rows: the triggers refuse it the other way round.
    if session.get(ErasedCheckUpRow, check_up_id) is None:
        session.add(ErasedCheckUpRow(check_up_id=check_up_id, on_day=on_day, digest=digest))
    session.flush()
    _erase_signed_sheets(work, check_up_id)
    _erase_evidence(work, check_up_id)
    for rows in (PlanSignatureRow, PlanVersionRow, SnapshotRow, AnswerEventRow, HolderRow):
        session.execute(delete(rows).where(rows.check_up_id == check_up_id))
    # What has no chain of its own goes row by row, so that the audit tells of it.
    for audited in (VerifiedResultRow, NarrativeRow, NumbersLinkRow, ResumeCodeRow):
        for each in session.scalars(select(audited).where(audited.check_up_id == check_up_id)).all():
            session.delete(each)
    session.flush()
    session.delete(row)
    session.flush()
    return digest


def erase_family(
    work: Work, check_up_id: str, on_day: date, *, may: Callable[[str], object] = lambda _id: None
) -> list[ErasedCheckUp]:
    """Remove a check-up and all others of the same firm, also one that was started a moment ago; what remains of them.

    `may` is asked with the id of each and raises for one that must stay (then nothing goes); it is not asked for those
    whose last day is over, which go anyway. Raises RowGoneError if the check-up is gone.
    """
    family = lock_family(work, check_up_id)
    for row in family:
        if not is_over(row, on_day):
            may(row.id)
    ids = [row.id for row in family]
    return [ErasedCheckUp(each, on_day, erase_check_up(work, each, on_day)) for each in ids]


def _erase_signed_sheets(work: Work, check_up_id: str) -> None:
    """The sheets of its plan that came back signed; their bytes leave the disk after the commit."""
    sheets = select(PlanSignatureRow.file_id).where(PlanSignatureRow.check_up_id == check_up_id)
    for file_id in work.session.scalars(sheets).all():
        if file_id is not None and find_file(work.session, file_id) is not None:
            erase_file(work, file_id)


def _erase_evidence(work: Work, check_up_id: str) -> None:
    """Its evidence, and every file that lies in its room; their bytes leave the disk after the commit."""
    for row in work.session.scalars(select(EvidenceRow).where(EvidenceRow.check_up_id == check_up_id)).all():
        work.session.delete(row)
    erase_files_of(work, owner_key(check_up_id))


def _hand_on_the_code(work: Work, row: CheckUpRow, stay: Sequence[CheckUpRow]) -> None:
    coded = select(ResumeCodeRow.check_up_id).where(ResumeCodeRow.check_up_id.in_([each.id for each in stay]))
    code = work.session.get(ResumeCodeRow, row.id)
    if stay and code is not None and work.session.scalar(coded.limit(1)) is None:
        # The digest is unique: the old row goes before the new one comes.
        work.session.delete(code)
        work.session.flush()
        work.session.add(ResumeCodeRow(check_up_id=stay[-1].id, digest=code.digest, made_at=code.made_at))
