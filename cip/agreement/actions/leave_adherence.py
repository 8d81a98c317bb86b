"""A firm leaves an agreement, stays after all, renews, is no longer on the public list; what ended, ends."""

from collections.abc import Sequence
from datetime import date

from cip.agreement.actions.adherence_work import (
    NotJoinableError,
    OddDayError,
    WrongStateError,
    agreement_in,
    hold_joining,
    hold_joinings,
    locked,
)
from cip.agreement.actions.start_adherence import start_adherence
from cip.agreement.adherence import Adherence, EndedBecause, HiddenBecause, states_of
from cip.agreement.changes import GroundGone, ground_gone, leaving_days, own_end
from cip.agreement.force import renewed_by
from cip.agreement.lives import life_of
from cip.agreement.reads.adherence import adherences_of, as_adherence, binding
from cip.agreement.records import AdherenceRow
from cip.database.locks import lock
from cip.database.work import Work
from cip.parties.reads import find_firm, seats_of
from cip.rulebook.agreements import AgreementBook


def leave_adherence(work: Work, book: AgreementBook, adherence_id: str, leaves_on: date, *, on: date) -> None:
    """Give notice: the joining binds to the end of `leaves_on`, and plans that run then are kept to their own end
    (A-08, H-03). A firm whose ground is gone leaves no sooner. Raises RowGoneError, WrongStateError also if the
    agreement is over by itself, OddDayError if the notice would be too short or the day after the agreement's own end.
    """
    row = locked(work, adherence_id, *states_of("leave"))
    earliest, latest = leaving_days(agreement_in(book, row.agreement_id), book, on)
    if latest is not None and latest < on:
        raise WrongStateError
    if leaves_on < earliest or (latest is not None and leaves_on > latest):
        raise OddDayError(earliest, latest)
    row.state, row.leaving_asked_on, row.leaves_on = "leaving", on, leaves_on
    work.session.flush()


def stay_in_adherence(work: Work, adherence_id: str, *, on: date) -> None:
    """Take a notice back before its last day is over. Raises RowGoneError, WrongStateError."""
    row = locked(work, adherence_id, *states_of("stay"))
    if row.leaves_on is not None and row.leaves_on < on:
        raise WrongStateError
    row.state = "lodged" if row.protocol_number is not None else "signed"
    row.leaving_asked_on, row.leaves_on = None, None
    work.session.flush()


def leave_without_ground(work: Work, book: AgreementBook, adherence_id: str, *, on: date) -> None:
    """Give notice because the ground of the joining is gone: no seat in the territory any more, another national
    contract. A seat is opened and closed with a click, so the same notice runs as for whoever leaves (A-08), to its
    first possible day. Raises RowGoneError, WrongStateError also if the ground still holds.
    """
    row = locked(work, adherence_id, *states_of("leave"))
    if _ground_gone(work, as_adherence(row), book, on) is None:
        raise WrongStateError
    leave_adherence(work, book, adherence_id, leaving_days(agreement_in(book, row.agreement_id), book, on)[0], on=on)


def note_ground_gone(work: Work, book: AgreementBook, adherence_id: str, *, on: date) -> None:
    """The committee notes that the ground of a joining is gone, and it ends on that day without any notice. Raises
    RowGoneError, WrongStateError also if the ground still holds.
    """
    row = locked(work, adherence_id, *states_of("note_ground_gone"))
    because = _ground_gone(work, as_adherence(row), book, on)
    if because is None:
        raise WrongStateError
    row.state, row.ended_on, row.ended_because = "ended", on, because
    work.session.flush()


def renew_adherence(work: Work, book: AgreementBook, adherence_id: str, *, on: date) -> str:
    """Begin to join the agreement that renews this one, with what was said for this one; the id of the draft. This one
    ends when that one is signed.

    Raises RowGoneError, WrongStateError, NotJoinableError if nothing renews it, or nobody joins that.
    """
    row = locked(work, adherence_id, *states_of("renew"))
    if row.state == "ended" and row.ended_because != "expired":
        raise WrongStateError
    follows = renewed_by(book, agreement_in(book, row.agreement_id), on)
    if follows is None:
        raise NotJoinableError(())
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
    row = locked(work, adherence_id, *states_of("object"))
    row.hidden_on, row.hidden_because = (on, because) if because is not None else (None, None)
    row.objection_accepted = None
    work.session.flush()


def answer_objection(work: Work, adherence_id: str, *, accepted: bool) -> None:
    """The committee accepts that a firm is not on the public list, or puts it back there. Raises RowGoneError,
    WrongStateError if there is no objection.
    """
    row = locked(work, adherence_id, *states_of("answer_objection"))
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
    over = [one for one in binding(work.session) if _end_of(work, one, book, on) is not None]
    # By firm, so that of two rounds at once the second waits for the first.
    return [one.id for one in sorted(over, key=lambda one: (one.firm_id, one.id)) if _ended(work, one.id, book, on)]


def end_for_merger(work: Work, gone_id: str, *, on: date) -> int:
    """End what a firm joined that another one takes over: the one that stays joins for itself. How many."""
    hold_joinings(work, gone_id)
    ended = 0
    for one in adherences_of(work.session, gone_id):
        row = lock(work.session, AdherenceRow, one.id)
        if row.state in states_of("merge"):
            row.state, row.ended_on, row.ended_because = "ended", on, "merged"
            ended += 1
    work.session.flush()
    return ended


def _ground_gone(work: Work, adherence: Adherence, book: AgreementBook, on: date) -> GroundGone | None:
    agreement, firm = book.by_id.get(adherence.agreement_id), find_firm(work.session, adherence.firm_id)
    if agreement is None or firm is None:
        return None
    return ground_gone(adherence, agreement, book, firm, seats_of(work.session, firm.id), on)


def _end_of(work: Work, adherence: Adherence, book: AgreementBook, on: date) -> tuple[date, EndedBecause] | None:
    """The last day of a joining that is over, and why; None while it is not."""
    if adherence.leaves_on is not None and adherence.leaves_on < on:
        return adherence.leaves_on, _ground_gone(work, adherence, book, on) or "left"
    agreement = book.by_id.get(adherence.agreement_id)
    if agreement is None:
        return None
    last = own_end(agreement, book, on)
    if last is None or life_of(agreement, book, on).status != "expired":
        return None
    return max(last, adherence.joined_on or last), "expired"


def _ended(work: Work, adherence_id: str, book: AgreementBook, on: date) -> bool:
    """End a joining if it is over still, once it is held."""
    end = _end_of(work, hold_joining(work, adherence_id), book, on)
    if end is None:
        return False
    row = locked(work, adherence_id, *states_of("end"))
    row.state, (row.ended_on, row.ended_because) = "ended", end
    work.session.flush()
    return True
