"""A firm brings an appeal against a published ranking or takes it back; the office decides, with what it changes.

Nothing moves in the list by a decision: it is noted, and the next version of the ranking is made with it.
"""

from dataclasses import replace

from sqlalchemy import func, select

from cip.database.locks import lock
from cip.database.work import Work
from cip.incentives.actions.move_call import WrongCallStateError, hold_call
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.actions.rank_call import NewChange, NoReasonError, OtherPersonError, note_change
from cip.incentives.actions.tell_firm import tell_firm
from cip.incentives.appeal_states import AppealMove, appeal_transition
from cip.incentives.appeals import AppealWay, appeal_term, in_time
from cip.incentives.reads.acceptances import find_appeal
from cip.incentives.reads.applications import find_application
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.rankings import find_ranking, published_ranking
from cip.incentives.records import AppealMoveRow, AppealRow
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError


class LateAppealError(RefusalError):
    """The term of this way is over."""

    def __init__(self) -> None:
        super().__init__("The term for this appeal is over.")


class SecondAppealError(RefusalError):
    """This way was gone already against this version of the ranking."""

    def __init__(self) -> None:
        super().__init__("This was brought already.")


class WrongAppealStateError(RefusalError):
    """The appeal is not in a state in which this can be done: somebody was faster."""

    def __init__(self) -> None:
        super().__init__("This cannot be done with this appeal now.")


class NothingChangesError(RefusalError):
    """Who accepts an appeal says what changes in the application."""

    def __init__(self) -> None:
        super().__init__("Say what changes in the application.")


def file_appeal(work: Work, application_id: str, *, way: AppealWay, said: str) -> str:
    """Bring an appeal against the newest published version; its id.

    Raises WrongCallStateError before a ranking was published, NoReasonError, LateAppealError, SecondAppealError.
    """
    found = find_application(work.session, application_id)
    if found is None:
        raise WrongCallStateError
    call = hold_call(work, found.call_id)
    ranking = published_ranking(work.session, call.id)
    if ranking is None or ranking.published_at is None:
        raise WrongCallStateError
    if not said.strip():
        raise NoReasonError
    law = pack_of_call(work.session, call).content.law.parameters
    term = appeal_term(law, way, today(ranking.published_at))
    if not in_time(term, today(work.now)):
        raise LateAppealError
    same = (AppealRow.application_id == application_id, AppealRow.ranking_id == ranking.id, AppealRow.way == way)
    if work.session.scalar(select(AppealRow.id).where(*same)) is not None:
        raise SecondAppealError
    row = AppealRow(
        id=work.new_id(),
        call_id=call.id,
        application_id=application_id,
        firm_id=found.firm_id,
        ranking_id=ranking.id,
        way=way,
        said=said.strip(),
        until=None if term is None else term.until,
        state="filed",
        filed_at=work.now,
        filed_by=person_of(work),
        filed_label=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    _move(work, row, "file")
    return row.id


def withdraw_appeal(work: Work, appeal_id: str) -> None:
    """Take an appeal back. Raises WrongAppealStateError."""
    _move(work, _held(work, appeal_id), "withdraw")


def admit_appeal(work: Work, appeal_id: str) -> None:
    """Let an appeal be looked at. Raises WrongAppealStateError."""
    _move(work, _held(work, appeal_id), "admit")


def decide_appeal(
    work: Work, appeal_id: str, action: AppealMove, *, reason: str, reference: str = "", change: NewChange | None = None
) -> None:
    """Accept an appeal, in whole or in part, with what it changes in the application, or reject it (`reject`).

    Raises WrongAppealStateError, NoReasonError, OtherPersonError for who made the ranking, NothingChangesError, and as
    `note_change`.
    """
    row = _held(work, appeal_id)
    if not reason.strip():
        raise NoReasonError
    ranking = find_ranking(work.session, row.ranking_id)
    if ranking is not None and ranking.made_by == person_of(work):
        raise OtherPersonError
    change_id = None
    if action in ("accept", "accept_partly"):
        if change is None or not (change.facts or change.scores or change.readmitted or change.requested is not None):
            raise NothingChangesError
        about = replace(change, kind="appeal", application_id=row.application_id)
        change_id = note_change(work, row.call_id, replace(about, reason=reason, reference=reference))
    _move(work, row, action, reason=reason.strip(), reference=reference.strip(), change_id=change_id)
    values = {"call": call_of(work.session, row.call_id).title}
    path = f"applications/{row.application_id}/appeals"
    tell_firm(work, row.firm_id, "appeal_decided", values, path, key=row.id)


def _held(work: Work, appeal_id: str) -> AppealRow:
    """An appeal, held with its call; everybody who changes the list of a call waits here. Raises RowGoneError."""
    found = find_appeal(work.session, appeal_id)
    if found is None:
        raise WrongAppealStateError
    hold_call(work, found.call_id)
    return lock(work.session, AppealRow, appeal_id)


def _move(
    work: Work, row: AppealRow, action: AppealMove, *, reason: str = "", reference: str = "",
    change_id: str | None = None,
) -> None:  # fmt: skip
    step = appeal_transition(None if action == "file" else row.state, action)  # type: ignore[arg-type]  # no other
    if step is None:
        raise WrongAppealStateError
    last = work.session.scalar(select(func.max(AppealMoveRow.seq)).where(AppealMoveRow.appeal_id == row.id)) or 0
    work.session.add(
        AppealMoveRow(
            id=work.new_id(),
            appeal_id=row.id,
            seq=last + 1,
            action=action,
            to_state=step.next,
            at=work.now,
            by_person=person_of(work),
            by_label=work.actor.label,
            reason=reason,
            reference=reference,
            change_id=change_id,
        )
    )
    row.state = step.next
    work.session.flush()
