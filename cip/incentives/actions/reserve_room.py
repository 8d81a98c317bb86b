"""A call keeps room for the aid it means to grant, so that no other call uses the same; and gives it back.

This is the one place where room is kept. What is held is the whole undertaking, tax code by tax code in their order:
whoever wants room for any firm of it waits, and the room is computed once everything is held. Take the call and its
applications first, then this.
"""

from datetime import date

from sqlalchemy import select

from cip.database.locks import lock, lock_words
from cip.database.work import Work
from cip.incentives.aid_law import Law
from cip.incentives.de_minimis import DeMinimisResult
from cip.incentives.declared import ReservationEnd
from cip.incentives.reads.state_aid import room_of, undertaking_codes
from cip.incentives.records import AidReservationEndRow, AidReservationRow
from cip.kernel.errors import RefusalError
from cip.parties.reads import find_firm


class NoRoomError(RefusalError):
    """The undertaking has no room for this aid; `result` says how much it has and why."""

    def __init__(self, result: DeMinimisResult) -> None:
        super().__init__(f"This aid does not fit: {result.because[0].en}")
        self.result = result


class TiesChangedError(RefusalError):
    """A tie was recorded between the reading and the lock: try again."""

    def __init__(self) -> None:
        super().__init__("The ties of this firm changed a moment ago: try again.")


class AlreadyReservedError(RefusalError):
    """The call keeps room for this firm already."""

    def __init__(self) -> None:
        super().__init__("This call keeps room for this firm already: give it back first.")


def reserve_room(work: Work, firm_id: str, call_id: str, cents: int, on: date, law: Law) -> str:
    """Keep room for a grant of `cents` on a day; the id of the reservation.

    Raises NoRoomError, AlreadyReservedError, TiesChangedError, LookupError for a firm that is not there,
    ParameterError for a day without a limit.
    """
    if cents < 1:
        raise ValueError("room is kept for at least one cent")
    before = undertaking_codes(work.session, firm_id, on, law)
    for code in sorted(before):
        lock_words(work.session, room_words(code))
    firm = find_firm(work.session, firm_id)
    if firm is None or undertaking_codes(work.session, firm_id, on, law) - before:
        raise TiesChangedError
    if reservation_of(work, firm_id, call_id) is not None:
        raise AlreadyReservedError
    result = room_of(work.session, firm_id, on, cents, law)
    if not result.fits:
        raise NoRoomError(result)
    row = AidReservationRow(
        id=work.new_id(),
        firm_id=firm_id,
        firm_code=firm.tax_code,
        call_id=call_id,
        cents=cents,
        granted_on=on,
        reserved_at=work.now,
        reserved_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def room_words(code: str) -> str:
    """What is held while the room of a firm is looked at and kept, by its tax code."""
    return f"aid room {code}"


def reservation_of(work: Work, firm_id: str, call_id: str) -> str | None:
    """The reservation that a call has for a firm and that has not ended."""
    r, e = AidReservationRow, AidReservationEndRow
    query = (
        select(r.id)
        .outerjoin(e, e.reservation_id == r.id)
        .where(r.firm_id == firm_id, r.call_id == call_id, e.reservation_id.is_(None))
    )
    return work.session.scalars(query).first()


def end_reservation(work: Work, reservation_id: str, how: ReservationEnd) -> bool:
    """Give room back, or say that its aid was granted (who grants it records the aid in the same Work). False if it
    ended before. Raises RowGoneError.
    """
    lock(work.session, AidReservationRow, reservation_id)
    if work.session.get(AidReservationEndRow, reservation_id, populate_existing=True) is not None:
        return False
    work.session.add(
        AidReservationEndRow(reservation_id=reservation_id, how=how, at=work.now, by_label=work.actor.label)
    )
    work.session.flush()
    return True
