"""Unclaimed check-ups go when their last day is over, as the pages promise."""

from datetime import date

from cip.assessment.actions.erase_check_up import erase_check_up
from cip.assessment.reads.expired import expired_check_ups
from cip.assessment.stored import ErasedCheckUp
from cip.database.locks import RowGoneError
from cip.database.work import Work

AT_ONCE = 25


def purge_expired(work: Work, today: date, at_most: int = AT_ONCE) -> list[ErasedCheckUp]:
    """Erase at most `at_most` expired check-ups; what remains of them. Bounded, so that nobody waits long for it."""
    erased: list[ErasedCheckUp] = []
    for check_up_id in expired_check_ups(work.session, today, at_most):
        try:
            digest = erase_check_up(work, check_up_id, today)
        except RowGoneError:  # another process was quicker
            continue
        erased.append(ErasedCheckUp(check_up_id, today, digest))
    return erased
