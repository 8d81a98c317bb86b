"""Links by mail: sent, and used once. The table keeps the digest of each secret."""

from datetime import timedelta

from sqlalchemy import or_, select

from cip.database import outbox
from cip.database.locks import find_and_lock, lock
from cip.database.work import Work
from cip.kernel.canonical import sha256_of
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Language
from cip.parties.people import LinkPurpose
from cip.parties.reads.account import open_link
from cip.parties.records import PersonRow, SignInLinkRow
from cip.parties.timeouts import LINK_LASTS

_TEMPLATES: dict[LinkPurpose, str] = {
    "sign_in": "sign_in_link",
    "set_password": "set_password",
    "confirm_email": "confirm_email",
}


class LinkOverError(RefusalError, LookupError):
    """This link does nothing: it was used, is too old, or never was one."""

    def __init__(self) -> None:
        super().__init__("This link was used already, is too old, or was cut.")


def make_link(
    work: Work,
    person_id: str,
    purpose: LinkPurpose,
    secret: str,
    *,
    new_email: str | None = None,
    lasts: timedelta = LINK_LASTS,
) -> None:
    """Keep a link with `secret` (of `ids.new_secret`) for a person; `new_email` is what a `confirm_email` confirms."""
    _forget_links(work, person_id, all=False)
    work.session.add(
        SignInLinkRow(
            digest=sha256_of(secret),
            person_id=person_id,
            purpose=purpose,
            new_email=new_email,
            made_at=work.now,
            expires_at=work.now + lasts,
        )
    )
    work.session.flush()


def mail_link(
    work: Work, person_id: str, purpose: LinkPurpose, secret: str, path: str, *, new_email: str | None = None
) -> None:
    """Make a link and put the mail with it into the outbox; `path` is the page of this site that the secret stands in.

    To the person's address, or to `new_email`. Raises RowGoneError if there is no such person.
    """
    person = lock(work.session, PersonRow, person_id)
    make_link(work, person_id, purpose, secret, new_email=new_email)
    put_mail(work, _TEMPLATES[purpose], new_email or person.email, person.language, link=path, minutes=_MINUTES)


def use_link(work: Work, purpose: LinkPurpose, secret: str) -> SignInLinkRow:
    """Use the link with this secret up; what it was made for. Raises LinkOverError."""
    digest = sha256_of(secret)
    asked = open_link(work.session, digest, purpose, work.now)
    if asked is None:
        raise LinkOverError
    # The person first, as whoever changes a password does before dropping links; then the link is asked again.
    person = lock(work.session, PersonRow, asked.person_id)
    row = find_and_lock(work.session, SignInLinkRow, digest)
    if row is None or row.used_at is not None or person.closed_at is not None:
        raise LinkOverError
    row.used_at = work.now
    work.session.flush()
    return row


def drop_links(work: Work, person_id: str) -> None:
    """Make every link of a person void: after a change of password, address or second factor."""
    _forget_links(work, person_id, all=True)


def put_mail(work: Work, template: str, to: str, language: str, **values: str | int) -> None:
    """Put a mail into the outbox."""
    outbox.put(work, "mail", {"template": template, "to": to, "language": language, "values": values})


def put_notice(work: Work, person: PersonRow, what: str, on: str, *, to: str | None = None) -> None:
    """Tell a person by mail that something of their account was changed on a day (ISO)."""
    language: Language = "en" if person.language == "en" else "it"
    put_mail(work, "security_notice", to or person.email, language, what=what, on=on, link=f"/{language}/account")


_MINUTES = int(LINK_LASTS.total_seconds() // 60)


def _forget_links(work: Work, person_id: str, *, all: bool) -> None:
    table = SignInLinkRow.__table__.columns
    query = select(table.digest).where(table.person_id == person_id).order_by(table.digest)
    if not all:
        query = query.where(or_(table.expires_at <= work.now, table.used_at.is_not(None)))
    for digest in work.session.scalars(query).all():
        # The housekeeping may just have removed it.
        row = find_and_lock(work.session, SignInLinkRow, digest)
        if row is not None:
            work.session.delete(row)
    work.session.flush()
