"""An application is sent: once, frozen, with a number, a digest, the server's moment, and a receipt."""

from sqlalchemy import func, select

from cip.database import outbox
from cip.database.locks import lock, lock_words
from cip.database.work import Work
from cip.incentives.actions.application_work import (
    NotTakenError,
    WrongApplicationStateError,
    hold_call_taking,
)
from cip.incentives.actions.sign_application import (
    ContentChangedError,
    NotCompleteError,
    signed_by_owner,
    standing_sign_off,
)
from cip.incentives.application import SignOff, Submission
from cip.incentives.application_states import states_of
from cip.incentives.prepared import Prepared
from cip.incentives.reads.applications import find_application, find_submission, submission_of_key
from cip.incentives.reads.prepared import Prepare
from cip.incentives.records import ApplicationRow, SubmissionRow
from cip.kernel.clock import ROME
from cip.kernel.errors import RefusalError
from cip.parties.labels import mandate_of_label
from cip.parties.reads.belonging import heads_of
from cip.parties.reads.people import find_person, language_of

RECEIVED = "application_received"


class NotSignedOffError(RefusalError):
    """Nobody signed off what would be sent, or nobody who answers for the firm stands behind it."""

    def __init__(self, *, owner: bool = False) -> None:
        super().__init__("The owner signs off first." if owner else "Somebody signs off first.")
        self.owner = owner


def submit_application(
    work: Work, application_id: str, prepare: Prepare, *, key: str, person_id: str, is_owner: bool
) -> Submission:
    """Send an application; what was sent. `key` is the one of the form: the same form sent again, at once or later,
    gives what it gave. The moment is the one of the Work: when the server took the request. Sent is exactly what was
    signed off; an owner signed it off or sends it (`is_owner`).

    Raises RowGoneError, NotTakenError, WrongApplicationStateError, NotSignedOffError, ContentChangedError,
    NotCompleteError.
    """
    again = _sent_before(work, application_id, key)
    if again is not None:
        return again
    call_id = _call_of(work, application_id)
    if call_id is not None:
        hold_call_taking(work, call_id)
    row = lock(work.session, ApplicationRow, application_id)
    again = _sent_before(work, application_id, key)
    if again is not None:
        return again
    if row.state not in states_of("submit"):
        raise WrongApplicationStateError(row.state)  # type: ignore[arg-type]  # a constraint keeps it among them
    prepared = prepare(work.session, application_id)
    signed = _signed(work, row, prepared, is_owner=is_owner)
    sent = _freeze(work, row, prepared, signed, key, person_id)
    _tell(work, sent, prepared)
    return sent


def _call_of(work: Work, application_id: str) -> str | None:
    found = find_application(work.session, application_id)
    return found.call_id if found else None


def _sent_before(work: Work, application_id: str, key: str) -> Submission | None:
    """What this form sent already. A key that sent another application is none of this one's."""
    again = submission_of_key(work.session, key)
    if again is not None and again.application_id != application_id:
        raise NotTakenError
    return again


def _signed(work: Work, row: ApplicationRow, prepared: Prepared, *, is_owner: bool) -> SignOff:
    if prepared.missing:
        raise NotCompleteError(prepared.missing)
    signed = standing_sign_off(work, row)
    if signed is None:
        raise NotSignedOffError
    if signed.digest != prepared.digest:
        raise ContentChangedError
    if not is_owner and not signed_by_owner(work, row, signed):
        raise NotSignedOffError(owner=True)
    return signed


def _freeze(
    work: Work, row: ApplicationRow, prepared: Prepared, signed: SignOff, key: str, person_id: str
) -> Submission:
    """Write what is sent. The numbers of a call are held last and for a moment only: everybody sends at the end."""
    row.state = "submitted"
    work.session.flush()
    s = SubmissionRow.__table__.columns
    lock_words(work.session, f"submissions {row.call_id}")
    last = work.session.scalar(select(func.max(s.number)).where(s.call_id == row.call_id)) or 0
    sent = SubmissionRow(
        id=work.new_id(),
        application_id=row.id,
        call_id=row.call_id,
        firm_id=row.firm_id,
        version=row.version,
        number=last + 1,
        content=prepared.content,
        digest=prepared.digest,
        requested=row.requested,
        sign_off_id=signed.id,
        submitted_at=work.now,
        by_person=person_id,
        by_label=work.actor.label,
        mandate_id=mandate_of_label(work.actor.label),
        idempotency_key=key,
        receipt_code=work.new_id(),
    )
    work.session.add(sent)
    work.session.flush()
    found = find_submission(work.session, sent.id)
    if found is None:  # pragma: no cover - it was written a line above
        raise LookupError(sent.id)
    return found


def _tell(work: Work, sent: Submission, prepared: Prepared) -> None:
    """The receipt by mail to the owners and to who sent it."""
    arrived = sent.submitted_at.astimezone(ROME)
    people = {one.person_id: one.email for one in heads_of(work.session, "firm", sent.firm_id)}
    sender = find_person(work.session, sent.by_person)
    if sender is not None:
        people[sender.id] = sender.email
    for person_id, email in sorted(people.items()):
        language = language_of(work.session, person_id)
        values = {
            "firm": prepared.firm.name,
            "call": prepared.call.title,
            "number": str(sent.number),
            "on": arrived.date().isoformat(),
            "at": arrived.strftime("%H:%M:%S"),
            "digest": sent.digest,
            "link": f"/{language}/receipts/{sent.receipt_code}",
        }
        outbox.put(work, "mail", {"template": RECEIVED, "to": email, "language": language, "values": values})
