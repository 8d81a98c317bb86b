"""A second person of the firm signs off exactly what would be sent, or sends it back with a note."""

from typing import Literal

from sqlalchemy import func, select

from cip.database.work import Work
from cip.incentives.actions.application_work import hold_application
from cip.incentives.actions.start_application import name_sources
from cip.incentives.application import SignOff
from cip.incentives.application_content import DocumentCase
from cip.incentives.reads.applications import sign_offs_of
from cip.incentives.reads.prepared import Prepare
from cip.incentives.records import ApplicationRow, SignedContentRow, SignOffRow
from cip.kernel.errors import RefusalError
from cip.parties.labels import person_of_label
from cip.parties.reads.belonging import members_of, membership_in

LONGEST_NOTE = 500


class ContentChangedError(RefusalError):
    """What would be sent is no longer what the page showed, or what was signed off."""

    def __init__(self) -> None:
        super().__init__("Something changed meanwhile: look at it again.")


class NotCompleteError(RefusalError):
    """Documents are missing without which nothing is sent."""

    def __init__(self, missing: tuple[DocumentCase, ...]) -> None:
        super().__init__("Documents are missing: " + ", ".join(one.document.label.en for one in missing) + ".")
        self.missing = missing


class SamePersonError(RefusalError):
    """Who made the last change does not sign it off where the firm has somebody else."""

    def __init__(self) -> None:
        super().__init__("Somebody else of the firm signs off what you changed.")


def sign_off(work: Work, application_id: str, prepare: Prepare, *, person_id: str, digest: str) -> str:
    """Sign off what would be sent now, which must be what the page showed (`digest`); the id of the sign-off. The
    content is kept: it is what will be sent.

    Who made the last change signs it off only where nobody else belongs to the firm. Raises RowGoneError,
    NotTakenError, WrongApplicationStateError, ContentChangedError, NotCompleteError, SamePersonError.
    """
    row = hold_application(work, application_id, "sign_off")
    prepared = prepare(work.session, application_id)
    if prepared.digest != digest:
        raise ContentChangedError
    if prepared.missing:
        raise NotCompleteError(prepared.missing)
    kind = who_signs(work, row, person_id)
    name_sources(row, prepared.known)
    row.state = "ready"
    signed = _note(work, row, digest, "signed_off", kind, None, person_id)
    work.session.add(SignedContentRow(sign_off_id=signed, content=prepared.content))
    work.session.flush()
    return signed


def send_back(work: Work, application_id: str, prepare: Prepare, *, person_id: str, note: str) -> str:
    """Send an application back to whoever prepares it, with a note; the id of what was said. It is a draft again.

    Raises RowGoneError, NotTakenError, WrongApplicationStateError, ValueError without a note.
    """
    words = note.strip()
    if not 1 <= len(words) <= LONGEST_NOTE:
        raise ValueError("who sends an application back says why, in at most so many characters")
    row = hold_application(work, application_id, "send_back")
    row.state = "draft"
    digest = prepare(work.session, application_id).digest
    return _note(work, row, digest, "sent_back", "second_person", words, person_id)


def who_signs(work: Work, row: ApplicationRow, person_id: str) -> Literal["second_person", "alone"]:
    """Whether who signs off is a second person, or alone in the firm. Raises SamePersonError."""
    if person_of_label(row.changed_by) != person_id:
        return "second_person"
    if any(one.person_id != person_id for one in members_of(work.session, row.firm_id)):
        raise SamePersonError
    return "alone"


def standing_sign_off(work: Work, row: ApplicationRow) -> SignOff | None:
    """What was last said of the version that stands, where it was signed off."""
    said = [one for one in sign_offs_of(work.session, row.id) if one.version == row.version]
    return said[-1] if said and said[-1].verdict == "signed_off" else None


def signed_by_owner(work: Work, row: ApplicationRow, signed: SignOff) -> bool:
    """Whether who signed off answers for the firm."""
    member = membership_in(work.session, signed.by_person, row.firm_id)
    return member is not None and member.role == "owner"


def _note(
    work: Work,
    row: ApplicationRow,
    digest: str,
    verdict: Literal["signed_off", "sent_back"],
    kind: Literal["second_person", "alone"],
    note: str | None,
    person_id: str,
) -> str:
    g = SignOffRow.__table__.columns
    last = work.session.scalar(select(func.max(g.seq)).where(g.application_id == row.id)) or 0
    said = SignOffRow(
        id=work.new_id(),
        application_id=row.id,
        seq=last + 1,
        version=row.version,
        digest=digest,
        verdict=verdict,
        kind=kind,
        note=note,
        at=work.now,
        by_person=person_id,
        by_label=work.actor.label,
    )
    work.session.add(said)
    work.session.flush()
    return said.id
