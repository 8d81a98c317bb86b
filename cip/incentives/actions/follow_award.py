"""The office follows an award: since when a measure is in use, the meeting before the balance, its minutes."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from cip.database.locks import lock
from cip.database.work import Work
from cip.incentives.actions.accept_award import hold_award_and_call
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.actions.settle_report import tell_about_award
from cip.incentives.monitoring_meetings import MeetingState
from cip.incentives.reads.kept_time import funded_measures
from cip.incentives.records import MonitoringMeetingRow, UseNoteRow
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError


class OddUseError(RefusalError, ValueError):
    """A measure ends after it begins, and not in the days to come."""

    def __init__(self) -> None:
        super().__init__("A measure ends after it begins, and neither day is still to come.")


class WrongMeetingError(RefusalError):
    """The meeting is not where this can be done: another is planned, or this one is over."""

    def __init__(self) -> None:
        super().__init__("This cannot be done with this meeting now.")


@dataclass(frozen=True, kw_only=True)
class NewUse:
    """What the office knows of a measure: from when to when it is in use, and from where it knows it."""

    measure: str
    started_on: date | None
    ended_on: date | None = None
    seasonal: bool = False
    source: str


def note_use(work: Work, award_id: str, use: NewUse, known: frozenset[str] = frozenset()) -> None:
    """Note since when a measure is in use, or when it ended. `known`: measures of the model, which may be noted though
    no plan was attached.

    Raises WrongAwardStateError, OddUseError, NoReasonError (no source), LookupError for a measure that is none of it.
    """
    held = hold_award_and_call(work, award_id)
    if not held.award.held or held.award.state == "closed":
        raise WrongAwardStateError
    if use.measure not in {*funded_measures(work.session, held.award), *known}:
        raise LookupError(f"the award is not for the measure {use.measure}")
    if not use.source.strip():
        raise NoReasonError
    days = [day for day in (use.started_on, use.ended_on) if day is not None]
    if (use.started_on is None and use.ended_on is not None) or days != sorted(days) or _still_to_come(work, use):
        raise OddUseError
    n = UseNoteRow
    last = work.session.scalar(select(func.max(n.seq)).where(n.award_id == award_id)) or 0
    work.session.add(
        UseNoteRow(
            award_id=award_id,
            seq=last + 1,
            measure=use.measure,
            started_on=use.started_on,
            ended_on=use.ended_on,
            seasonal=use.seasonal,
            source=use.source.strip(),
            noted_on=today(work.now),
            at=work.now,
            by_label=work.actor.label,
        )
    )
    work.session.flush()


def invite_to_meeting(work: Work, award_id: str, on_day: date, place: str) -> str:
    """Invite the firm of an accepted award to the meeting; the id of the meeting. Who was absent may be invited again.

    Raises WrongAwardStateError, WrongMeetingError where one is planned or was held.
    """
    held = hold_award_and_call(work, award_id)
    if held.award.state != "accepted":
        raise WrongAwardStateError
    m = MonitoringMeetingRow
    taken = select(func.count()).select_from(m).where(m.award_id == award_id, m.state != "absent")
    if work.session.scalar(taken):
        raise WrongMeetingError
    if not place.strip():
        raise NoReasonError
    row = MonitoringMeetingRow(
        id=work.new_id(),
        award_id=award_id,
        on_day=on_day,
        place=place.strip(),
        state="invited",
        minutes="",
        invited_at=work.now,
        invited_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    tell_about_award(work, held.award, held.call.title, "report", key=f"meeting/{row.id}")
    return row.id


def close_meeting(work: Work, award_id: str, meeting_id: str, state: MeetingState, minutes: str) -> None:
    """Write that the firm came, with the minutes, or that it did not.

    Raises WrongMeetingError (also before its day), NoReasonError where it came and nothing is written.
    """
    hold_award_and_call(work, award_id)
    row = lock(work.session, MonitoringMeetingRow, meeting_id)
    if row.award_id != award_id or row.state != "invited" or state == "invited" or today(work.now) < row.on_day:
        raise WrongMeetingError
    if state == "held" and not minutes.strip():
        raise NoReasonError
    row.state, row.minutes = state, minutes.strip()
    row.closed_on, row.closed_by = today(work.now), work.actor.label
    work.session.flush()


def _still_to_come(work: Work, use: NewUse) -> bool:
    # The end of a season is known beforehand.
    ends = use.ended_on if not use.seasonal else None
    return any(day is not None and day > today(work.now) for day in (use.started_on, ends))
