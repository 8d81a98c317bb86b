"""A person's calendar gets an address that other programs can read."""

from collections.abc import Callable

from cip.database.locks import find_and_lock, lock_words
from cip.database.work import Work
from cip.documents.records import CalendarFeedRow
from cip.kernel.canonical import sha256_of
from cip.kernel.ids import new_secret


def open_calendar(work: Work, person_id: str, make_secret: Callable[[], str] = new_secret) -> str:
    """Give the calendar of a person a new secret address; the secret, which is shown once and not kept. An older
    address leads nowhere from now on.
    """
    secret = make_secret()
    # Of two clicks the second one finds the row of the first.
    lock_words(work.session, f"calendar of {person_id}")
    row = find_and_lock(work.session, CalendarFeedRow, person_id)
    if row is None:
        work.session.add(CalendarFeedRow(person_id=person_id, digest=sha256_of(secret), made_at=work.now))
    else:
        row.digest, row.made_at = sha256_of(secret), work.now
    return secret
