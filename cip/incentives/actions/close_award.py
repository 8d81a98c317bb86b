"""The office closes an award once nothing stands in its way any more: what is left of it goes back to its source.

From then on it changes no more: its payments, its report and its obligations are over.
"""

from cip.database.work import Work
from cip.incentives.actions.accept_award import hold_award_and_call
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.actions.reserve_awards import WrongAwardStateError, record_award_move
from cip.incentives.actions.tell_firm import tell_firm
from cip.incentives.actions.waive_award import give_back_rest
from cip.incentives.award_checks import NotInOrderError
from cip.incentives.award_states import award_transition
from cip.incentives.reads.closing import why_not_closed
from cip.kernel.clock import today


def close_award(work: Work, award_id: str) -> None:
    """Close an award; everybody of the firm who may answer is told. Raises WrongAwardStateError, NotInOrderError with
    what stands in the way.
    """
    held = hold_award_and_call(work, award_id)
    if award_transition(held.award.state, "close") is None:
        raise WrongAwardStateError
    because = why_not_closed(work.session, held.award, today(work.now))
    if because:
        raise NotInOrderError(because)
    give_back_rest(work, held, f"award {award_id} closed")
    record_award_move(work, award_id, "close", person=person_of(work))
    said = {"call": held.call.title}
    tell_firm(work, held.award.firm_id, "award_followed", said, f"awards/{award_id}", key=f"closed/{award_id}")
