"""What the ranking waits for: every score that people give. Importing this makes the step of the call ask for it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from cip.incentives.actions.move_call import register_readiness
from cip.incentives.calls import OfficeCall
from cip.incentives.reads.evaluation import ready_for_ranking
from cip.kernel.texts import Reason


def still_to_score(session: Session, call: OfficeCall, _now: datetime) -> Sequence[Reason]:
    """What keeps a call from being ranked."""
    return ready_for_ranking(session, call.id)


register_readiness("start_ranking", still_to_score)
