"""An application is sent: once, frozen, with a number, a digest, the server's moment, and a receipt.

Sent is the content that was signed off, byte by byte: so nothing is read of the firm or judged anew at the minute in
which everybody sends.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from cip.database import outbox
from cip.database.locks import lock, lock_as_it_is, lock_words
from cip.database.work import Work
from cip.files.reads import find_file
from cip.incentives.actions.application_work import NotTakenError, WrongApplicationStateError
from cip.incentives.actions.sign_application import (
    ContentChangedError,
    signed_by_owner,
    standing_sign_off,
)
from cip.incentives.application import SignOff, Submission
from cip.incentives.application_states import states_of
from cip.incentives.calls import OfficeCall
from cip.incentives.deadline import taken_in_time
from cip.incentives.reads.applications import find_application, signed_content, submission_of_key
from cip.incentives.reads.calls import call_of
from cip.incentives.records import ApplicationRow, CallRow, SubmissionRow
from cip.kernel.clock import ROME, today
from cip.kernel.errors import RefusalError
from cip.parties.firms import Firm
from cip.parties.labels import mandate_of_label
from cip.parties.reads import find_firm
from cip.parties.reads.belonging import heads_of
from cip.parties.reads.people import find_person

RECEIVED = "application_received"
_IN_USE = ("quarantined", "clean")


class NotSignedOffError(RefusalError):
    """Nobody signed off what would be sent, or nobody who answers for the firm stands behind it."""

    def __init__(self, *, owner: bool = False) -> None:
        super().__init__("The owner signs off first." if owner else "Somebody signs off first.")
        self.owner = owner


@dataclass(frozen=True, slots=True)
class _Sending:
    """What a sending is about: the held application, its call and firm, what was signed off."""

    row: ApplicationRow
    call: OfficeCall
    firm: Firm
    signed: SignOff
    content: str


def submit_application(work: Work, application_id: str, *, key: str, person_id: str, is_owner: bool) -> Submission:
    """Send an application; what was sent. `key` is the one of the form: the same form sent again, at once or later,
    gives what it gave. The moment is the one of the Work: when the server took the request. Sent is exactly what was
    signed off of the version that stands; an owner signed it off or sends it (`is_owner`).

    Raises RowGoneError, NotTakenError, WrongApplicationStateError, NotSignedOffError, ContentChangedError.
    """
    found = find_application(work.session, application_id)
    if found is not None:
        lock_as_it_is(work.session, CallRow, found.call_id)
    row = lock(work.session, ApplicationRow, application_id)
    again = _sent_before(work, application_id, key)
    if again is not None:
        return again
    call = call_of(work.session, row.call_id)
    if not taken_in_time(call, work.now):
        raise NotTakenError
    if row.state not in states_of("submit"):
        raise WrongApplicationStateError(row.state)  # type: ignore[arg-type]  # a constraint keeps it among them
    sending = _signed(work, row, call, is_owner=is_owner)
    people = _readers(work, sending, person_id)
    sent = _freeze(work, sending, key, person_id)
    for email, language in people:
        _tell(work, sending, sent, email, language)
    return sent


def _sent_before(work: Work, application_id: str, key: str) -> Submission | None:
    """What this form sent already. A key that sent another application is none of this one's."""
    again = submission_of_key(work.session, key)
    if again is not None and again.application_id != application_id:
        raise NotTakenError
    return again


def _signed(work: Work, row: ApplicationRow, call: OfficeCall, *, is_owner: bool) -> _Sending:
    """What was signed off of the version that stands, where it may still be sent."""
    signed = standing_sign_off(work, row)
    content = None if signed is None else signed_content(work.session, signed.id)
    if signed is None or content is None:
        raise NotSignedOffError
    firm = find_firm(work.session, row.firm_id)
    if firm is None or not _still_true(work, firm, content):
        raise ContentChangedError
    if not is_owner and not signed_by_owner(work, row, signed):
        raise NotSignedOffError(owner=True)
    return _Sending(row, call, firm, signed, content)


def _still_true(work: Work, firm: Firm, content: str) -> bool:
    """Whether the firm is still called so, and every file that was handed in is still there: a scanner may have refused
    one meanwhile. Facts count as of their day, which stands beside each.
    """
    told = json.loads(content)
    if told["firm"] != {"id": firm.id, "name": firm.name, "tax_code": firm.tax_code}:
        return False
    names = [str(one["id"]) for document in told["documents"] for one in document["files"]]
    files = [find_file(work.session, name) for name in names]
    return all(file is not None and file.state in _IN_USE for file in files)


def _freeze(work: Work, sending: _Sending, key: str, person_id: str) -> Submission:
    """Write what is sent. The numbers of a call are held last and for a moment only: everybody sends at the end."""
    row = sending.row
    row.state = "submitted"
    work.session.flush()
    s = SubmissionRow.__table__.columns
    lock_words(work.session, f"submissions {row.call_id}")
    last = work.session.scalar(select(func.max(s.number)).where(s.call_id == row.call_id)) or 0
    sent = Submission(
        id=work.new_id(),
        application_id=row.id,
        call_id=row.call_id,
        firm_id=row.firm_id,
        version=row.version,
        number=last + 1,
        content=sending.content,
        digest=sending.signed.digest,
        requested=row.requested,
        sign_off_id=sending.signed.id,
        submitted_at=work.now,
        by_person=person_id,
        by_label=work.actor.label,
        mandate_id=mandate_of_label(work.actor.label),
        receipt_code=work.new_id(),
    )
    columns = {column.name: getattr(sent, column.name) for column in s if column.name != "idempotency_key"}
    work.session.add(SubmissionRow(idempotency_key=key, **columns))
    work.session.flush()
    return sent


def _readers(work: Work, sending: _Sending, person_id: str) -> Sequence[tuple[str, str]]:
    """Who gets the receipt, by address, with the language: the owners and who sent it."""
    wanted = {one.person_id for one in heads_of(work.session, "firm", sending.firm.id)} | {person_id}
    people = [find_person(work.session, one) for one in sorted(wanted)]
    return sorted((one.email, one.language) for one in people if one is not None)


def _tell(work: Work, sending: _Sending, sent: Submission, email: str, language: str) -> None:
    """The receipt by mail."""
    arrived = sent.submitted_at.astimezone(ROME)
    values = {
        "firm": sending.firm.name,
        "call": sending.call.title,
        "number": str(sent.number),
        "on": today(arrived).isoformat(),
        "at": arrived.strftime("%H:%M:%S"),
        "digest": sent.digest,
        "link": f"/{language}/receipts/{sent.receipt_code}",
    }
    outbox.put(work, "mail", {"template": RECEIVED, "to": email, "language": language, "values": values})
