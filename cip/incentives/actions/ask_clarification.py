"""A firm is asked to complete its application: named fields and documents only, once, with a term and a reason."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from cip.agreement.days import Holidays
from cip.database.work import Work
from cip.incentives.actions.admissibility_work import WhyMissingError, WrongCheckStateError, hold_check, write_step
from cip.incentives.actions.tell_firm import tell_firm
from cip.incentives.clarifying import LEAST_DAYS, MOST_DAYS, Item, not_askable
from cip.incentives.legal_clock import last_day
from cip.incentives.records import ClarificationItemRow, ClarificationRow
from cip.kernel.errors import RefusalError


class NothingAskedError(RefusalError):
    """A request names at least one field or document."""

    def __init__(self) -> None:
        super().__init__("Name at least one field or document.")


class NotAskableError(RefusalError):
    """Something that the call does not have, or does not let be completed after the deadline."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(f"The call does not let these be completed: {', '.join(ids)}.")
        self.ids = tuple(ids)


class OddDaysError(RefusalError, ValueError):
    """A term that is too short or too long."""

    def __init__(self) -> None:
        super().__init__(f"Give from {LEAST_DAYS} to {MOST_DAYS} days.")


def ask_clarification(
    work: Work, application_id: str, items: Sequence[Item], reason: str, days: int, *, on: date, free: Holidays
) -> str:
    """Ask; the id of the request. Everybody of the firm who may answer is told by mail.

    Raises RowGoneError, WrongCheckStateError (also where something was asked before: one asks once), NothingAskedError,
    NotAskableError, WhyMissingError, OddDaysError.
    """
    dossier, call, pack = hold_check(work, application_id, on)
    if not items:
        raise NothingAskedError
    if not reason.strip() or not all(item.note.strip() for item in items):
        raise WhyMissingError
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise OddDaysError
    wrong = not_askable(pack.call, items)
    if wrong:
        raise NotAskableError(wrong)
    c = ClarificationRow
    if work.session.scalar(select(c.id).where(c.application_id == application_id)) is not None:
        raise WrongCheckStateError
    write_step(work, dossier, "ask", on=on, reason=reason.strip())
    row = ClarificationRow(
        id=work.new_id(),
        application_id=application_id,
        reason=reason.strip(),
        asked_on=on,
        due_on=last_day(on, days, free),
        asked_at=work.now,
        asked_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    for number, item in enumerate(items, 1):
        work.session.add(
            ClarificationItemRow(
                clarification_id=row.id, number=number, kind=item.kind, item_id=item.id, note=item.note.strip()
            )
        )
    work.session.flush()
    values = {"call": call.title, "until": row.due_on.isoformat()}
    tell_firm(work, dossier.sent.firm_id, "clarification_asked", values, f"requests/{row.id}", key=row.id)
    return row.id
