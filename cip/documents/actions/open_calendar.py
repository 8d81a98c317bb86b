"""A person's calendar gets an address that other programs can read."""

from collections.abc import Callable

from cip.database.work import Work
from cip.documents.records import CalendarFeedRow
from cip.kernel.canonical import sha256_of
from cip.kernel.ids import new_secret


def open_calendar(work: Work, person_id: str, make_secret: Callable[[], str] = new_secret) -> str:
    """Give the calendar of a person a new secret address; the secret, which is shown once and not kept. An older
    address leads nowhere from now on.
    """
    secret = make_secret()
    row = work.session.get(CalendarFeedRow, person_id, with_for_update=True, populate_existing=True)
    if row is None:
        work.session.add(CalendarFeedRow(person_id=person_id, digest=sha256_of(secret), made_at=work.now))
    else:
        row.digest, row.made_at = sha256_of(secret), work.now
    return secret
