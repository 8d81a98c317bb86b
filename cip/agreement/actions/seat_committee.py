"""A body becomes the committee of an agreement; organisations take seats in it and give them up."""

from datetime import date

from sqlalchemy import select

from cip.agreement.committee import Side
from cip.agreement.reads.committees import committee_of
from cip.agreement.records import CommitteeBodyRow, CommitteeSeatRow
from cip.database.locks import find_and_lock, lock, lock_words
from cip.database.work import Work
from cip.kernel.errors import RefusalError
from cip.parties.reads import find_body


class CommitteeKnownError(RefusalError):
    """The agreement has a committee already, or the body is none."""

    def __init__(self) -> None:
        super().__init__("An agreement has one committee, and a committee one agreement.")


class SeatTakenError(RefusalError):
    """The organisation holds a seat on that side already, or the seat ended."""

    def __init__(self) -> None:
        super().__init__("This seat is taken, or it has ended already.")


def appoint_committee(work: Work, body_id: str, agreement_id: str) -> None:
    """Let a body of the kind `committee` be the committee of an agreement (an id of the rules; that it is there is for
    the caller to know). Raises CommitteeKnownError.
    """
    lock_words(work.session, f"committee of {agreement_id}")
    body = find_body(work.session, body_id)
    known = find_and_lock(work.session, CommitteeBodyRow, body_id)
    if body is None or body.kind != "committee" or body.closed_at is not None or known is not None:
        raise CommitteeKnownError
    if committee_of(work.session, agreement_id) is not None:
        raise CommitteeKnownError
    work.session.add(CommitteeBodyRow(body_id=body_id, agreement_id=agreement_id))
    work.session.flush()


def give_seat(work: Work, body_id: str, side: Side, organisation: str, *, from_day: date) -> str:
    """Give an organisation a seat from a day on; its id. Raises SeatTakenError if it holds one on that side and day."""
    lock(work.session, CommitteeBodyRow, body_id)
    s = CommitteeSeatRow.__table__.columns
    mine = select(s.to_day).where(s.body_id == body_id, s.side == side, s.organisation == organisation)
    if any(last is None or last >= from_day for last in work.session.scalars(mine)):
        raise SeatTakenError
    seat = CommitteeSeatRow(
        id=work.new_id(), body_id=body_id, side=side, organisation=organisation, from_day=from_day, to_day=None
    )
    work.session.add(seat)
    work.session.flush()
    return seat.id


def end_seat(work: Work, body_id: str, seat_id: str, *, to_day: date) -> None:
    """Write the last day of a seat. Raises RowGoneError, SeatTakenError if it ended, is another body's, or would end
    before it began.
    """
    row = lock(work.session, CommitteeSeatRow, seat_id)
    if row.body_id != body_id or row.to_day is not None or to_day < row.from_day:
        raise SeatTakenError
    row.to_day = to_day
    work.session.flush()
