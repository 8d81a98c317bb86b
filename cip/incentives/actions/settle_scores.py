"""The scores of an application are settled: near enough, or agreed on after a meeting; or opened again."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from cip.database.work import Work
from cip.incentives.actions.judging_work import (
    NotThatReviewMoveError,
    NoWhyGivenError,
    hold_review,
    move_review,
)
from cip.incentives.actions.tell_evaluators import tell_to_meet
from cip.incentives.evaluation import Given, Item, evaluators_needed, far_apart
from cip.incentives.judging import Review, hundredths
from cip.incentives.reads.calls import call_of
from cip.incentives.reads.evaluation import agreed_on, reviews_of_file, scores_handed_in, standing_consensus
from cip.incentives.reads.panels import find_panel
from cip.incentives.records import ConsensusAgreementRow, ConsensusRow, ConsensusScoreRow
from cip.incentives.score_reasons import reason_fault
from cip.kernel.errors import RefusalError

_A = ConsensusAgreementRow.__table__.columns
_K = ConsensusRow.__table__.columns


class NotAgreedYetError(RefusalError):
    """A meeting says, of every item whose scores lie far apart, which score counts and why."""

    def __init__(self, items: Sequence[str]) -> None:
        super().__init__(f"Write the score that counts, and why, for: {', '.join(items)}.")
        self.items = tuple(items)


class OldMeetingError(RefusalError):
    """There was another meeting since: agree with what that one proposes."""

    def __init__(self) -> None:
        super().__init__("There is a newer proposal: read it first.")


def far_items(work: Work, application_id: str, items: Sequence[Item]) -> tuple[Item, ...]:
    """The items whose scores lie far apart; nothing while somebody has not handed in."""
    reviews = reviews_of_file(work.session, application_id)
    if not all(review.done for review in reviews):
        return ()
    handed = scores_handed_in(work.session, [review.id for review in reviews])
    return far_apart(items, {id: {item: one.points for item, one in given.items()} for id, given in handed.items()})


def settle(work: Work, call_id: str, application_id: str, items: Sequence[Item]) -> bool:
    """Close the reviews of an application whose file is held, if all are in and near, or agreed on; else, once all are
    in, tell its evaluators to meet. Whether it is settled.
    """
    reviews = reviews_of_file(work.session, application_id)
    if len(reviews) < evaluators_needed(items) or not all(review.done for review in reviews):
        return False
    met = standing_consensus(work.session, [application_id]).get(application_id)
    agreed = agreed_on(met, reviews)
    if any(item.id not in agreed for item in far_items(work, application_id, items)):
        if met is None:
            tell_to_meet(work, call_of(work.session, call_id), reviews)
        return False
    for review in reviews:
        if review.state == "handed_in":
            move_review(work, review, "close")
    return True


def note_meeting(work: Work, review_id: str, scores: Mapping[str, Given], *, met_on: date, note: str = "") -> str:
    """One of the evaluators writes what the meeting proposes, and agrees with it; its id. The others agree one by one
    (`agree`). Every item whose scores lie far apart needs a score and a reason.

    Raises NotJudgingError, NotThatReviewMoveError where nothing lies far apart, NotAgreedYetError.
    """
    review, items = hold_review(work, review_id)
    far = far_items(work, review.application_id, items) if review.state == "handed_in" else ()
    if not far:
        raise NotThatReviewMoveError
    open_items = [item.id for item in far if not _whole(item, scores.get(item.id))]
    if open_items:
        raise NotAgreedYetError(open_items)
    last = work.session.scalar(select(func.max(_K.number)).where(_K.application_id == review.application_id))
    row = ConsensusRow(
        id=work.new_id(),
        application_id=review.application_id,
        number=(last or 0) + 1,
        met_on=met_on,
        note=note,
        made_at=work.now,
        made_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    for item in far:
        given = scores[item.id]
        line = ConsensusScoreRow(
            consensus_id=row.id, item=item.id, hundredths=hundredths(given.points), reason=given.reason
        )
        work.session.add(line)
    work.session.flush()
    _agree(work, row.id, review, items)
    return row.id


def agree(work: Work, review_id: str, consensus_id: str) -> bool:
    """One of the evaluators agrees with what the last meeting proposes; whether the application is settled by that.

    Raises NotJudgingError, NotThatReviewMoveError, OldMeetingError.
    """
    review, items = hold_review(work, review_id)
    met = standing_consensus(work.session, [review.application_id]).get(review.application_id)
    if review.state != "handed_in" or met is None:
        raise NotThatReviewMoveError
    if met.id != consensus_id:
        raise OldMeetingError
    return _agree(work, consensus_id, review, items)


def reopen(work: Work, review_id: str, why: str) -> None:
    """The office opens a review again, with the reason, once everybody handed in: the scores of the others wait.

    Raises NotJudgingError, NotThatReviewMoveError, NoWhyGivenError.
    """
    if not why.strip():
        raise NoWhyGivenError
    review, _items = hold_review(work, review_id)
    others = [one for one in reviews_of_file(work.session, review.application_id) if one.id != review_id]
    panel = find_panel(work.session, review.call_id)
    sits = panel is not None and panel.place_of(review.person_id) is not None
    if not sits or not all(one.done for one in others):
        raise NotThatReviewMoveError
    for one in others:
        if one.state == "closed":
            move_review(work, one, "wait", why=why.strip())
    move_review(work, review, "reopen", why=why.strip())


def _agree(work: Work, consensus_id: str, review: Review, items: Sequence[Item]) -> bool:
    known = select(_A.review_id).where(_A.consensus_id == consensus_id, _A.review_id == review.id)
    if work.session.scalar(known) is None:
        work.session.add(ConsensusAgreementRow(consensus_id=consensus_id, review_id=review.id, agreed_at=work.now))
        work.session.flush()
    return settle(work, review.call_id, review.application_id, items)


def _whole(item: Item, given: Given | None) -> bool:
    # What people agreed on may lie between two levels, but not beyond them.
    if given is None or reason_fault(given.reason, ()) is not None:
        return False
    return item.scores[0] <= given.points <= item.scores[-1] and (100 * given.points).denominator == 1
