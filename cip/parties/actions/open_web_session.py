"""Somebody signs in in a browser; gives a second factor or the password again there; opens pages."""

from datetime import datetime

from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.errors import RefusalError
from cip.parties.records import PersonRow, WebSessionRow


class SignInRefusedError(RefusalError):
    """Nobody is signed in: for whatever reason, the sentence is the same."""

    def __init__(self) -> None:
        super().__init__("This did not sign anybody in.")


def open_web_session(
    work: Work, person_id: str, *, digest: str, browser: str, strong: bool = False, password_hash: str | None = None
) -> str:
    """Sign a person in in the browser whose new secret has `digest`; the id of the session. `password_hash` is the hash
    that the password was compared with, where one was: it must still be theirs. `browser` is what the list of sessions
    calls it (1 to 80 characters).

    Raises SignInRefusedError if the account was closed or the password was changed meanwhile.
    """
    person = lock(work.session, PersonRow, person_id)
    if person.closed_at is not None or (password_hash is not None and person.password_hash != password_hash):
        raise SignInRefusedError
    row = WebSessionRow(
        id=work.new_id(),
        digest=digest,
        person_id=person_id,
        browser=browser,
        made_at=work.now,
        seen_at=work.now,
        fresh_at=work.now,
        strong_at=work.now if strong else None,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def renew_web_session(work: Work, session_id: str, *, digest: str, strong: bool = False, fresh: bool = False) -> None:
    """Give a session another secret after more was proved in it: a second factor (`strong`), the password once more
    (`fresh`). Raises SignInRefusedError if it was ended.
    """
    row = lock(work.session, WebSessionRow, session_id)
    if row.ended_at is not None:
        raise SignInRefusedError
    row.digest = digest
    row.seen_at = work.now
    if strong:
        row.strong_at = work.now
    if fresh:
        row.fresh_at = work.now
    work.session.flush()


def see_session(work: Work, session_id: str, before: datetime) -> None:
    """Note that a session is in use, unless that was noted after `before`."""
    row = work.session.get(WebSessionRow, session_id, populate_existing=True)
    if row is not None and row.seen_at <= before:
        row.seen_at = work.now
        work.session.flush()
