"""What every action on a formal check shares: the rows that it holds, the step that it writes, its refusals.

It holds the call as it is, then the application: of two who decide the same one the second waits here, and reads what
the first has done.
"""

from datetime import date

from sqlalchemy import select

from cip.database.locks import RowGoneError, lock, lock_as_it_is
from cip.database.work import Work
from cip.incentives.admissibility_states import CheckGuard, CheckMove, transition
from cip.incentives.call_states import CallState
from cip.incentives.calls import OfficeCall
from cip.incentives.dossier import Dossier
from cip.incentives.legal_clock import Terms, read_terms
from cip.incentives.reads.admissibility import dossier_of
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.records import AdmissibilityCheckRow, AdmissibilityStepRow, ApplicationRow, CallRow
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.rulebook.call_packs import CallPack

CLOCK = "clock"
"""Who lets a term pass."""


class WrongCheckStateError(RefusalError):
    """The check is not where this can be done: somebody else, or the clock, was faster."""

    def __init__(self) -> None:
        super().__init__("This cannot be done with this application now.")


class TermOverError(RefusalError):
    """The answer came after the last day of the term."""

    def __init__(self, due_on: date) -> None:
        super().__init__(f"The term ended on {due_on.isoformat()}: the answer comes too late.")
        self.due_on = due_on


class WhyMissingError(RefusalError):
    """Who decides so says why."""

    def __init__(self) -> None:
        super().__init__("Say why.")


def times_of_check(call: OfficeCall, pack: CallPack) -> tuple[CallState, ...]:
    """The states of a call in which its applications are checked: in a counter also while it takes them."""
    after: tuple[CallState, ...] = ("closed", "admissibility")
    return ("open", *after) if pack.call.policy.procedure == "counter" else after


def terms_of(pack: CallPack, dossier: Dossier) -> Terms:
    """The terms of the law for the day on which an application came."""
    return read_terms(pack.content.law.parameters, today(dossier.sent.submitted_at))


def hold_check(
    work: Work, application_id: str, on: date, *, lapse: bool = True
) -> tuple[Dossier, OfficeCall, CallPack]:
    """Hold an application and its call, and give its check as it stands; with `lapse`, a term that is over is over.

    Raises RowGoneError for an application that does not count, WrongCheckStateError while its call is not in a state in
    which applications are checked.
    """
    call_id = work.session.scalar(select(ApplicationRow.call_id).where(ApplicationRow.id == application_id))
    if call_id is None:
        raise RowGoneError("This application is not there any more.")
    lock_as_it_is(work.session, CallRow, call_id)
    lock(work.session, ApplicationRow, application_id)
    call = call_of(work.session, call_id)
    pack = pack_of_call(work.session, call)
    if call.state_at(work.now) not in times_of_check(call, pack):
        raise WrongCheckStateError
    dossier = _dossier(work, application_id)
    if lapse and dossier.term_over(on):
        write_step(work, dossier, "lapse", on=on, by=CLOCK)
        dossier = _dossier(work, application_id)
    return dossier, call, pack


def need_move(dossier: Dossier, action: CheckMove) -> CheckGuard:
    """The guard of an action in the state of a check. Raises WrongCheckStateError if it cannot be done there."""
    row = transition(dossier.state, action)
    if row is None:
        raise WrongCheckStateError
    return row.guard


def write_step(
    work: Work, dossier: Dossier, action: CheckMove, *, on: date, reason: str = "", by: str = "", officer: str = ""
) -> None:
    """Write a step and where it leads; `officer` is the person who now works on it. Raises WrongCheckStateError."""
    row = transition(dossier.state, action)
    if row is None:
        raise WrongCheckStateError
    check = work.session.get(AdmissibilityCheckRow, dossier.id, populate_existing=True)
    if check is None:
        check = AdmissibilityCheckRow(
            application_id=dossier.id, call_id=dossier.sent.call_id, submission_id=dossier.sent.id, state=row.next
        )
        work.session.add(check)
    check.submission_id, check.state = dossier.sent.id, row.next
    if officer:
        check.officer_id = officer
    work.session.flush()
    work.session.add(
        AdmissibilityStepRow(
            application_id=dossier.id,
            seq=(dossier.steps[-1].seq if dossier.steps else 0) + 1,
            action=action,
            from_state=row.state,
            to_state=row.next,
            on_day=on,
            reason=reason,
            at=work.now,
            by_label=by or work.actor.label,
        )
    )
    work.session.flush()


def _dossier(work: Work, application_id: str) -> Dossier:
    found = dossier_of(work.session, application_id)
    if found is None:
        raise RowGoneError("This application is not there any more.")
    return found
