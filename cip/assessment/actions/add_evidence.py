"""Evidence is added to an answer or a measure, and taken back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from cip.assessment.actions.appending import refuse_closed, refuse_validated
from cip.assessment.evidence import LONGEST_EVIDENCE_NOTE, PROVABLE_SECTIONS, stands_behind_answer
from cip.assessment.records import CheckUpRow, EvidenceRow
from cip.assessment.stored import Section
from cip.database.locks import lock
from cip.database.work import Work
from cip.files.actions import erase_file
from cip.kernel.errors import RefusalError

MOST_EVIDENCE = 500
"""In one check-up, what was taken back included: more than four a question."""


class TooMuchEvidenceError(RefusalError):
    """A check-up holds as much evidence as it can."""

    def __init__(self) -> None:
        super().__init__(f"There are {MOST_EVIDENCE} pieces of evidence already: no more can be added.")


@dataclass(frozen=True, slots=True)
class Proves:
    """What an evidence says of itself: the question (or measure) it hangs on, from which day to which it holds, and a
    note; all but the question may be left out.
    """

    section: Section
    question_id: str
    true_from: date | None = None
    valid_until: date | None = None
    note: str | None = None


def add_evidence(
    work: Work, check_up_id: str, proves: Proves, *, file_id: str | None = None, seen_on: date | None = None
) -> str:
    """Add an evidence: either a file (received before, in this Work, into the room of the check-up), or the day on
    which who adds it saw it; its id. The answers do not change, and neither does any result.

    That the question exists in the pack, and who may say that they saw something, is the caller's to check. Raises
    RowGoneError if the check-up is gone, CheckUpClosedError if it was closed, TooMuchEvidenceError, ValueError for what
    cannot be stored: both or neither of file and day, days the wrong way round, a section that nothing proves.
    """
    _check(proves, file_id, seen_on)
    check_up = lock(work.session, CheckUpRow, check_up_id)
    refuse_closed(check_up)
    held = select(func.count()).select_from(EvidenceRow).where(EvidenceRow.check_up_id == check_up_id)
    if (work.session.scalar(held) or 0) >= MOST_EVIDENCE:
        raise TooMuchEvidenceError
    evidence_id = work.new_id()
    work.session.add(
        EvidenceRow(
            id=evidence_id,
            check_up_id=check_up_id,
            section=proves.section,
            question_id=proves.question_id,
            file_id=file_id,
            seen_on=seen_on,
            note=proves.note,
            true_from=proves.true_from,
            valid_until=proves.valid_until,
            added_by=work.actor.label,
            added_at=work.now,
        )
    )
    work.session.flush()
    return evidence_id


def withdraw_evidence(work: Work, check_up_id: str, evidence_id: str, because: str) -> bool:
    """Take an evidence back and say why; False if it was taken back before. The line stays with the reason, its file is
    erased: one handed in by mistake must not lie here because the mistake is remembered.

    Raises RowGoneError if the check-up or the evidence is gone, CheckUpClosedError if the check-up was closed,
    CheckUpValidatedError if it is validated and the evidence stands behind an answer, ValueError without a reason.
    """
    if not because or len(because) > LONGEST_EVIDENCE_NOTE:
        raise ValueError("who takes an evidence back says why, in at most so many characters")
    check_up = lock(work.session, CheckUpRow, check_up_id)
    refuse_closed(check_up)
    row = lock(work.session, EvidenceRow, evidence_id)
    if row.withdrawn_at is not None:
        return False
    if stands_behind_answer(row.section):
        refuse_validated(check_up)
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_because = work.now, work.actor.label, because
    if row.file_id is not None:
        erase_file(work, row.file_id)
    work.session.flush()
    return True


def _check(proves: Proves, file_id: str | None, seen_on: date | None) -> None:
    if (file_id is None) == (seen_on is None):
        raise ValueError("an evidence is either a file or a day")
    if proves.section not in PROVABLE_SECTIONS:
        raise ValueError(f"nothing in {proves.section!r} can be proved")
    if proves.true_from and proves.valid_until and proves.valid_until < proves.true_from:
        raise ValueError("an evidence cannot end before it begins")
    if proves.note is not None and not 0 < len(proves.note) <= LONGEST_EVIDENCE_NOTE:
        raise ValueError("the note is empty or too long")
