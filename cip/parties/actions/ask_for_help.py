"""A firm asks consultancies for help; one answers; the owner confirms by a mandate, or needs it no more."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from cip.database import outbox
from cip.database.locks import RowGoneError, lock
from cip.database.work import Work
from cip.kernel.errors import RefusalError
from cip.parties.actions.give_mandate import BadMandateError, give_mandate
from cip.parties.help_requests import HELP_STEPS, HelpState
from cip.parties.reads.belonging import heads_of, membership_in
from cip.parties.reads.people import language_of
from cip.parties.reads.seeking import find_help_request
from cip.parties.records import BodyRow, FirmRow, HelpRequestRow
from cip.parties.standing import Scope


class NotThatStepError(RefusalError):
    """The request is no longer where this step leads on from: somebody was faster."""

    def __init__(self) -> None:
        super().__init__("Somebody has answered or taken back this request meanwhile.")


class AskedAlreadyError(RefusalError):
    """The firm has asked this body already, and its answer or the firm's is still due."""

    def __init__(self) -> None:
        super().__init__("This body has been asked already.")


def ask_for_help(work: Work, firm_id: str, body_id: str, *, place: str, note: str | None, made_by: str | None) -> str:
    """Ask a consultancy for help; the id of the request. Its managers get a mail with the firm's name and place, and
    nothing of its answers.

    Raises AskedAlreadyError, BadMandateError if the body is no consultancy that takes part, RowGoneError.
    """
    firm = lock(work.session, FirmRow, firm_id)
    body = lock(work.session, BodyRow, body_id)
    if body.kind != "consultancy" or body.closed_at is not None:
        raise BadMandateError("Only a consultancy that takes part is asked for help.")
    h = HelpRequestRow.__table__.columns
    waiting = [state for state, following in HELP_STEPS.items() if following]
    there = select(h.id).where(h.firm_id == firm_id, h.body_id == body_id, h.state.in_(waiting))
    if work.session.scalar(there.limit(1)) is not None:
        raise AskedAlreadyError
    row = HelpRequestRow(
        id=work.new_id(),
        firm_id=firm_id,
        body_id=body_id,
        place=place,
        note=note,
        made_by=made_by,
        made_at=work.now,
        state="open",
    )
    work.session.add(row)
    work.session.flush()
    for manager in heads_of(work.session, "body", body_id):
        language = language_of(work.session, manager.person_id)
        values = {"firm": firm.name, "place": place, "link": f"/{language}/body/{body_id}/requests"}
        order = {"template": "help_request", "to": manager.email, "language": language, "values": values}
        outbox.put(work, "mail", order)
    return row.id


def answer_request(
    work: Work, request_id: str, *, accept: bool, answer: str | None = None, person_id: str | None = None
) -> None:
    """The body says whether it would come, and who (`person_id`, else the body as a whole). That is no mandate: the
    owner confirms. Raises NotThatStepError, BadMandateError if the person is none of the body's, RowGoneError.
    """
    row = _step(work, request_id, "accepted" if accept else "refused")
    if person_id is not None and membership_in(work.session, person_id, row.body_id) is None:
        raise BadMandateError("The person does not belong to this body.")
    row.answer = answer
    row.person_id = person_id if accept else None
    work.session.flush()


def withdraw_request(work: Work, request_id: str) -> None:
    """The firm needs it no more. Raises NotThatStepError, RowGoneError."""
    _step(work, request_id, "withdrawn")
    work.session.flush()


def confirm_help(
    work: Work,
    request_id: str,
    *,
    scopes: Iterable[Scope],
    from_day: date,
    to_day: date | None,
    given_by: str | None,
) -> str:
    """The owner gives the mandate that an accepted request proposes; the mandate's id.

    Raises NotThatStepError, BadMandateError, RowGoneError.
    """
    asked = find_help_request(work.session, request_id)
    if asked is None:
        raise RowGoneError("There is no such request.")
    # The firm and the body first, as whoever ends them does before ending what waits.
    lock(work.session, FirmRow, asked.firm_id)
    lock(work.session, BodyRow, asked.body_id)
    row = lock(work.session, HelpRequestRow, request_id)
    if row.state != "accepted":
        raise NotThatStepError
    still = row.person_id and membership_in(work.session, row.person_id, row.body_id)
    # This writes the mandate into the request too.
    return give_mandate(
        work,
        row.firm_id,
        row.body_id,
        scopes=scopes,
        from_day=from_day,
        to_day=to_day,
        person_id=row.person_id if still else None,
        given_by=given_by,
    )


def end_requests(work: Work, state: HelpState, *, firm_id: str | None = None, body_id: str | None = None) -> None:
    """End what still waits of a firm or a body (it is locked) that takes part no more."""
    h = HelpRequestRow.__table__.columns
    whose = h.firm_id == firm_id if firm_id is not None else h.body_id == body_id
    waiting = [known for known, following in HELP_STEPS.items() if following]
    for request_id in work.session.scalars(select(h.id).where(whose, h.state.in_(waiting)).order_by(h.id)).all():
        row = lock(work.session, HelpRequestRow, request_id)
        # Answered or taken back a moment ago: then it waits no more.
        if row.state in waiting:
            row.state = state
            row.answered_at = row.answered_at or work.now
    work.session.flush()


def _step(work: Work, request_id: str, state: HelpState) -> HelpRequestRow:
    row = lock(work.session, HelpRequestRow, request_id)
    if not any(state in following for known, following in HELP_STEPS.items() if known == row.state):
        raise NotThatStepError
    row.state = state
    row.answered_at = row.answered_at or work.now
    return row
