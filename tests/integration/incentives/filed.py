"""An application as it is once it was sent, written past the actions: those have tests of their own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cip.database.work import Work
from cip.incentives.records import AdmissibilityCheckRow, ApplicationRow, SignOffRow, SubmissionRow
from cip.kernel.canonical import sha256_of


@dataclass(frozen=True)
class Filed:
    """What was sent: to which call, by whom, when, under which number, with which content (canonical JSON)."""

    call_id: str
    firm_id: str
    number: int
    person_id: str
    at: datetime
    content: str
    signed: Literal["alone", "second_person"] = "alone"

    @property
    def label(self) -> str:
        """Who did it, as rows name them."""
        return f"person:{self.person_id}"


def file_application(work: Work, application_id: str, filed: Filed) -> str:
    """Write an application, its sign-off and its submission; the id of the submission."""
    sign_off_id, submission_id = work.new_id(), work.new_id()
    application = ApplicationRow(
        id=application_id,
        call_id=filed.call_id,
        firm_id=filed.firm_id,
        state="submitted",
        version=1,
        answers="{}",
        requested=None,
        started_at=filed.at,
        started_by=filed.label,
        changed_at=filed.at,
        changed_by=filed.label,
    )
    for row in (
        application,
        _signed(sign_off_id, application_id, filed),
        _sent(work, submission_id, sign_off_id, application_id, filed),
    ):
        work.session.add(row)
        work.session.flush()
    return submission_id


def let_in(work: Work, call_id: str, application_id: str, submission_id: str) -> None:
    """Write that the formal check let a submission in."""
    row = AdmissibilityCheckRow(
        application_id=application_id, call_id=call_id, submission_id=submission_id, state="admitted"
    )
    work.session.add(row)
    work.session.flush()


def _signed(id: str, application_id: str, filed: Filed) -> SignOffRow:
    return SignOffRow(
        id=id,
        application_id=application_id,
        version=1,
        digest=sha256_of(filed.content),
        seq=1,
        verdict="signed_off",
        kind=filed.signed,
        at=filed.at,
        by_person=filed.person_id,
        by_label=filed.label,
    )


def _sent(work: Work, id: str, sign_off_id: str, application_id: str, filed: Filed) -> SubmissionRow:
    return SubmissionRow(
        id=id,
        application_id=application_id,
        call_id=filed.call_id,
        firm_id=filed.firm_id,
        version=1,
        number=filed.number,
        content=filed.content,
        digest=sha256_of(filed.content),
        requested=None,
        sign_off_id=sign_off_id,
        submitted_at=filed.at,
        by_person=filed.person_id,
        by_label=filed.label,
        idempotency_key=work.new_id(),
        receipt_code=work.new_id(),
    )
