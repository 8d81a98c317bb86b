"""A code of the national register, or a CUP, is recorded for a call or for one of its awards.

Nothing is overwritten: a later code of a kind counts instead of the earlier one, and who types it says why. Order of
locks: the call, the award, the words of the code.
"""

from datetime import date

from sqlalchemy import func, select

from cip.database.locks import lock, lock_words
from cip.database.work import Work
from cip.incentives.actions.move_call import hold_call
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.award_states import UNDECIDED
from cip.incentives.reads.award_checks import codes_of
from cip.incentives.reads.awards import award_of
from cip.incentives.records import AwardRow, RegisterCodeRow
from cip.incentives.register_codes import OF_AWARD, CodeKind, read_code
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError

_ONE_AWARD: tuple[CodeKind, ...] = ("cor",)
"""A code of these kinds stands for one award in all of the register."""


class OtherCodeError(RefusalError):
    """There is another code of this kind already; who replaces it says why."""

    def __init__(self, code: str) -> None:
        super().__init__(f"There is the code {code} already: say why it is replaced.")
        self.code = code


class CodeOfOtherAwardError(RefusalError):
    """The same code stands for another award."""

    def __init__(self) -> None:
        super().__init__("This code stands for another award already.")


class OddCodeDayError(RefusalError, ValueError):
    """The day of a code is still to come."""

    def __init__(self) -> None:
        super().__init__("The day of a code is today or before.")


def record_code(
    work: Work,
    call_id: str,
    award_id: str | None,
    kind: CodeKind,
    code: str,
    on: date,
    *,
    reason: str = "",
    import_id: str | None = None,
) -> bool:
    """Record a code of a call (`award_id` None) or of an award of it; False where exactly this is there already.

    Raises OddCodeError for a text that is no code, OtherCodeError without a reason, CodeOfOtherAwardError,
    OddCodeDayError, WrongAwardStateError for an award that was decided, ValueError for a kind that is not of an award
    or not of a call.
    """
    text = read_code(code)
    if (award_id is None and kind in ("cor", "vercor")) or (award_id is not None and kind not in OF_AWARD):
        raise ValueError(f"{kind} does not belong there")
    hold_call(work, call_id)
    if on > today(work.now):
        raise OddCodeDayError
    if award_id is not None:
        _hold_open(work, call_id, award_id)
    lock_words(work.session, f"register code {kind} {text}")
    there = codes_of(work.session, call_id, award_id).get(kind)
    if there is not None and there.award_id == award_id:
        if (there.code, there.on) == (text, on):
            return False
        if not reason.strip():
            raise OtherCodeError(there.code)
    if kind in _ONE_AWARD and _stands_elsewhere(work, kind, text, award_id):
        raise CodeOfOtherAwardError
    last = work.session.scalar(select(func.max(RegisterCodeRow.seq)).where(RegisterCodeRow.call_id == call_id)) or 0
    whose = {"call_id": call_id, "award_id": award_id, "seq": last + 1}
    what = {"kind": kind, "code": text, "on_day": on, "reason": reason.strip()}
    whence = {"source": "typed" if import_id is None else "file", "import_id": import_id}
    written = {"at": work.now, "by_label": work.actor.label}
    work.session.add(RegisterCodeRow(id=work.new_id(), **whose, **what, **whence, **written))
    work.session.flush()
    return True


def _hold_open(work: Work, call_id: str, award_id: str) -> None:
    lock(work.session, AwardRow, award_id)
    award = award_of(work.session, award_id)
    if award.call_id != call_id:
        raise LookupError(award_id)
    # Once it is approved its codes stand in the act.
    if award.state not in UNDECIDED:
        raise WrongAwardStateError


def _stands_elsewhere(work: Work, kind: CodeKind, code: str, award_id: str | None) -> bool:
    query = select(RegisterCodeRow.award_id).where(
        RegisterCodeRow.kind == kind, RegisterCodeRow.code == code, RegisterCodeRow.award_id.is_not(None)
    )
    return any(other != award_id for other in work.session.scalars(query))
