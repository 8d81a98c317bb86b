"""A firm gives a consultancy a mandate."""

from collections.abc import Iterable
from datetime import date

from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.parties.actions.tell_of_mandate import tell_of_mandate
from cip.parties.reads.belonging import membership_in
from cip.parties.records import BodyRow, FirmRow, MandateRow
from cip.parties.standing import Scope, scopes_text


class BadMandateError(RefusalError, ValueError):
    """A mandate that could not be used: for nothing, for no day, to nobody who advises firms."""


def give_mandate(
    work: Work,
    firm_id: str,
    body_id: str,
    *,
    scopes: Iterable[Scope],
    from_day: date,
    to_day: date | None = None,
    person_id: str | None = None,
    given_by: str | None,
) -> str:
    """Let a consultancy (or one person of it) act for a firm, from `from_day` to `to_day`, both included; its id. The
    body's managers, that person and the firm's owners get a mail.

    Raises BadMandateError if nothing is in `scopes`, the last day is before the first or over, the body is no
    consultancy that still takes part, or the person does not belong to it; RowGoneError.
    """
    wanted = scopes_text(scopes)
    firm = lock(work.session, FirmRow, firm_id)
    body = lock(work.session, BodyRow, body_id)
    if not wanted:
        raise BadMandateError("A mandate says what it is for.")
    if to_day is not None and to_day < max(from_day, today(work.now)):
        raise BadMandateError("The last day of a mandate is not before its first one, nor over.")
    _refuse_others(work, firm, body, person_id)
    row = MandateRow(
        id=work.new_id(),
        firm_id=firm_id,
        body_id=body_id,
        person_id=person_id,
        scopes=wanted,
        from_day=from_day,
        to_day=to_day,
        given_by=given_by,
        given_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    days = {"from_day": from_day.isoformat(), "to_day": to_day.isoformat() if to_day else ""}
    tell_of_mandate(work, row, "mandate_given", days)
    return row.id


def _refuse_others(work: Work, firm: FirmRow, body: BodyRow, person_id: str | None) -> None:
    if body.kind != "consultancy" or body.closed_at is not None or firm.closed_at is not None:
        raise BadMandateError("Only a consultancy that takes part gets a mandate.")
    if person_id is not None and membership_in(work.session, person_id, body.id) is None:
        raise BadMandateError("The person does not belong to this body.")
