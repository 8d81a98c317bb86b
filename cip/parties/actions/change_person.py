"""A person changes what they are called, the language of their mails, their address."""

from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import today
from cip.kernel.texts import Language
from cip.parties.actions.end_sessions import end_sessions
from cip.parties.actions.holding import hold_address
from cip.parties.actions.links import LinkOverError, drop_links, put_notice, use_link
from cip.parties.people import clean_name
from cip.parties.reads.account import open_link
from cip.parties.reads.people import person_by_email
from cip.parties.records import PersonRow


def change_person(work: Work, person_id: str, *, name: str, language: Language) -> None:
    """Keep another name and language. Raises BadNameError, RowGoneError."""
    person = lock(work.session, PersonRow, person_id)
    person.name = clean_name(name)
    person.language = language
    work.session.flush()


def confirm_email(work: Work, secret: str, *, but: str | None = None) -> str:
    """Change the address of who asked for it, by the link that was mailed to the new one; the id of the person. All
    sessions (but the one with the id `but`) and all links end; a mail to the old address says so.

    Raises LinkOverError, also if somebody else has an account with this address by now.
    """
    asked = open_link(work.session, sha256_of(secret), "confirm_email", work.now)
    if asked is None or asked.new_email is None:
        raise LinkOverError
    new_email = asked.new_email
    hold_address(work, new_email)
    used = use_link(work, "confirm_email", secret)
    if person_by_email(work.session, new_email) is not None:
        raise LinkOverError
    person = lock(work.session, PersonRow, used.person_id)
    old_email, person.email = person.email, new_email
    end_sessions(work, person.id, but=but)
    drop_links(work, person.id)
    put_notice(work, person, "email", today(work.now).isoformat(), to=old_email)
    return person.id
