"""A file is handed in for one of the documents that a call asks for, and taken back."""

from sqlalchemy import func, select

from cip.database.locks import lock
from cip.database.work import Work
from cip.files.actions import erase_file
from cip.incentives.actions.application_work import hold_application, note_changes
from cip.incentives.application import MOST_FILES
from cip.incentives.records import ApplicationFileRow, SubmissionRow
from cip.kernel.errors import RefusalError


class TooManyFilesError(RefusalError):
    """An application holds as many files as it can."""

    def __init__(self) -> None:
        super().__init__(f"There are {MOST_FILES} files already: no more can be handed in.")


def owner_key(application_id: str) -> str:
    """Whose room the files of an application take up: its own."""
    return f"application:{application_id}"


def hand_in_document(work: Work, application_id: str, document_id: str, file_id: str) -> str:
    """Put a file (received before, in this Work, into the room of the application) to one of the call's documents; the
    id of the entry. That the call asks for the document is the caller's to check.

    Raises RowGoneError, NotTakenError, WrongApplicationStateError, TooManyFilesError.
    """
    row = hold_application(work, application_id, "attach")
    f = ApplicationFileRow.__table__.columns
    held = select(func.count()).select_from(ApplicationFileRow).where(f.application_id == row.id)
    if (work.session.scalar(held) or 0) >= MOST_FILES:
        raise TooManyFilesError
    entry = ApplicationFileRow(
        id=work.new_id(),
        application_id=row.id,
        document_id=document_id,
        file_id=file_id,
        put_at=work.now,
        put_by=work.actor.label,
    )
    work.session.add(entry)
    note_changes(work, row, [(f"document:{document_id}", None, file_id)])
    return entry.id


def take_back_document(work: Work, application_id: str, entry_id: str) -> bool:
    """Take a file back; False if it was taken back before. Its line stays. Its bytes go, unless something was sent with
    it: then they stay with what was sent.

    Raises RowGoneError, NotTakenError, WrongApplicationStateError.
    """
    row = hold_application(work, application_id, "attach")
    entry = lock(work.session, ApplicationFileRow, entry_id)
    if entry.removed_at is not None or entry.application_id != row.id:
        return False
    entry.removed_at, entry.removed_by = work.now, work.actor.label
    if not _was_sent(work, row.id, entry.file_id):
        erase_file(work, entry.file_id)
    note_changes(work, row, [(f"document:{entry.document_id}", entry.file_id, None)])
    return True


def _was_sent(work: Work, application_id: str, file_id: str) -> bool:
    s = SubmissionRow.__table__.columns
    sent = select(s.id).where(s.application_id == application_id, s.content.contains(file_id, autoescape=True))
    return work.session.scalar(sent.limit(1)) is not None
