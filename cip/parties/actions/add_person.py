"""Somebody gets an account."""

from cip.database.work import Work
from cip.kernel.errors import RefusalError
from cip.kernel.mails import is_address
from cip.kernel.texts import Language
from cip.parties.actions.holding import hold_address
from cip.parties.people import clean_email, clean_name
from cip.parties.reads.people import person_by_email
from cip.parties.records import PersonRow


class EmailTakenError(RefusalError):
    """Somebody has an account with this address already."""

    def __init__(self) -> None:
        super().__init__("There is an account with this address already.")


class BadEmailError(RefusalError, ValueError):
    """Not an e-mail address that a mail may go to."""

    def __init__(self) -> None:
        super().__init__("This is no e-mail address that a mail could go to.")


def add_person(work: Work, *, email: str, name: str, language: Language, password_hash: str | None = None) -> str:
    """Give an account to who reads the mail of `email` (kept in lower case); the id. Whoever calls this has proved, or
    answers for, that the address is theirs. `password_hash` is of `cip.kernel.passwords`.

    Raises BadEmailError, BadNameError, EmailTakenError.
    """
    address = clean_email(email)
    if not is_address(address):
        raise BadEmailError
    # Of two clicks on the same link the second one waits, and is told what everybody is told.
    hold_address(work, address)
    if person_by_email(work.session, address) is not None:
        raise EmailTakenError
    row = PersonRow(
        id=work.new_id(),
        email=address,
        name=clean_name(name),
        language=language,
        created_at=work.now,
        password_hash=password_hash,
        password_at=work.now if password_hash else None,
        sessions_since=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row.id
