"""People, without their secrets."""

from datetime import datetime

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from cip.kernel.texts import LANGUAGES
from cip.parties.people import Person
from cip.parties.records import PersonRow

_P = PersonRow.__table__.columns
_SHOWN = select(
    _P.id,
    _P.email,
    _P.name,
    _P.language,
    _P.created_at,
    _P.closed_at,
    _P.password_hash.is_not(None).label("has_password"),
    _P.totp_on_at.is_not(None).label("second_factor"),
)
_BY_ID = _SHOWN.where(_P.id == bindparam("wanted"))
_BY_EMAIL = _SHOWN.where(_P.email == bindparam("wanted"))


def find_person(session: Session, person_id: str) -> Person | None:
    """The person with this id, None if there is none."""
    return _one(session, _BY_ID, person_id)


def person_by_email(session: Session, email: str) -> Person | None:
    """The person with this address (lower case), None if there is none."""
    return _one(session, _BY_EMAIL, email)


def language_of(session: Session, person_id: str) -> str:
    """The language in which a person gets mails; the first one if there is no such person."""
    person = find_person(session, person_id)
    return person.language if person is not None else LANGUAGES[0]


def all_people(session: Session) -> list[Person]:
    """Everybody with an account, closed ones too, by address."""
    return [Person(**row._mapping) for row in session.execute(_SHOWN.order_by(_P.email))]


def _one(session: Session, query: "Select[tuple[object, ...]]", wanted: str) -> Person | None:
    row: Row[tuple[object, ...]] | None = session.execute(query, {"wanted": wanted}).one_or_none()
    return None if row is None else Person(**row._mapping)


def closed_accounts(session: Session) -> dict[str, datetime]:
    """The accounts that were closed, by the id of their person, with the moment."""
    p = PersonRow.__table__.columns
    query = select(p.id, p.closed_at).where(p.closed_at.is_not(None)).order_by(p.id)
    return {row.id: row.closed_at for row in session.execute(query)}
