"""A firm is registered, its data and its seats are changed, its people are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from cip.database.locks import RowGoneError, lock, lock_words
from cip.database.work import Work
from cip.kernel.errors import RefusalError
from cip.parties.actions.add_member import add_member
from cip.parties.firms import AtecoVersion, Counter
from cip.parties.reads.parties import firm_by_tax_code
from cip.parties.records import FirmCountRow, FirmRow, FirmSeatRow, WorkforceCountRow
from cip.parties.workforce import Workforce

MOST_SEATS = 30


class FirmKnownError(RefusalError):
    """A firm with this tax code is there already; whose it is, is not told."""

    def __init__(self) -> None:
        super().__init__("This firm is registered already: ask its owner to invite you.")


class TooManySeatsError(RefusalError):
    """A firm has more seats than a small one could."""

    def __init__(self) -> None:
        super().__init__(f"A firm has at most {MOST_SEATS} seats here.")


@dataclass(frozen=True, slots=True)
class FirmDetails:
    """What a firm says of itself, already read by `cip.parties.firm_codes`."""

    name: str
    vat: str | None = None
    ateco_code: str | None = None
    ateco_version: AtecoVersion | None = None
    ccnl_code: str | None = None


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A place where the firm works; `municipality_code` is ISTAT's."""

    name: str
    municipality: str
    municipality_code: str | None = None


def register_firm(
    work: Work,
    details: FirmDetails,
    *,
    tax_code: str,
    seats: Sequence[NewSeat] = (),
    owner_id: str,
    session_id: str | None = None,
) -> str:
    """Register the firm with this tax code; the person `owner_id` becomes its owner; its id. Of the owner's browsers
    only the one of `session_id` stays signed in.

    Raises FirmKnownError if the tax code is taken, whoever has it, TooManySeatsError.
    """
    # Two who register the same firm at once wait for each other; the second one is told what everybody is told.
    lock_words(work.session, f"firm {tax_code}")
    if firm_by_tax_code(work.session, tax_code) is not None:
        raise FirmKnownError
    row = FirmRow(
        id=work.new_id(),
        name=details.name,
        tax_code=tax_code,
        vat=details.vat,
        ateco_code=details.ateco_code,
        ateco_version=details.ateco_version,
        ccnl_code=details.ccnl_code,
        created_at=work.now,
        pseudonym=work.new_id(),
    )
    work.session.add(row)
    work.session.flush()
    for seat in seats:
        add_seat(work, row.id, seat)
    add_member(work, owner_id, party_kind="firm", party_id=row.id, role="owner", but=session_id)
    return row.id


def change_firm(work: Work, firm_id: str, details: FirmDetails) -> None:
    """Write what a firm says of itself; the tax code stays, for that is what the firm is. Raises RowGoneError."""
    row = lock(work.session, FirmRow, firm_id)
    row.name, row.vat, row.ccnl_code = details.name, details.vat, details.ccnl_code
    row.ateco_code, row.ateco_version = details.ateco_code, details.ateco_version
    work.session.flush()


def add_seat(work: Work, firm_id: str, seat: NewSeat) -> str:
    """A place where the firm works from now on; its id. Raises RowGoneError, TooManySeatsError."""
    lock(work.session, FirmRow, firm_id)
    t = FirmSeatRow.__table__.columns
    there = work.session.scalars(select(t.id).where(t.firm_id == firm_id, t.closed_on.is_(None))).all()
    if len(there) >= MOST_SEATS:
        raise TooManySeatsError
    row = FirmSeatRow(
        id=work.new_id(),
        firm_id=firm_id,
        name=seat.name,
        municipality=seat.municipality,
        municipality_code=seat.municipality_code,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def close_seat(work: Work, firm_id: str, seat_id: str, on_day: date) -> None:
    """The firm no longer works there from `on_day`. Raises RowGoneError if it has no such seat."""
    row = lock(work.session, FirmSeatRow, seat_id)
    if row.firm_id != firm_id:
        raise RowGoneError("This firm has no such seat.")
    row.closed_on = row.closed_on or on_day
    work.session.flush()


def save_count(
    work: Work, firm_id: str, counter: Counter, *, on_day: date, hundredths: int | None, source: str
) -> None:
    """Keep how many people the firm had on a day by one way of counting, in hundredths; None takes that day's away.
    Raises RowGoneError if the firm is gone.
    """
    lock(work.session, FirmRow, firm_id)
    row = work.session.get(FirmCountRow, (firm_id, counter, on_day), populate_existing=True)
    if hundredths is None:
        if row is not None:
            work.session.delete(row)
    elif row is None:
        work.session.add(
            FirmCountRow(firm_id=firm_id, counter=counter, on_day=on_day, hundredths=hundredths, source=source)
        )
    else:
        row.hundredths, row.source = hundredths, source
    work.session.flush()


def save_workforce(work: Work, firm_id: str, workforce: Workforce) -> None:
    """Keep the table of the firm's people on its day; a table of that day that was there goes. Raises RowGoneError."""
    lock(work.session, FirmRow, firm_id)
    t = WorkforceCountRow.__table__.columns
    query = select(WorkforceCountRow).where(t.firm_id == firm_id, t.on_day == workforce.on_day)
    held = {(row.sex, row.contract, row.age_band): row for row in work.session.scalars(query)}
    wanted = {(str(sex), str(of), str(band)): count for (sex, of, band), count in workforce.counts.items() if count}
    for box, row in held.items():
        if box not in wanted:
            work.session.delete(row)
    for box, count in wanted.items():
        if box in held:
            held[box].people = count
            continue
        sex, contract, band = box
        work.session.add(
            WorkforceCountRow(
                firm_id=firm_id, on_day=workforce.on_day, sex=sex, contract=contract, age_band=band, people=count
            )
        )
    work.session.flush()
