"""A call goes on: by the clock (opening, closing), by the office (the steps after it), or ends before it opened.

Whoever changes a call holds its row first; who sends an application holds it as it is (`stand_open`). What a step
needs is said by `reads.readiness`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from cip.database.locks import lock, lock_as_it_is
from cip.database.work import Work
from cip.incentives.call_states import CallMove, due_moves, transition
from cip.incentives.calls import OfficeCall
from cip.incentives.reads.calls import call_of
from cip.incentives.reads.readiness import missing_for
from cip.incentives.records import CallMoveRow, CallRow
from cip.kernel.canonical import sha256_of
from cip.kernel.errors import RefusalError
from cip.kernel.sealing import unseal
from cip.kernel.texts import Reason

SEED_PURPOSE = "call seed"


class WrongCallStateError(RefusalError):
    """The call is not in a state in which this can be done: somebody, or the clock, was faster."""

    def __init__(self) -> None:
        super().__init__("This cannot be done with this call now.")


class NotOpenError(RefusalError):
    """The call takes no applications at this moment."""

    def __init__(self) -> None:
        super().__init__("This call takes no applications now.")


class NotYetError(RefusalError):
    """Something still stands in the way of a step; `because` says what."""

    def __init__(self, because: Sequence[Reason]) -> None:
        super().__init__(" ".join(reason.en for reason in because) or "Something is still missing.")
        self.because = tuple(because)


class NoWhyError(RefusalError):
    """Who ends a call says why."""

    def __init__(self) -> None:
        super().__init__("Say why the call is ended.")


def hold_call(work: Work, call_id: str) -> OfficeCall:
    """Hold a call until the Work ends and give it as it stands now, with what the clock has changed stored."""
    lock(work.session, CallRow, call_id)
    keep_time(work, call_id)
    return call_of(work.session, call_id)


def stand_open(work: Work, call_id: str) -> OfficeCall:
    """Hold a call as it is until the Work ends, for something that can be done only while it is open. Many may hold it
    so at once; nobody moves it on meanwhile. Raises NotOpenError.
    """
    lock_as_it_is(work.session, CallRow, call_id)
    call = call_of(work.session, call_id)
    if not call.takes_applications(work.now):
        raise NotOpenError
    return call


def keep_time(work: Work, call_id: str) -> None:
    """Store the opening and the closing whose moment has come, each at its own moment; the call must be held."""
    call = call_of(work.session, call_id)
    for action in due_moves(call.stored_state, call.opens_at, call.closes_at, work.now):
        at = call.opens_at if action == "open" else call.closes_at
        record_move(work, call_of(work.session, call_id), action, by="clock", at=at)


def move_call(work: Work, call_id: str, action: CallMove) -> OfficeCall:
    """Take a step of the office after the closing; the call as it stands then.

    Raises WrongCallStateError, NotYetError.
    """
    call = hold_call(work, call_id)
    row = transition(call.stored_state, action)
    if row is None or row.guard != "ready":
        raise WrongCallStateError
    because = missing_for(work.session, call, action, work.now)
    if because:
        raise NotYetError(because)
    record_move(work, call, action)
    return call_of(work.session, call_id)


def annul_call(work: Work, call_id: str, reason: str) -> None:
    """End a call before it opens, with the reason, which everybody reads where the call was published.

    Raises NoWhyError, WrongCallStateError.
    """
    call = hold_call(work, call_id)
    if not reason.strip():
        raise NoWhyError
    record_move(work, call, "annul", reason=reason.strip())


def record_move(
    work: Work,
    call: OfficeCall,
    action: CallMove,
    *,
    by: str = "",
    reason: str = "",
    at: datetime | None = None,
    also: Mapping[str, object] | None = None,
) -> None:
    """Write a move, the state that it leads to and what `also` changes of the call with it, at once; the call must be
    held. `at` is when it came about, where that was not now. Raises WrongCallStateError.
    """
    row = transition(call.stored_state, action)
    if row is None:
        raise WrongCallStateError
    last = work.session.scalar(select(func.max(CallMoveRow.seq)).where(CallMoveRow.call_id == call.id)) or 0
    work.session.add(
        CallMoveRow(
            id=work.new_id(),
            call_id=call.id,
            seq=last + 1,
            action=action,
            from_state=row.state,
            to_state=row.next,
            at=at or work.now,
            by_label=by or work.actor.label,
            reason=reason,
        )
    )
    work.session.flush()
    held = work.session.get_one(CallRow, call.id)
    for name, value in {"state": row.next, **(also or {})}.items():
        setattr(held, name, value)
    work.session.flush()


def reveal_seed(work: Work, call_id: str, key: str) -> str:
    """The seed of the public draw, written open into the call (once; later the same again). `key` is the secret key of
    the settings. Only while the ranking is made or afterwards.

    Raises WrongCallStateError, SealBrokenError.
    """
    row = lock(work.session, CallRow, call_id)
    if row.seed is not None:
        return row.seed
    if row.state not in ("ranking", "allocated") or row.seed_sealed is None:
        raise WrongCallStateError
    seed = unseal(key, row.seed_sealed, purpose=SEED_PURPOSE).decode()
    if sha256_of(seed) != row.seed_sha256:
        raise WrongCallStateError
    row.seed = seed
    work.session.flush()
    return seed
