"""The office writes sample files with the scores that are right; evaluators try them before they judge."""

from collections.abc import Mapping

from sqlalchemy import func, select

from cip.database.work import Work
from cip.incentives.actions.judge import BadScoreError, NotCompleteError, faults_of
from cip.incentives.actions.judging_work import NotThatReviewMoveError
from cip.incentives.actions.move_call import hold_call
from cip.incentives.actions.name_evaluators import NAMED_IN, PanelClosedError
from cip.incentives.evaluation import Given
from cip.incentives.judging import LONGEST_TEXT, LONGEST_TITLE, SampleItem, hundredths
from cip.incentives.reads.calls import call_of
from cip.incentives.reads.evaluation import items_of_call
from cip.incentives.reads.panels import find_panel, samples_to_do
from cip.incentives.records import SampleFileRow, SampleItemRow, SampleScoreRow
from cip.incentives.score_reasons import LONGEST_REASON

_F = SampleFileRow.__table__.columns


def write_sample(work: Work, call_id: str, title: str, items: Mapping[str, SampleItem]) -> str:
    """Write a sample file of a call, once: for every item a text, the right score and why; its id.

    Raises PanelClosedError, BadScoreError where an item is missing, unknown or has points that are none of its levels.
    """
    call = hold_call(work, call_id)
    if call.stored_state not in NAMED_IN:
        raise PanelClosedError
    known = {item.id: item for item in items_of_call(work.session, call)}
    if set(known) != set(items) or not known or not title.strip() or len(title) > LONGEST_TITLE:
        raise BadScoreError
    if any(not _whole(one) or one.points not in known[id].scores for id, one in items.items()):
        raise BadScoreError
    last = work.session.scalar(select(func.max(_F.number)).where(_F.call_id == call_id)) or 0
    row = SampleFileRow(
        id=work.new_id(),
        call_id=call_id,
        number=last + 1,
        title=title.strip(),
        made_at=work.now,
        made_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    for id, one in items.items():
        line = SampleItemRow(
            sample_id=row.id, item=id, text=one.text, hundredths=hundredths(one.points), reason=one.reason
        )
        work.session.add(line)
    work.session.flush()
    return row.id


def try_sample(work: Work, call_id: str, sample_id: str, person_id: str, given: Mapping[str, Given]) -> None:
    """An evaluator hands in their scores of a sample file, once; only then the right ones are shown.

    Raises NotThatReviewMoveError where it is done, or not theirs to do, BadScoreError, NotCompleteError.
    """
    panel = find_panel(work.session, call_id)
    place = panel.place_of(person_id) if panel is not None else None
    if place is None or sample_id not in samples_to_do(work.session, call_id, place.id):
        raise NotThatReviewMoveError
    items = items_of_call(work.session, call_of(work.session, call_id))
    if any(item.id in given and given[item.id].points not in item.scores for item in items):
        raise BadScoreError
    faults = faults_of(items, {id: (one.points, one.reason) for id, one in given.items()}, ())
    if faults:
        raise NotCompleteError(faults)
    for item in items:
        one = given[item.id]
        line = SampleScoreRow(
            sample_id=sample_id,
            place_id=place.id,
            item=item.id,
            hundredths=hundredths(one.points),
            reason=one.reason,
            made_at=work.now,
        )
        work.session.add(line)
    work.session.flush()


def _whole(one: SampleItem) -> bool:
    return bool(one.text.strip() and one.reason.strip()) and (
        len(one.text) <= LONGEST_TEXT and len(one.reason) <= LONGEST_REASON
    )
