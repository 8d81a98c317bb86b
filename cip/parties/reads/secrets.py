"""What signing in compares with: hashes and sealed secrets of a person. No page and no list ever shows them."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from cip.parties.records import PersonRow


@dataclass(frozen=True, slots=True)
class Secrets:
    """The hashes and sealed secrets of a person whose account is open."""

    person_id: str
    password_hash: str | None = field(repr=False)
    totp_secret: str | None = field(repr=False)
    totp_on: bool = False
    totp_last: int | None = None


def secrets_of_email(session: Session, email: str) -> Secrets | None:
    """What the person with this address (lower case) signs in with; None if there is none."""
    return _secrets(session, PersonRow.__table__.c.email == email)


def secrets_of_person(session: Session, person_id: str) -> Secrets | None:
    """What the person with this id signs in with; None if there is none."""
    return _secrets(session, PersonRow.__table__.c.id == person_id)


def _secrets(session: Session, which: ColumnElement[bool]) -> Secrets | None:
    p = PersonRow.__table__.columns
    on: Any = p.totp_on_at.is_not(None).label("totp_on")
    query = select(p.id.label("person_id"), p.password_hash, p.totp_secret, on, p.totp_last)
    row = session.execute(query.where(which, p.closed_at.is_(None))).one_or_none()
    return None if row is None else Secrets(**row._mapping)
