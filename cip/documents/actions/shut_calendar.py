"""A person's calendar is readable by other programs no longer."""

from cip.database.locks import find_and_lock
from cip.database.work import Work
from cip.documents.records import CalendarFeedRow


def shut_calendar(work: Work, person_id: str) -> bool:
    """Take the secret address of a person's calendar away; False if there was none."""
    row = find_and_lock(work.session, CalendarFeedRow, person_id)
    if row is None:
        return False
    work.session.delete(row)
    return True
