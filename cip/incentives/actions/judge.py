"""Somebody judges a file: declares that nothing ties them to the firm, saves scores, hands them in."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from sqlalchemy import func, select

from cip.database.work import Work
from cip.incentives.actions.judging_work import (
    NotThatReviewMoveError,
    NoWhyGivenError,
    hold_review,
    move_review,
    stand_judging,
)
from cip.incentives.actions.settle_scores import settle
from cip.incentives.evaluation import Item
from cip.incentives.judging import Review, hundredths
from cip.incentives.reads.evaluation import declared_pairs, find_application_firm, known_conflicts, to_judge
from cip.incentives.reads.panels import find_panel, samples_to_do
from cip.incentives.reads.reviews import history_of, newest, other_reasons, reviews_of_person
from cip.incentives.records import ConflictDeclarationRow, DeclaredLinkRow, ReviewScoreRow
from cip.incentives.score_reasons import LONGEST_REASON, ReasonFault, reason_fault
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Reason

_S = ReviewScoreRow.__table__.columns


class NotCalibratedError(RefusalError):
    """The sample files come first."""

    def __init__(self) -> None:
        super().__init__("Try the sample files first.")


class KnownConflictError(RefusalError):
    """The system knows of a link: nobody can declare that there is none. `because` says which."""

    def __init__(self, because: Sequence[Reason]) -> None:
        super().__init__(" ".join(reason.en for reason in because))
        self.because = tuple(because)


class BadScoreError(RefusalError):
    """No such item, or points that are none of its levels."""

    def __init__(self) -> None:
        super().__init__("This is no score that the grid knows.")


class NotCompleteError(RefusalError):
    """Points or reasons are missing. `faults` says of each item what is wrong."""

    def __init__(self, faults: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__("Some scores cannot be handed in yet.")
        self.faults = dict(faults)


def declare_no_conflict(work: Work, review_id: str, law: str) -> None:
    """Declare that nothing ties the person to the firm, under a law as it was shown; only then the file opens.

    Raises NotJudgingError, NotThatReviewMoveError, NotCalibratedError, KnownConflictError.
    """
    review, _items = hold_review(work, review_id)
    if samples_to_do(work.session, review.call_id, review.place_id):
        raise NotCalibratedError
    because = _known(work, review)
    if because:
        raise KnownConflictError(because)
    _declare(work, review, law, conflict=False)
    move_review(work, review, "declare_none")


def declare_conflict(work: Work, review_id: str, law: str, why: str) -> None:
    """Declare a conflict, possible ones too: the file goes, and nothing of it is shown to the person any more.

    Raises NotJudgingError, NotThatReviewMoveError, NoWhyGivenError.
    """
    if not why.strip():
        raise NoWhyGivenError
    review, _items = hold_review(work, review_id)
    _declare(work, review, law, conflict=True, why=why.strip())
    move_review(work, review, "declare_conflict", why=why.strip())


def declare_link(work: Work, call_id: str, person_id: str, firm_id: str, law: str, why: str) -> None:
    """Declare a conflict with a firm of the call, whichever number its application has: if the person has it to judge
    it goes, and no draw gives it to them.

    Raises NotJudgingError, NoWhyGivenError, NotThatReviewMoveError where the firm has none, or it is declared already.
    """
    if not why.strip():
        raise NoWhyGivenError
    stand_judging(work, call_id)
    panel = find_panel(work.session, call_id)
    place = panel.place_of(person_id) if panel is not None else None
    theirs = [id for id, one in to_judge(work.session, call_id).items() if one.sent.firm_id == firm_id]
    if place is None or not theirs or (person_id, theirs[0]) in declared_pairs(work.session, call_id):
        raise NotThatReviewMoveError
    row = DeclaredLinkRow(
        place_id=place.id,
        application_id=theirs[0],
        law=law,
        why=why.strip(),
        made_at=work.now,
        made_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    for review in reviews_of_person(work.session, person_id, call_id):
        if review.application_id == theirs[0] and review.open:
            declare_conflict(work, review.id, law, why)


def save_scores(work: Work, review_id: str, given: Mapping[str, tuple[Fraction | None, str]]) -> int:
    """Save what somebody gives, item by item: points (None: not chosen yet) and the reason as it was typed. Only what
    changed is written, as new rows; how many.

    Raises NotJudgingError, NotThatReviewMoveError, BadScoreError.
    """
    review, items = hold_review(work, review_id)
    by_id = {item.id: item for item in items}
    if any(not _fits(by_id.get(id), points, reason) for id, (points, reason) in given.items()):
        raise BadScoreError
    known = newest(history_of(work.session, review.person_id, review_id))
    before = {id: (saved.points, saved.reason) for id, saved in known.items()}
    fresh = {id: one for id, one in given.items() if before.get(id, (None, "")) != one}
    move_review(work, review, "score")
    last = work.session.scalar(select(func.max(_S.seq)).where(_S.review_id == review_id)) or 0
    for seq, (id, (points, reason)) in enumerate(fresh.items(), last + 1):
        work.session.add(_row(work, review_id, seq, id, points, reason))
    work.session.flush()
    return len(fresh)


def hand_in(work: Work, review_id: str) -> None:
    """Hand in the scores as they are saved. With the last one of an application it is settled, or its evaluators are
    told to meet.

    Raises NotJudgingError, NotThatReviewMoveError, NotCompleteError.
    """
    review, items = hold_review(work, review_id)
    saved = newest(history_of(work.session, review.person_id, review_id))
    faults = faults_of(items, {id: (one.points, one.reason) for id, one in saved.items()}, _others(work, review))
    if faults:
        raise NotCompleteError(faults)
    move_review(work, review, "hand_in", handed_seq=max(one.seq for one in saved.values()))
    settle(work, review.call_id, review.application_id, items)


def faults_of(
    items: Sequence[Item], given: Mapping[str, tuple[Fraction | None, str]], others: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """What keeps scores from being handed in, by item: `no_points`, or what is wrong with the reason. `others` are the
    person's reasons elsewhere; the sentences of the grid are no reasons either, nor is one reason for two items.
    """
    found: dict[str, tuple[str, ...]] = {}
    for item in items:
        points, reason = given.get(item.id, (None, ""))
        levels = [text for level in item.levels for text in (level.text.it, level.text.en)]
        own = [one for id, (_points, one) in given.items() if id != item.id]
        fault: ReasonFault | None = reason_fault(reason, (*others, *levels, *own))
        wrong = (*(("no_points",) if points is None else ()), *((fault,) if fault else ()))
        if wrong:
            found[item.id] = wrong
    return found


def _fits(item: Item | None, points: Fraction | None, reason: str) -> bool:
    return item is not None and (points is None or points in item.scores) and len(reason) <= LONGEST_REASON


def _row(work: Work, review_id: str, seq: int, item: str, points: Fraction | None, reason: str) -> ReviewScoreRow:
    return ReviewScoreRow(
        review_id=review_id,
        seq=seq,
        item=item,
        hundredths=None if points is None else hundredths(points),
        reason=reason,
        made_at=work.now,
        made_by=work.actor.label,
    )


def _others(work: Work, review: Review) -> list[str]:
    return other_reasons(work.session, review.person_id, review.call_id, review.id)


def _known(work: Work, review: Review) -> tuple[Reason, ...]:
    panel = find_panel(work.session, review.call_id)
    firm_id = find_application_firm(work.session, review.application_id)
    place = panel.place_of(review.person_id) if panel is not None else None
    if place is None or firm_id is None:
        raise NotThatReviewMoveError
    found = known_conflicts(work.session, [place], {review.application_id: firm_id})
    return found.get((place.id, review.application_id), ())


def _declare(work: Work, review: Review, law: str, *, conflict: bool, why: str = "") -> None:
    row = ConflictDeclarationRow(
        id=work.new_id(),
        review_id=review.id,
        conflict=conflict,
        law=law,
        why=why,
        made_at=work.now,
        made_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
