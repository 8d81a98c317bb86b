"""A consultancy keeps the record of a focus group or a meeting; a change of it is a further version."""

from cip.assessment.meetings import Meeting, changes_text
from cip.assessment.reads.meetings import newest_version
from cip.assessment.records import MeetingRow
from cip.database.locks import lock_words
from cip.database.work import Work
from cip.kernel.errors import RefusalError


class NewerMeetingError(RefusalError):
    """Somebody has written another version since this one was begun."""

    def __init__(self) -> None:
        super().__init__("Somebody changed this record meanwhile: read it before you save yours.")


def log_meeting(work: Work, meeting: Meeting) -> Meeting:
    """Keep a version of a meeting's record; `meeting.version` is the one that the writer had before their eyes (0: a
    new record). The version as kept.

    Raises NewerMeetingError if there is a later one.
    """
    lock_words(work.session, f"meeting {meeting.id}")
    last = newest_version(work.session, meeting.id)
    if last != meeting.version:
        raise NewerMeetingError
    found = Meeting(
        meeting.id,
        last + 1,
        meeting.body_id,
        meeting.on_day,
        meeting.kind,
        meeting.place,
        meeting.people,
        meeting.asked,
        meeting.said,
        meeting.changes,
        work.actor.label,
        work.now,
    )
    work.session.add(
        MeetingRow(
            id=found.id,
            version=found.version,
            body_id=found.body_id,
            on_day=found.on_day,
            kind=found.kind,
            place=found.place,
            people=found.people,
            asked=found.asked,
            said=found.said,
            rules_changed=changes_text(found.changes),
            made_by=found.made_by,
            at=found.at,
        )
    )
    work.session.flush()
    return found
