"""A firm gives a consultancy a mandate."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.parties.actions.tell_of_mandate import tell_of_mandate
from cip.parties.help_requests import HELP_STEPS
from cip.parties.reads.belonging import membership_in
from cip.parties.records import BodyRow, FirmRow, HelpRequestRow, MandateRow
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
    body's managers, that person and the firm's owners get a mail. What the firm had asked of the body is answered.

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
    _answer_requests(work, row)
    days = {"from_day": from_day.isoformat(), "to_day": to_day.isoformat() if to_day else ""}
    tell_of_mandate(work, row, "mandate_given", days)
    return row.id


def _answer_requests(work: Work, mandate: MandateRow) -> None:
    """The firm's request for help that still waits for this body waits no more. Firm and body are locked, as whoever
    asks or ends them does first.
    """
    h = HelpRequestRow.__table__.columns
    whose = (h.firm_id == mandate.firm_id, h.body_id == mandate.body_id)
    waiting = [state for state, following in HELP_STEPS.items() if "confirmed" in following]
    for request_id in work.session.scalars(select(h.id).where(*whose, h.state.in_(waiting)).order_by(h.id)).all():
        row = lock(work.session, HelpRequestRow, request_id)
        # Answered or taken back a moment ago: then it may wait no more.
        if row.state in waiting:
            row.state, row.mandate_id, row.answered_at = "confirmed", mandate.id, row.answered_at or work.now
    work.session.flush()


def _refuse_others(work: Work, firm: FirmRow, body: BodyRow, person_id: str | None) -> None:
    if body.kind != "consultancy" or body.closed_at is not None or firm.closed_at is not None:
        raise BadMandateError("Only a consultancy that takes part gets a mandate.")
    if person_id is not None and membership_in(work.session, person_id, body.id) is None:
        raise BadMandateError("The person does not belong to this body.")
