"""The form of a joining is fixed and signed, in the system or on paper; then lodged under its number, and the two
notices that follow are noted.
"""

from datetime import date, timedelta

from cip.agreement.actions.adherence_work import (
    FormChangedError,
    NotReadyError,
    OddDayError,
    ProtocolTakenError,
    agreement_in,
    locked,
    whole,
)
from cip.agreement.adherence import BY_COMMITTEE, LONGEST_PROTOCOL, SignedKind, states_of
from cip.agreement.duties import DutyKind
from cip.agreement.joining import form_of, missing_before_signing, read_form
from cip.agreement.reads.adherence import adherences_of, as_adherence
from cip.agreement.records import AdherenceRow
from cip.database.locks import RowGoneError, lock
from cip.database.work import Work
from cip.files.stored import StoredFile
from cip.parties.reads import find_firm
from cip.rulebook.agreements import AgreementBook


def fix_form(work: Work, book: AgreementBook, adherence_id: str, *, on: date) -> str:
    """Fix the form of a draft, so that it can be printed and signed; its digest. One that is fixed stays as it is.

    Raises RowGoneError, WrongStateError, NotReadyError with what is missing.
    """
    row = locked(work, adherence_id, *states_of("prepare"))
    _refuse_unready(work, book, row, on)
    if row.form is None or row.form_sha256 is None:
        adherence, proofs = whole(work, row)
        firm = find_firm(work.session, row.firm_id)
        if firm is None:  # pragma: no cover - a foreign key holds it
            raise RowGoneError("This no longer exists: it was removed a moment ago.")
        form = form_of(adherence, proofs, firm, book, on)
        row.form, row.form_sha256, row.form_version = form.content, form.sha256, form.version
        row.ccnl_code = firm.ccnl_code
        work.session.flush()
    return row.form_sha256


def sign_adherence_in_system(
    work: Work, book: AgreementBook, adherence_id: str, sha256: str, name: str, *, on: date
) -> None:
    """The legal representative signs the fixed form `sha256` in the system. That they gave their password a short time
    ago is the caller's to ask. Raises RowGoneError, WrongStateError, NotReadyError, FormChangedError.
    """
    _sign(work, book, adherence_id, sha256, "in_system", name, on, on)


def sign_adherence_on_paper(
    work: Work, book: AgreementBook, adherence_id: str, sha256: str, name: str, day: date, file: StoredFile, *, on: date
) -> None:
    """The fixed form `sha256` came back signed, as `file` (received before, in this Work): `name` and `day` as they
    stand on it. The firm is bound from that day, or from the agreement's first day if that is later.

    Raises RowGoneError, WrongStateError, NotReadyError, FormChangedError, OddDayError for a day before the form was
    fixed, or yet to come.
    """
    row = _sign(work, book, adherence_id, sha256, "paper", name, day, on)
    row.signed_file_id = file.id
    work.session.flush()


def lodge_adherence(
    work: Work,
    adherence_id: str,
    number: str,
    day: date,
    *,
    on: date,
    by_committee: bool = False,
    instead_of: str | None = None,
) -> None:
    """Note the protocol number under which a signed form was lodged, and the day: as the firm was told, or by the
    committee itself. A number noted by mistake is replaced by who names it (`instead_of`): nobody writes over a number
    that they have not seen, and a firm never over the committee's. The audit keeps both.

    Raises RowGoneError, WrongStateError, ProtocolTakenError, OddDayError for a day before the signature or yet to come,
    ValueError for no number.
    """
    if not 0 < len(number) <= LONGEST_PROTOCOL:
        raise ValueError("a protocol number is not empty, and not longer than so many characters")
    row = locked(work, adherence_id, *states_of("lodge"))
    if day > on or (row.signed_on is not None and day < row.signed_on):
        raise OddDayError(row.signed_on)
    before, by_them = row.protocol_number, as_adherence(row).lodged_by_committee
    if before is not None and (number, day) == (before, row.protocol_on) and not by_committee:
        return
    taken = before is not None and number != before and before != instead_of
    if taken or (by_them and not by_committee):
        raise ProtocolTakenError
    label = BY_COMMITTEE + work.actor.label if by_committee else work.actor.label
    row.protocol_number, row.protocol_on, row.lodged_by_label = number, day, label
    if row.state == "signed":
        row.state = "lodged"
    work.session.flush()


def note_duty(work: Work, adherence_id: str, duty: DutyKind, day: date | None, *, on: date) -> None:
    """Note on which day the committee was told (A-05), or the people who work there (A-06); None takes the note back.

    Raises RowGoneError, WrongStateError, OddDayError for a day before the signature or yet to come.
    """
    row = locked(work, adherence_id, *states_of("note_duty"))
    if day is not None and (day > on or (row.signed_on is not None and day < row.signed_on)):
        raise OddDayError(row.signed_on)
    if duty == "committee":
        row.committee_told_on = day
    else:
        row.workers_told_on = day
    work.session.flush()


def _sign(
    work: Work,
    book: AgreementBook,
    adherence_id: str,
    sha256: str,
    kind: SignedKind,
    name: str,
    day: date,
    on: date,
) -> AdherenceRow:
    row = locked(work, adherence_id, *states_of("sign_in_system" if kind == "in_system" else "sign_on_paper"))
    _refuse_unready(work, book, row, on)
    if row.form is None or row.form_sha256 != sha256:
        raise FormChangedError
    fixed_on = read_form(row.form).fixed_on
    if not fixed_on <= day <= on:
        raise OddDayError(fixed_on)
    begins = agreement_in(book, row.agreement_id).effective_from
    row.signed_kind, row.signed_on, row.signed_name, row.signed_by_label = kind, day, name, work.actor.label
    row.joined_on = max(day, begins) if begins is not None else day
    row.state = "signed"
    _end_predecessor(work, row)
    work.session.flush()
    return row


def _refuse_unready(work: Work, book: AgreementBook, row: AdherenceRow, on: date) -> None:
    adherence, proofs = whole(work, row)
    firm = find_firm(work.session, row.firm_id)
    if firm is None:  # pragma: no cover - a foreign key holds it
        raise RowGoneError("This no longer exists: it was removed a moment ago.")
    agreement = agreement_in(book, row.agreement_id)
    held = adherences_of(work.session, row.firm_id)
    missing = missing_before_signing(adherence, proofs, agreement, book, firm, held, on)
    if missing:
        raise NotReadyError(missing)


def _end_predecessor(work: Work, row: AdherenceRow) -> None:
    """The joining that this one renews ends: from here on this one stands in its place."""
    if row.succeeds_id is None or row.joined_on is None:
        return
    before = lock(work.session, AdherenceRow, row.succeeds_id)
    if before.state not in states_of("give_way"):
        return
    # The day before: no day has two joinings in the same place. One whose notice ran out by then ended by that.
    last, because = row.joined_on - timedelta(days=1), "renewed"
    if before.leaves_on is not None and before.leaves_on < last:
        last, because = before.leaves_on, "left"
    # One that was signed on the very day binds on that day: its end never comes before its beginning.
    before.state, before.ended_on, before.ended_because = "ended", max(last, before.joined_on or last), because
