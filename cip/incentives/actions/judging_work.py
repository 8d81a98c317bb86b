"""What the actions of an evaluation share: the call that is being evaluated, the file held, moves written."""

from sqlalchemy import func, select

from cip.database.locks import lock, lock_as_it_is
from cip.database.work import Work
from cip.incentives.calls import OfficeCall
from cip.incentives.evaluation import Item, ReviewMove, next_state
from cip.incentives.judging import Review
from cip.incentives.reads.calls import call_of
from cip.incentives.reads.evaluation import items_of_call
from cip.incentives.reads.reviews import find_review
from cip.incentives.records import CallRow, JudgedFileRow, ReviewMoveRow, ReviewRow
from cip.kernel.errors import RefusalError

_M = ReviewMoveRow.__table__.columns


class NotJudgingError(RefusalError):
    """The call is not being evaluated: not yet, or no longer."""

    def __init__(self) -> None:
        super().__init__("This call is not being evaluated now.")


class NotThatReviewMoveError(RefusalError):
    """The review has moved on: somebody was faster, or the form is old."""

    def __init__(self) -> None:
        super().__init__("This cannot be done with this review now: read it again.")


class NoWhyGivenError(RefusalError):
    """Who takes a file from somebody, or opens a review again, says why."""

    def __init__(self) -> None:
        super().__init__("Say why.")


def stand_judging(work: Work, call_id: str) -> OfficeCall:
    """Hold a call as it is while it is being evaluated: nobody ranks it meanwhile. Raises NotJudgingError."""
    lock_as_it_is(work.session, CallRow, call_id)
    call = call_of(work.session, call_id)
    if call.stored_state != "evaluation":
        raise NotJudgingError
    return call


def hold_review(work: Work, review_id: str) -> tuple[Review, tuple[Item, ...]]:
    """Hold the call as it is, the file, and a review of it; the review as it stands now, and what people judge.

    Whoever hands in, agrees or removes on the same application waits, and then sees what the first one did. Raises
    NotJudgingError, NotThatReviewMoveError if the review is gone.
    """
    found = find_review(work.session, review_id)
    if found is None or found.gone:
        raise NotThatReviewMoveError
    call = stand_judging(work, found.call_id)
    lock(work.session, JudgedFileRow, found.application_id)
    lock(work.session, ReviewRow, review_id)
    held = find_review(work.session, review_id)
    if held is None or held.gone:
        raise NotThatReviewMoveError
    return held, items_of_call(work.session, call)


def move_review(
    work: Work, review: Review, action: ReviewMove, *, why: str = "", handed_seq: int | None = None
) -> None:
    """Write a move of a review whose file is held, and its new state; with `handed_seq` the last score that counts as
    handed in. Raises NotThatReviewMoveError.
    """
    row = lock(work.session, ReviewRow, review.id)
    state = next_state(review.state, action)
    if state is None or row.state != review.state:
        raise NotThatReviewMoveError
    if state == review.state:
        return
    write_move(work, review.id, row.state, state, why)
    row.state = state
    if handed_seq is not None:
        row.handed_in_at, row.handed_seq = row.handed_in_at or work.now, handed_seq
    work.session.flush()


def write_move(work: Work, review_id: str, before: str | None, after: str, why: str = "") -> None:
    """One line of a review's history."""
    last = work.session.scalar(select(func.max(_M.seq)).where(_M.review_id == review_id)) or 0
    work.session.add(
        ReviewMoveRow(
            review_id=review_id,
            seq=last + 1,
            from_state=before,
            to_state=after,
            made_at=work.now,
            made_by=work.actor.label,
            why=why,
        )
    )
    work.session.flush()
