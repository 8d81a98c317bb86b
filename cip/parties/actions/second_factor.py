"""The second factor of a person: turned on, used, turned off; codes that stand in for it."""

from collections.abc import Iterable

from sqlalchemy import select

from cip.database.locks import find_and_lock, lock
from cip.database.work import Work
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.parties.actions.end_sessions import end_sessions
from cip.parties.actions.links import drop_links, put_notice
from cip.parties.records import PersonRow, RecoveryCodeRow


class CodeRefusedError(RefusalError):
    """The code proves nothing: it is wrong, or was used."""

    def __init__(self) -> None:
        super().__init__("This code is wrong, or was used already.")


def turn_on_factor(
    work: Work, person_id: str, *, sealed_secret: str, step: int, code_digests: Iterable[str], but: str | None = None
) -> None:
    """Keep the sealed secret of an app, proved by a code of the clock's `step`, and new recovery codes. All sessions
    (but the one with the id `but`) and all links end; a mail says so.
    """
    person = lock(work.session, PersonRow, person_id)
    person.totp_secret = sealed_secret
    person.totp_on_at = work.now
    person.totp_last = step
    _keep_codes(work, person_id, code_digests)
    _changed(work, person, "second_factor", but)


def turn_off_factor(work: Work, person_id: str, *, but: str | None = None) -> None:
    """Forget the second factor and its recovery codes: by the person, or by an administrator for who lost both. The
    same ends, the same mail.
    """
    person = lock(work.session, PersonRow, person_id)
    person.totp_secret = person.totp_on_at = person.totp_last = None
    _keep_codes(work, person_id, ())
    _changed(work, person, "second_factor", but)


def use_step(work: Work, person_id: str, step: int, *, sealed_secret: str) -> None:
    """Use the code of one step of the clock up, for the secret it was compared with. Raises CodeRefusedError if that
    step or a later one was used, or if the factor was changed meanwhile.
    """
    person = lock(work.session, PersonRow, person_id)
    changed = person.totp_on_at is None or person.totp_secret != sealed_secret
    if changed or (person.totp_last is not None and step <= person.totp_last):
        raise CodeRefusedError
    person.totp_last = step
    work.session.flush()


def use_recovery_code(work: Work, person_id: str, digest: str) -> None:
    """Use a recovery code up; a mail says so. Raises CodeRefusedError if it is none or was used."""
    person = lock(work.session, PersonRow, person_id)
    row = find_and_lock(work.session, RecoveryCodeRow, (person_id, digest))
    if person.totp_on_at is None or row is None or row.used_at is not None:
        raise CodeRefusedError
    row.used_at = work.now
    put_notice(work, person, "recovery_codes", _day(work))


def replace_recovery_codes(work: Work, person_id: str, code_digests: Iterable[str], *, but: str | None = None) -> None:
    """Make all recovery codes of a person void and keep new ones; the same ends, a mail says so. Raises
    CodeRefusedError if there is no factor that they could stand in for.
    """
    person = lock(work.session, PersonRow, person_id)
    if person.totp_on_at is None:
        raise CodeRefusedError
    _keep_codes(work, person_id, code_digests)
    _changed(work, person, "recovery_codes", but)


def _keep_codes(work: Work, person_id: str, code_digests: Iterable[str]) -> None:
    old = select(RecoveryCodeRow).where(RecoveryCodeRow.__table__.c.person_id == person_id)
    for row in work.session.scalars(old):
        work.session.delete(row)
    work.session.flush()
    for digest in code_digests:
        work.session.add(RecoveryCodeRow(person_id=person_id, digest=digest))
    work.session.flush()


def _changed(work: Work, person: PersonRow, what: str, but: str | None) -> None:
    end_sessions(work, person.id, but=but)
    drop_links(work, person.id)
    put_notice(work, person, what, _day(work))


def _day(work: Work) -> str:
    return today(work.now).isoformat()
