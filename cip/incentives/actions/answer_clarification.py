"""A firm completes its application: the fields and documents that were named, and nothing else. What was sent stays."""

from collections.abc import Mapping
from datetime import date

from pydantic import JsonValue
from sqlalchemy import func, select

from cip.database.locks import RowGoneError, lock
from cip.database.work import Work
from cip.files.actions import erase_file
from cip.incentives.actions.admissibility_work import (
    TermOverError,
    WrongCheckStateError,
    hold_check,
    need_move,
    write_step,
)
from cip.incentives.clarifying import Clarification, locked_fields
from cip.incentives.formal_rows import read_known
from cip.incentives.reads.admissibility import files_of_clarification, find_clarification
from cip.incentives.records import ClarificationAnswerRow, ClarificationFileRow
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.errors import RefusalError
from cip.rulebook.call_packs import CallPack

MOST_FILES = 20
"""In one request, what was taken back included."""


class LockedFieldError(RefusalError):
    """Something that was not asked: only what the request names is unlocked."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        super().__init__(f"These were not asked and stay as they were sent: {', '.join(ids)}.")
        self.ids = ids


class NothingAnsweredError(RefusalError):
    """An answer holds at least one of the things that were asked."""

    def __init__(self) -> None:
        super().__init__("Answer at least one of the things that were asked.")


class TooManyFilesError(RefusalError):
    """A request holds as many files as it can."""

    def __init__(self) -> None:
        super().__init__(f"There are {MOST_FILES} files already: no more can be handed in.")


def attach_file(work: Work, clarification_id: str, document_id: str, file_id: str, *, on: date) -> str:
    """Put a file (received before, in this Work, into the room of the application) to a document that was asked; the id
    of the entry. Raises RowGoneError, WrongCheckStateError, TermOverError, LockedFieldError, TooManyFilesError.
    """
    asked, _pack = _hold(work, clarification_id, on)
    _unlocked(asked, (), (document_id,))
    f = ClarificationFileRow.__table__.columns
    held = select(func.count()).select_from(ClarificationFileRow).where(f.clarification_id == asked.id)
    if (work.session.scalar(held) or 0) >= MOST_FILES:
        raise TooManyFilesError
    row = ClarificationFileRow(
        id=work.new_id(),
        clarification_id=asked.id,
        document_id=document_id,
        file_id=file_id,
        put_at=work.now,
        put_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def take_back_file(work: Work, clarification_id: str, entry_id: str, *, on: date) -> bool:
    """Take a file back before the answer is sent; False if it was taken back before. Its line stays, its bytes go.

    Raises RowGoneError, WrongCheckStateError, TermOverError.
    """
    asked, _pack = _hold(work, clarification_id, on)
    row = lock(work.session, ClarificationFileRow, entry_id)
    if row.clarification_id != asked.id or row.removed_at is not None:
        return False
    row.removed_at, row.removed_by = work.now, work.actor.label
    erase_file(work, row.file_id)
    work.session.flush()
    return True


def answer_clarification(
    work: Work, clarification_id: str, facts: Mapping[str, JsonValue], note: str, *, on: date
) -> str:
    """Send the answer, once, with the files that are there; its digest. A fact that is left out stays as it was sent.

    Raises RowGoneError, WrongCheckStateError, TermOverError, LockedFieldError, FactError, NothingAnsweredError.
    """
    asked, pack = _hold(work, clarification_id, on)
    _unlocked(asked, tuple(facts), ())
    dossier, _call, _pack = hold_check(work, asked.application_id, on, lapse=False)
    read_known(pack, dossier.sent.submitted_at, facts)
    files: dict[str, list[str]] = {}
    for entry in files_of_clarification(work.session, asked.id):
        files.setdefault(entry.document_id, []).append(entry.file_id)
    if not facts and not files:
        raise NothingAnsweredError
    told = {"request": asked.id, "submission": dossier.sent.digest, "facts": dict(facts), "files": files, "note": note}
    digest = sha256_of(canonical_json(told))
    work.session.add(
        ClarificationAnswerRow(
            clarification_id=asked.id,
            facts=canonical_json(dict(facts)),
            files=canonical_json(files),
            note=note,
            digest=digest,
            answered_on=on,
            answered_at=work.now,
            by_label=work.actor.label,
        )
    )
    work.session.flush()
    write_step(work, dossier, "answer", on=on)
    return digest


def _hold(work: Work, clarification_id: str, on: date) -> tuple[Clarification, CallPack]:
    """The request, its application held. It is read again under the lock: somebody may just have answered."""
    before = find_clarification(work.session, clarification_id)
    if before is None:
        raise RowGoneError("This request is not there.")
    dossier, _call, pack = hold_check(work, before.application_id, on, lapse=False)
    asked = dossier.clarification
    if asked is None or asked.id != clarification_id:
        raise WrongCheckStateError
    if asked.answer is None and on > asked.due_on:
        raise TermOverError(asked.due_on)
    need_move(dossier, "answer")
    return asked, pack


def _unlocked(asked: Clarification, facts: tuple[str, ...], documents: tuple[str, ...]) -> None:
    locked = locked_fields(asked, facts, documents)
    if locked:
        raise LockedFieldError(locked)
