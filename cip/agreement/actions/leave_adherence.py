"""A firm leaves an agreement, stays after all, renews, is no longer on the public list; what ended, ends."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from cip.agreement.actions.adherence_work import (
    NotJoinableError,
    OddDayError,
    WrongStateError,
    agreement_in,
    hold_joinings,
    locked,
)
from cip.agreement.actions.start_adherence import start_adherence
from cip.agreement.adherence import Adherence, AdherenceState, EndedBecause, HiddenBecause
from cip.agreement.changes import earliest_leaving
from cip.agreement.force import renewed_by
from cip.agreement.lives import life_of
from cip.agreement.reads.adherence import adherences_of, binding
from cip.agreement.records import AdherenceRow
from cip.database.locks import lock
from cip.database.work import Work
from cip.rulebook.agreements import AgreementBook

_BINDING: tuple[AdherenceState, ...] = ("signed", "lodged", "leaving")


def leave_adherence(work: Work, book: AgreementBook, adherence_id: str, leaves_on: date, *, on: date) -> None:
    """Give notice: the joining binds to the end of `leaves_on`, and plans that run then are kept to their own end
    (A-08, H-03). Raises RowGoneError, WrongStateError, OddDayError if the notice would be too short.
    """
    row = locked(work, adherence_id, "signed", "lodged")
    earliest = earliest_leaving(agreement_in(book, row.agreement_id), on)
    if leaves_on < earliest:
        raise OddDayError(earliest)
    row.state, row.leaving_asked_on, row.leaves_on = "leaving", on, leaves_on
    work.session.flush()


def stay_in_adherence(work: Work, adherence_id: str, *, on: date) -> None:
    """Take a notice back before its last day is over. Raises RowGoneError, WrongStateError."""
    row = locked(work, adherence_id, "leaving")
    if row.leaves_on is not None and row.leaves_on < on:
        raise WrongStateError
    row.state = "lodged" if row.protocol_number is not None else "signed"
    row.leaving_asked_on, row.leaves_on = None, None
    work.session.flush()


def end_adherence(work: Work, adherence_id: str, because: Literal["moved", "ccnl_changed"], *, on: date) -> None:
    """End a joining whose ground is gone: no seat in the territory any more, another national contract. That it is so
    is the caller's to check (`cip.agreement.changes`). Raises RowGoneError, WrongStateError.
    """
    row = locked(work, adherence_id, *_BINDING)
    row.state, row.ended_on, row.ended_because = "ended", on, because
    work.session.flush()


def renew_adherence(work: Work, book: AgreementBook, adherence_id: str, *, on: date) -> str:
    """Begin to join the agreement that renews this one, with what was said for this one; the id of the draft. This one
    ends when that one is signed.

    Raises RowGoneError, WrongStateError, NotJoinableError if nothing renews it, or nobody joins that.
    """
    row = locked(work, adherence_id, *_BINDING, "ended")
    if row.state == "ended" and row.ended_because != "expired":
        raise WrongStateError
    follows = renewed_by(book, agreement_in(book, row.agreement_id), on)
    if follows is None:
        raise NotJoinableError(())
    hold_joinings(work, row.firm_id)
    draft_id = start_adherence(work, book, row.firm_id, follows.id, on=on, sector=row.sector, succeeds_id=row.id)
    draft = lock(work.session, AdherenceRow, draft_id)
    if draft.state == "draft" and draft.size_counted is None and draft.declares_other_text is None:
        draft.size_counted, draft.declares_other_text = row.size_counted, row.declares_other_text
        draft.other_text_on, draft.other_text_matters = row.other_text_on, row.other_text_matters
        work.session.flush()
    return draft_id


def object_to_list(work: Work, adherence_id: str, because: HiddenBecause | None, *, on: date) -> None:
    """Take a firm off the public list of who joined, on a lawful ground (A-09), until the committee has answered;
    None puts it back. Raises RowGoneError, WrongStateError.
    """
    row = locked(work, adherence_id, *_BINDING)
    row.hidden_on, row.hidden_because = (on, because) if because is not None else (None, None)
    row.objection_accepted = None
    work.session.flush()


def answer_objection(work: Work, adherence_id: str, *, accepted: bool) -> None:
    """The committee accepts that a firm is not on the public list, or puts it back there. Raises RowGoneError,
    WrongStateError if there is no objection.
    """
    row = locked(work, adherence_id, *_BINDING)
    if row.hidden_on is None:
        raise WrongStateError
    row.objection_accepted = True if accepted else None
    if not accepted:
        row.hidden_on, row.hidden_because = None, None
    work.session.flush()


def end_what_is_over(work: Work, book: AgreementBook, *, on: date) -> Sequence[str]:
    """End what is over: joinings whose notice ran out, and those to agreements that hold no longer; the ids. An
    agreement that goes on until its renewal ends nothing before that.
    """
    ended = []
    for one in binding(work.session):
        end = _end_of(one, book, on)
        if end is not None and _ended(work, one.id, *end):
            ended.append(one.id)
    return ended


def end_for_merger(work: Work, gone_id: str, *, on: date) -> int:
    """End what a firm joined that another one takes over: the one that stays joins for itself. How many."""
    hold_joinings(work, gone_id)
    ended = 0
    for one in adherences_of(work.session, gone_id):
        if one.state != "ended":
            row = lock(work.session, AdherenceRow, one.id)
            row.state, row.ended_on, row.ended_because = "ended", on, "merged"
            ended += 1
    work.session.flush()
    return ended


def _end_of(adherence: Adherence, book: AgreementBook, on: date) -> tuple[date, EndedBecause] | None:
    """The last day of a joining that is over, and why; None while it is not."""
    if adherence.leaves_on is not None and adherence.leaves_on < on:
        return adherence.leaves_on, "left"
    agreement = book.by_id.get(adherence.agreement_id)
    if agreement is None:
        return None
    life = life_of(agreement, book, on)
    follows = renewed_by(book, agreement, on)
    last = life.last
    if agreement.after_expiry == "keep_until_renewal" and follows is not None and follows.effective_from is not None:
        last = follows.effective_from - timedelta(days=1)
    if life.status != "expired" or last is None:
        return None
    return max(last, adherence.joined_on or last), "expired"


def _ended(work: Work, adherence_id: str, last: date, because: EndedBecause) -> bool:
    row = lock(work.session, AdherenceRow, adherence_id)
    if row.state not in _BINDING:
        return False
    row.state, row.ended_on, row.ended_because = "ended", last, because
    work.session.flush()
    return True
