"""A person's calendar is readable by other programs no longer."""

from cip.database.work import Work
from cip.documents.records import CalendarFeedRow


def shut_calendar(work: Work, person_id: str) -> bool:
    """Take the secret address of a person's calendar away; False if there was none."""
    row = work.session.get(CalendarFeedRow, person_id, with_for_update=True, populate_existing=True)
    if row is None:
        return False
    work.session.delete(row)
    return True
