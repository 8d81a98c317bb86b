"""Who judges which application is drawn, and drawn again for the seats that are free."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cip.database.work import Work
from cip.incentives.actions.judging_work import (
    NotJudgingError,
    NoWhyGivenError,
    hold_review,
    move_review,
    write_move,
)
from cip.incentives.actions.move_call import hold_call
from cip.incentives.actions.tell_evaluators import tell_of_files
from cip.incentives.calls import OfficeCall
from cip.incentives.drawing import Asked, Draw, Pair, draw, in_drawn_order, seed_of
from cip.incentives.evaluation import evaluators_needed
from cip.incentives.judging import Panel, Review, need_whole_hundredths
from cip.incentives.reads.evaluation import (
    declared_pairs,
    file_numbers,
    items_of_call,
    known_conflicts,
    reviews_of_call,
    to_judge,
)
from cip.incentives.reads.panels import count_draws, find_panel
from cip.incentives.records import EvaluatorDrawRow, JudgedFileRow, ReviewRow
from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Reason

_F = JudgedFileRow.__table__.columns


class NothingToDrawError(RefusalError):
    """No seat is free, or the grid has nothing for people to judge."""

    def __init__(self) -> None:
        super().__init__("There is nothing to draw: every application has its evaluators.")


class DrawnMeanwhileError(RefusalError):
    """Something changed since the preview: the draw would give another result."""

    def __init__(self) -> None:
        super().__init__("Something changed since the preview: look at the new one.")


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """A draw that could be made now: what it rests on, what comes out, and whom known links exclude, with reasons."""

    number: int
    asked: Asked
    result: Draw
    conflicts: dict[tuple[str, str], tuple[Reason, ...]]
    panel: Panel


def plan_draw(session: Session, call: OfficeCall) -> DrawPlan:
    """The next draw of a call, as it would come out now. Places and applications stand by their ids.

    Raises NoDrawError, NothingToDrawError, NotJudgingError before the seed of the call is fixed.
    """
    needed = evaluators_needed(items_of_call(session, call))
    panel = find_panel(session, call.id)
    if panel is None or call.seed_sha256 is None:
        raise NotJudgingError
    if not needed:
        raise NothingToDrawError
    every = reviews_of_call(session, call.id)
    firms = _to_draw(session, call.id, panel, every)
    conflicts = known_conflicts(session, panel.sitting, firms)
    number = count_draws(session, call.id) + 1
    gone = {pair for review in every if review.gone for pair in _pair(panel, review.person_id, review.application_id)}
    gone |= {pair for link in declared_pairs(session, call.id) for pair in _pair(panel, *link)}
    standing = [review for review in every if not review.gone]
    held = {pair for review in standing for pair in _pair(panel, review.person_id, review.application_id)}
    asked = Asked(
        frozenset(firms),
        frozenset(place.id for place in panel.sitting),
        needed,
        seed_of(call.seed_sha256, number),
        # A seat that somebody holds stays theirs: a link that is found later is for them to declare.
        frozenset((gone | set(conflicts)) - held),
        frozenset(pair for pair in held if pair[1] in firms),
    )
    return DrawPlan(number, asked, draw(asked), conflicts, panel)


def draw_evaluators(work: Work, call_id: str, *, previewed: str) -> int:
    """Make the next draw and give the files out; how many seats are new. `previewed` is the digest that the preview
    showed. Everybody with new files is told by mail.

    Raises NotJudgingError, NoDrawError, NothingToDrawError, DrawnMeanwhileError, FinePointsError.
    """
    call = hold_call(work, call_id)
    if call.stored_state != "evaluation":
        raise NotJudgingError
    need_whole_hundredths(items_of_call(work.session, call))
    plan = plan_draw(work.session, call)
    if plan.asked.digest != previewed:
        raise DrawnMeanwhileError
    if not plan.result.new:
        raise NothingToDrawError
    _give_numbers(work, call_id, plan.asked)
    _give_seats(work, call_id, plan)
    count = Counter(place_id for place_id, _application in plan.result.new)
    people = {place.person_id: count[place.id] for place in plan.panel.sitting if place.id in count}
    tell_of_files(work, call, people, key=f"draw/{call_id}/{plan.number}")
    return len(plan.result.new)


def take_file(work: Work, review_id: str, why: str) -> None:
    """Take a file from somebody, with the reason; the next draw gives it to somebody else.

    Raises NoWhyGivenError, NotJudgingError, NotThatReviewMoveError.
    """
    if not why.strip():
        raise NoWhyGivenError
    review, _items = hold_review(work, review_id)
    move_review(work, review, "remove", why=why.strip())


def _to_draw(session: Session, call_id: str, panel: Panel, every: list[Review]) -> dict[str, str]:
    """The firm of each application that is drawn: not of one that is settled by somebody who has left the panel."""
    sitting = {place.id for place in panel.sitting}
    settled = {one.application_id for one in every if one.state == "closed" and one.place_id not in sitting}
    return {id: one.sent.firm_id for id, one in to_judge(session, call_id).items() if id not in settled}


def _pair(panel: Panel, person_id: str, application_id: str) -> tuple[Pair, ...]:
    """Somebody and an application, under the place that they have now: who was named again is still the same."""
    place = panel.place_of(person_id)
    return () if place is None else ((place.id, application_id),)


def _give_numbers(work: Work, call_id: str, asked: Asked) -> None:
    known = file_numbers(work.session, call_id)
    last = work.session.scalar(select(func.max(_F.number)).where(_F.call_id == call_id)) or 0
    fresh = [one for one in in_drawn_order(asked.applications, asked.seed) if one not in known]
    for number, application_id in enumerate(fresh, last + 1):
        work.session.add(JudgedFileRow(application_id=application_id, call_id=call_id, number=number))
    work.session.flush()


def _give_seats(work: Work, call_id: str, plan: DrawPlan) -> None:
    row = EvaluatorDrawRow(
        id=work.new_id(),
        call_id=call_id,
        number=plan.number,
        seed=plan.asked.seed,
        asked_sha256=plan.asked.digest,
        needed=plan.asked.needed,
        result=canonical_json({application: list(seats) for application, seats in plan.result.seats.items()}),
        made_at=work.now,
        made_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    for place_id, application_id in sorted(plan.result.new):
        review = ReviewRow(
            id=work.new_id(),
            call_id=call_id,
            application_id=application_id,
            place_id=place_id,
            draw_id=row.id,
            state="assigned",
            given_at=work.now,
        )
        work.session.add(review)
        work.session.flush()
        write_move(work, review.id, None, "assigned")
