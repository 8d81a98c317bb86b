"""What all that is done with an application shares: how it is held, and why something is refused.

Order of locks: the call as it is (many may hold it so), then the application, then the words of its files or of the
numbers of its call.
"""

from collections.abc import Iterable

from pydantic import JsonValue
from sqlalchemy import func, select

from cip.database.locks import lock, lock_as_it_is
from cip.database.work import Work
from cip.incentives.application import digest_of_value
from cip.incentives.application_states import ApplicationMove, ApplicationState, states_of
from cip.incentives.calls import OfficeCall
from cip.incentives.deadline import taken_in_time
from cip.incentives.reads.calls import call_of
from cip.incentives.records import ApplicationEditRow, ApplicationRow, CallRow
from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError

Change = tuple[str, JsonValue, JsonValue]
"""A field, what it was, what it is now; None for nothing."""


class NotTakenError(RefusalError):
    """The call takes no applications at the moment at which the request came."""

    def __init__(self) -> None:
        super().__init__("This call takes no applications now.")


class WrongApplicationStateError(RefusalError):
    """The application is not in a state in which this can be done: somebody else was faster."""

    def __init__(self, state: ApplicationState) -> None:
        super().__init__("This cannot be done with this application now.")
        self.state = state


def hold_call_taking(work: Work, call_id: str) -> OfficeCall:
    """Hold a call as it is until the Work ends, where it takes what came at the moment of the Work. Raises
    NotTakenError.
    """
    lock_as_it_is(work.session, CallRow, call_id)
    call = call_of(work.session, call_id)
    if not taken_in_time(call, work.now):
        raise NotTakenError
    return call


def hold_application(work: Work, application_id: str, action: ApplicationMove) -> ApplicationRow:
    """Hold an application in which something can be done that its call must be open for. Raises RowGoneError,
    NotTakenError, WrongApplicationStateError.
    """
    a = ApplicationRow.__table__.columns
    # To which call it belongs never changes, so it is read before anything is held.
    call_id = work.session.scalar(select(a.call_id).where(a.id == application_id))
    if call_id is not None:
        hold_call_taking(work, call_id)
    return held_in(work, application_id, action)


def held_in(work: Work, application_id: str, action: ApplicationMove) -> ApplicationRow:
    """Hold an application in which something can be done, whatever its call does. Raises RowGoneError,
    WrongApplicationStateError.
    """
    row = lock(work.session, ApplicationRow, application_id)
    if row.state not in states_of(action):
        raise WrongApplicationStateError(row.state)  # type: ignore[arg-type]  # a constraint keeps it among them
    return row


def note_changes(work: Work, row: ApplicationRow, changes: Iterable[Change]) -> int:
    """Write changes of a held application as one new version, and who made it; the version. A version that was signed
    off is a draft again.
    """
    e = ApplicationEditRow.__table__.columns
    seq = work.session.scalar(select(func.max(e.seq)).where(e.application_id == row.id)) or 0
    row.version += 1
    row.state = "draft"
    row.changed_at, row.changed_by = work.now, work.actor.label
    for place, (name, was, value) in enumerate(changes, start=seq + 1):
        work.session.add(
            ApplicationEditRow(
                application_id=row.id,
                seq=place,
                version=row.version,
                field=name,
                before_sha256=digest_of_value(was),
                value=None if value is None else canonical_json(value),
                at=work.now,
                by_label=work.actor.label,
            )
        )
    work.session.flush()
    return row.version
