"""What the evaluation of a call waits for: that every application is decided. Importing this makes `move_call` ask."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from cip.incentives.actions.move_call import register_readiness
from cip.incentives.calls import OfficeCall
from cip.incentives.reads.admissibility import open_checks
from cip.kernel.texts import Reason, Text

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


register_readiness("start_evaluation", ready_for_evaluation)
