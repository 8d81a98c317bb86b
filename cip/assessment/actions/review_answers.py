"""A consultant answers beside the firm: the same, or another answer with its reason."""

from collections.abc import Mapping

from cip.assessment.actions.appending import append_events, refuse_changed, refuse_closed, refuse_validated
from cip.assessment.records import CheckUpRow
from cip.assessment.reviewing import LONGEST_REASON, Question, Review, key_of, question_of
from cip.assessment.stored import REVIEWS, StoredAnswers
from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError


class ReasonMissingError(RefusalError):
    """A consultant answers otherwise than the firm and does not say why."""

    def __init__(self, question: Question) -> None:
        super().__init__(f"The answer to {question[1]} differs from the firm's: say why.")
        self.question = question


def review_answers(
    work: Work, check_up_id: str, reviews: Mapping[Question, Review | None], source: str, *, seen: StoredAnswers
) -> int:
    """Write one event for each of `reviews` that differs from what stands there; None takes a review back. How many.

    `seen` are the answers as they were read: the review rests on them, so no event may have come since.

    Raises ReasonMissingError, ValueError for a question that nobody reviews, a reason that is too long or a review of
    another answer than the firm's, RowGoneError, CheckUpClosedError, CheckUpValidatedError, ChangedMeanwhileError.
    """
    for question, review in reviews.items():
        _check(question, review, seen)
    check_up = lock(work.session, CheckUpRow, check_up_id)
    refuse_closed(check_up)
    refuse_validated(check_up)
    refuse_changed(check_up, seen)
    wanted = {key_of(question): None if item is None else item.as_value() for question, item in reviews.items()}
    really = {key: value for key, value in wanted.items() if seen.reviews.get(key) != value}
    changes = [((REVIEWS, key), None if value is None else canonical_json(value)) for key, value in really.items()]
    return append_events(work, check_up, changes, source)


def _check(question: Question, review: Review | None, seen: StoredAnswers) -> None:
    if question_of(key_of(question)) != question:
        raise ValueError(f"nothing is reviewed under {question}")
    if review is None:
        return
    if review.of != seen.value(*question):
        raise ValueError(f"the answer of the firm to {question[1]} is another one")
    if review.differs and not review.reason.strip():
        raise ReasonMissingError(question)
    if len(review.reason) > LONGEST_REASON:
        raise ValueError("the reason is too long")
