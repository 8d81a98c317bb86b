"""An outage of the site is noted on a call, and moves its deadline where the rule says so."""

from dataclasses import dataclass
from datetime import datetime

from cip.database.work import Work
from cip.incentives.actions.move_call import WrongCallStateError, hold_call, record_move
from cip.incentives.outages import LATEST_NOTING, Extension, extend
from cip.incentives.reads.calls import outages_of_call
from cip.incentives.records import CallOutageRow
from cip.kernel.errors import RefusalError


class OddOutageError(RefusalError, ValueError):
    """An outage that cannot be: it ends before it starts, goes on still, or lies wholly before the opening."""

    def __init__(self) -> None:
        super().__init__("An outage starts before it ends, has ended, and fell into the time of the call.")


@dataclass(frozen=True, slots=True)
class MeasuredOutage:
    """An outage as measured: from when to when, who measured it (a service, a person), what happened."""

    from_at: datetime
    to_at: datetime
    measured_by: str
    note: str


def note_outage(work: Work, call_id: str, outage: MeasuredOutage) -> Extension:
    """Note an outage; what it gives. A closed call opens again while the new closing is still to come.

    Raises WrongCallStateError (among others where the closing is too long past, or the call was moved on),
    OddOutageError.
    """
    call = hold_call(work, call_id)
    opens_at, closes_at = call.opens_at, call.closes_at
    if opens_at is None or closes_at is None or call.stored_state not in ("open", "closed"):
        raise WrongCallStateError
    if outage.to_at <= opens_at or work.now > closes_at + LATEST_NOTING:
        raise OddOutageError if outage.to_at <= opens_at else WrongCallStateError
    noted = outages_of_call(work.session, call_id)
    try:
        given = extend(closes_at, (outage.from_at, outage.to_at), [(one.from_at, one.to_at) for one in noted], work.now)
    except ValueError as error:
        raise OddOutageError from error
    if call.stored_state == "closed" and not given.hours:
        raise OddOutageError
    work.session.add(
        CallOutageRow(
            id=work.new_id(),
            call_id=call_id,
            seq=len(noted) + 1,
            from_at=outage.from_at,
            to_at=outage.to_at,
            measured_by=outage.measured_by,
            note=outage.note,
            hours=given.hours,
            closes_before=closes_at,
            closes_after=given.closes_at,
            noted_at=work.now,
            noted_by=work.actor.label,
        )
    )
    # The outage first: without it the database refuses another closing.
    work.session.flush()
    record_move(work, call, "note_outage", reason=outage.note, also={"closes_at": given.closes_at})
    return given
