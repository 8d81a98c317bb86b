"""A firm begins to join an agreement: a draft, which binds nobody."""

from collections.abc import Collection
from datetime import date

from cip.agreement.actions.adherence_work import NotJoinableError, agreement_in, hold_joinings, locked
from cip.agreement.adherence import Matter, matters_text, owner_key, states_of
from cip.agreement.joining import refusal
from cip.agreement.reach import in_territory, seat_in
from cip.agreement.reads.adherence import adherence_to, adherences_of
from cip.agreement.records import AdherenceRow
from cip.database.work import Work
from cip.files.actions import erase_files_of
from cip.parties.reads import find_firm, seats_of
from cip.rulebook.agreements import AgreementBook


def start_adherence(
    work: Work,
    book: AgreementBook,
    firm_id: str,
    agreement_id: str,
    *,
    on: date,
    sector: str | None = None,
    succeeds_id: str | None = None,
) -> str:
    """Begin to join; the id of the draft, or of the adherence to this agreement that is there already. The first seat
    of the firm that lies in the territory is proposed. `sector` is the one of the profile, by which unions share firms
    out; None while it is not known.

    Raises NotJoinableError if nobody, or not this firm, joins this agreement on the day.
    """
    hold_joinings(work, firm_id)
    there = adherence_to(work.session, firm_id, agreement_id)
    if there is not None:
        return there.id
    agreement = agreement_in(book, agreement_id)
    _, refused = refusal(agreement, book, adherences_of(work.session, firm_id), on)
    seats = seats_of(work.session, firm_id)
    here = in_territory(agreement, book, seats, on)
    if refused or here.holds is False:
        raise NotJoinableError(refused or (here.because,))
    firm = find_firm(work.session, firm_id)
    seat = seat_in(agreement, book, seats, on)
    row = AdherenceRow(
        id=work.new_id(),
        firm_id=firm_id,
        agreement_id=agreement_id,
        state="draft",
        started_on=on,
        started_by=work.actor.label,
        seat_name=seat.municipality if seat else None,
        seat_code=seat.municipality_code if seat else None,
        ccnl_code=firm.ccnl_code if firm else None,
        sector=sector,
        form_version=0,
        succeeds_id=succeeds_id,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def choose_seat(work: Work, adherence_id: str, seat_id: str) -> None:
    """Let a seat of the firm be the one in the territory: of a draft, or after a move of one that binds. Whether it
    lies there is asked when the form is fixed, and shown on each page.

    Raises RowGoneError, WrongStateError, ValueError for a seat that is none of the firm's.
    """
    row = locked(work, adherence_id, *states_of("choose_seat"))
    seat = next((one for one in seats_of(work.session, row.firm_id) if one.id == seat_id), None)
    if seat is None:
        raise ValueError("this is no seat of the firm")
    row.seat_name, row.seat_code = seat.municipality, seat.municipality_code
    unfix(row)
    work.session.flush()


def count_size(work: Work, adherence_id: str, people: int) -> None:
    """Note how many people the firm has, by the way of counting of the agreement. Raises RowGoneError,
    WrongStateError, ValueError for an odd number.
    """
    if not 0 <= people <= 100_000:
        raise ValueError("a firm has from none to a hundred thousand people")
    row = locked(work, adherence_id, *states_of("declare"))
    row.size_counted = people
    unfix(row)
    work.session.flush()


def declare_other_text(
    work: Work, adherence_id: str, *, other: bool, day: date | None = None, matters: Collection[Matter] = ()
) -> None:
    """Declare whether another second-level text binds the firm, since when and in which matters (clause A-07).

    Raises RowGoneError, WrongStateError, ValueError if a text is declared without its matters, or matters without it.
    """
    if other != bool(matters) or (day is not None and not other):
        raise ValueError("another text has its matters; no text has none")
    row = locked(work, adherence_id, *states_of("declare"))
    row.declares_other_text, row.other_text_on, row.other_text_matters = other, day, matters_text(matters)
    unfix(row)
    work.session.flush()


def give_up_adherence(work: Work, adherence_id: str, *, on: date) -> None:
    """End a draft that nobody signed; the files that were handed in for it go. Raises RowGoneError, WrongStateError."""
    row = locked(work, adherence_id, *states_of("give_up"))
    erase_files_of(work, owner_key(row.id))
    row.state, row.ended_on, row.ended_because = "ended", on, "given_up"
    work.session.flush()


def unfix(row: AdherenceRow) -> None:
    """A draft that changed has no form until it is fixed again; what was signed stays as it was signed."""
    if row.state == "draft":
        row.form, row.form_sha256 = None, None
