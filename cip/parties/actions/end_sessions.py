"""Somebody is signed out: of one browser, or of all but one."""

from sqlalchemy import select

from cip.database.locks import find_and_lock, lock
from cip.database.work import Work
from cip.parties.records import PersonRow, WebSessionRow


def end_sessions(work: Work, person_id: str, *, but: str | None = None) -> int:
    """Sign a person out of every browser (but the one of the session `but`); of how many. After every change of a
    password, an address, a second factor or a role. Raises RowGoneError if there is no such person.
    """
    person = lock(work.session, PersonRow, person_id)
    w = WebSessionRow.__table__.columns
    query = select(WebSessionRow).where(w.person_id == person_id, w.ended_at.is_(None))
    kept = None
    ended = 0
    for row in work.session.scalars(query):
        if row.id == but:
            kept = row
            continue
        row.ended_at = work.now
        ended += 1
    # What is made from now on counts. A session made at this very moment is the one that asked.
    person.sessions_since = work.now if kept is None else kept.made_at
    work.session.flush()
    return ended


def end_session(work: Work, session_id: str, person_id: str) -> bool:
    """Sign a person out of one browser; False if it is not theirs or over already."""
    row = find_and_lock(work.session, WebSessionRow, session_id)
    if row is None or row.person_id != person_id or row.ended_at is not None:
        return False
    row.ended_at = work.now
    work.session.flush()
    return True
