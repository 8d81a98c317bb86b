"""What each step of a call waits for: why the office cannot take it yet."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from cip.incentives.call_states import CallMove
from cip.incentives.calls import OfficeCall
from cip.incentives.reads.admissibility import open_checks
from cip.incentives.reads.evaluation import ready_for_ranking
from cip.incentives.reads.rankable import not_approved
from cip.kernel.texts import Reason, Text

Readiness = Callable[[Session, OfficeCall, datetime], Sequence[Reason]]
"""Says what still stands in the way of a step; nothing where the step can be taken."""

_OPEN = Text(
    it="Restano domande senza una decisione sull'ammissibilità: {numbers}.",
    en="Applications without a decision on admissibility: {numbers}.",
)
_MOST_NAMED = 20


def ready_for_evaluation(session: Session, call: OfficeCall, _now: datetime) -> Sequence[Reason]:
    """Why the evaluation of a call cannot begin yet: the numbers of the applications that are open; else nothing."""
    numbers = open_checks(session, call.id)
    if not numbers:
        return ()
    named = ", ".join(str(number) for number in numbers[:_MOST_NAMED]) + (", ..." if numbers[_MOST_NAMED:] else "")
    return (Reason("admissibility", _OPEN, {"numbers": named}, {"open": len(numbers)}),)


READY_FOR: Mapping[CallMove, Readiness] = {
    "start_evaluation": ready_for_evaluation,
    "start_ranking": lambda session, call, _now: ready_for_ranking(session, call.id),
    "allocate": lambda session, call, _now: not_approved(session, call),
}


def missing_for(session: Session, call: OfficeCall, action: CallMove, now: datetime) -> tuple[Reason, ...]:
    """What still stands in the way of a step of the office."""
    read = READY_FOR.get(action)
    return tuple(read(session, call, now)) if read is not None else ()
