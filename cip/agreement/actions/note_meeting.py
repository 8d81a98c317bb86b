"""A meeting of the committee is noted with its minutes; a review of the clauses is noted as part of one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from cip.agreement.committee import MeetingKind
from cip.agreement.records import CommitteeBodyRow, CommitteeMeetingRow, CommitteeReviewRow, ReviewedClauseRow
from cip.agreement.reviews import Verdict, missing_verdicts
from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.errors import RefusalError


class NoMinutesError(RefusalError):
    """A meeting without minutes proves nothing: a file or a reference is needed."""

    def __init__(self) -> None:
        super().__init__("A meeting needs its minutes: a file, or the reference of the paper.")


class NotThatMeetingError(RefusalError):
    """The meeting is another committee's, or a clause that had to be looked at was left out."""

    def __init__(self) -> None:
        super().__init__("A review belongs to a meeting of this committee and says something of each clause asked.")


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting to be noted: its kind and day, what was decided in short, and the minutes."""

    kind: MeetingKind
    held_on: date
    decided: str = ""
    minutes_ref: str = ""
    file_id: str | None = None


def note_meeting(work: Work, body_id: str, held: HeldMeeting) -> str:
    """Note a meeting of a committee; its id. It is never changed: a mistake is set right by another meeting's minutes.
    Raises NoMinutesError, RowGoneError.
    """
    if not held.minutes_ref and held.file_id is None:
        raise NoMinutesError
    lock(work.session, CommitteeBodyRow, body_id)
    row = CommitteeMeetingRow(
        id=work.new_id(),
        body_id=body_id,
        kind=held.kind,
        held_on=held.held_on,
        decided=held.decided,
        minutes_ref=held.minutes_ref,
        file_id=held.file_id,
        noted_by=work.actor.label,
        noted_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def review_clauses(
    work: Work,
    body_id: str,
    meeting_id: str,
    verdicts: Mapping[str, Verdict],
    *,
    asked: Collection[str],
    law_known_to: date,
) -> str:
    """Note what a meeting said of the clauses, with the law as known up to a day; the id of the review. `asked` are the
    clauses that a change of the law made it look at. Raises NotThatMeetingError, RowGoneError.
    """
    committee = lock(work.session, CommitteeBodyRow, body_id)
    meeting = lock(work.session, CommitteeMeetingRow, meeting_id)
    if meeting.body_id != body_id or not verdicts or missing_verdicts(asked, verdicts):
        raise NotThatMeetingError
    row = CommitteeReviewRow(
        id=work.new_id(),
        agreement_id=committee.agreement_id,
        meeting_id=meeting_id,
        reviewed_on=meeting.held_on,
        law_known_to=law_known_to,
        made_by=work.actor.label,
        made_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    for clause_id, verdict in sorted(verdicts.items()):
        work.session.add(ReviewedClauseRow(review_id=row.id, clause_id=clause_id, verdict=verdict))
    work.session.flush()
    return row.id
