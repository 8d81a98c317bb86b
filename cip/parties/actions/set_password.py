"""A person gets another password."""

from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.clock import today
from cip.parties.actions.end_sessions import end_sessions
from cip.parties.actions.links import drop_links, put_notice, use_link
from cip.parties.records import PersonRow


def set_password(work: Work, person_id: str, password_hash: str, *, but: str | None = None) -> None:
    """Keep another hash (of `cip.kernel.passwords`) for a person: all sessions (but the one with the id `but`) and all
    links end, and a mail says so. Raises RowGoneError if there is no such person.
    """
    person = lock(work.session, PersonRow, person_id)
    person.password_hash = password_hash
    person.password_at = work.now
    end_sessions(work, person_id, but=but)
    drop_links(work, person_id)
    put_notice(work, person, "password", today(work.now).isoformat())


def set_password_by_link(work: Work, secret: str, password_hash: str) -> str:
    """The same for who holds a mailed link; the id of the person. Raises LinkOverError."""
    person_id = use_link(work, "set_password", secret).person_id
    set_password(work, person_id, password_hash)
    return person_id


def renew_hash(work: Work, person_id: str, seen: str, password_hash: str) -> None:
    """Keep the same password under a hash with today's parameters, unless it was changed since the hash `seen`."""
    person = lock(work.session, PersonRow, person_id)
    if person.password_hash == seen:
        person.password_hash = password_hash
        work.session.flush()
