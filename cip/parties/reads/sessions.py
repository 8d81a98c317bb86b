"""Who is signed in in a browser, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from cip.parties.records import BodyRow, MandateRow, MembershipRow, PersonRow, WebSessionRow
from cip.parties.standing import Mandate, Membership, read_scopes


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser in which somebody is signed in, as stored."""

    id: str
    person_id: str
    browser: str
    made_at: datetime
    seen_at: datetime
    fresh_at: datetime
    strong_at: datetime | None


def open_session(session: Session, digest: str, *, seen_after: datetime, made_after: datetime) -> OpenSession | None:
    """The session with this digest, unless it was ended, was not used since `seen_after`, is older than `made_after`,
    or its person was closed or has ended older sessions (by a new password or role).
    """
    w = WebSessionRow.__table__.columns
    query = (
        select(w.id, w.person_id, w.browser, w.made_at, w.seen_at, w.fresh_at, w.strong_at)
        .join(PersonRow, PersonRow.id == w.person_id)
        .where(
            w.digest == digest,
            w.ended_at.is_(None),
            w.seen_at > seen_after,
            w.made_at > made_after,
            w.made_at >= PersonRow.sessions_since,
            PersonRow.closed_at.is_(None),
        )
    )
    row = session.execute(query).one_or_none()
    return None if row is None else OpenSession(**row._mapping)


def memberships_of(session: Session, person_id: str) -> Sequence[Membership]:
    """The memberships of a person that are in force, oldest first; those of closed bodies are left out."""
    m = MembershipRow.__table__.columns
    query = (
        select(m.id, m.party_kind, m.party_id, m.role, BodyRow.kind.label("body_kind"))
        .join(BodyRow, and_(BodyRow.id == m.party_id, m.party_kind == "body"), isouter=True)
        .where(m.person_id == person_id, m.ended_at.is_(None), BodyRow.closed_at.is_(None))
        .order_by(m.from_at, m.id)
    )
    return [Membership(**row._mapping) for row in session.execute(query)]


def mandates_of(session: Session, body_ids: Sequence[str], person_id: str, on: date) -> Sequence[Mandate]:
    """The mandates in force on a day that these bodies, or this person of theirs, were given; oldest first."""
    if not body_ids:
        return []
    m = MandateRow.__table__.columns
    query = (
        select(m.id, m.firm_id, m.body_id, m.person_id, m.scopes, m.from_day, m.to_day)
        .where(
            m.body_id.in_(body_ids),
            or_(m.person_id.is_(None), m.person_id == person_id),
            m.revoked_at.is_(None),
            m.from_day <= on,
            or_(m.to_day.is_(None), m.to_day >= on),
        )
        .order_by(m.given_at, m.id)
    )
    return [Mandate(**{**row._mapping, "scopes": read_scopes(row.scopes)}) for row in session.execute(query)]
