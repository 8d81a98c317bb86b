"""What a person sees of their own account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from cip.parties.access import Actor, Kind, register_kind
from cip.parties.people import LinkPurpose
from cip.parties.permissions import Role
from cip.parties.reads.sessions import OpenSession
from cip.parties.records import (
    BodyRow,
    FirmRow,
    InvitationRow,
    MandateRow,
    MembershipRow,
    PersonRow,
    RecoveryCodeRow,
    SignInLinkRow,
    WebSessionRow,
)
from cip.parties.standing import MemberRole, PartyKind

_W = WebSessionRow.__table__.columns
_OPEN = select(_W.id, _W.person_id, _W.browser, _W.made_at, _W.seen_at, _W.fresh_at, _W.strong_at)


@dataclass(frozen=True, slots=True)
class Belonging:
    """A membership in force with the name of its party; None for the installation."""

    party_kind: PartyKind
    party_id: str
    party_name: str | None
    role: MemberRole
    from_at: datetime


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A mailed link that still does something, and whose it is."""

    person_id: str
    email: str
    new_email: str | None


def sessions_of(session: Session, person_id: str, *, seen_after: datetime, made_after: datetime) -> list[OpenSession]:
    """The browsers in which a person is signed in, the one used last first."""
    query = _OPEN.join(PersonRow, PersonRow.id == _W.person_id).where(
        _W.person_id == person_id,
        _W.ended_at.is_(None),
        _W.seen_at > seen_after,
        _W.made_at > made_after,
        _W.made_at >= PersonRow.sessions_since,
    )
    return [OpenSession(**row._mapping) for row in session.execute(query.order_by(_W.seen_at.desc(), _W.id))]


def find_session(session: Session, session_id: str) -> OpenSession | None:
    """The session with this id, None if there is none or if it was ended."""
    row = session.execute(_OPEN.where(_W.id == session_id, _W.ended_at.is_(None))).one_or_none()
    return None if row is None else OpenSession(**row._mapping)


def belongings_of(session: Session, person_id: str) -> Sequence[Belonging]:
    """What a person belongs to, oldest first."""
    m = MembershipRow.__table__.columns
    name: Any = func.coalesce(FirmRow.name, BodyRow.name).label("party_name")
    query = (
        select(m.party_kind, m.party_id, name, m.role, m.from_at)
        .join(FirmRow, and_(FirmRow.id == m.party_id, m.party_kind == "firm"), isouter=True)
        .join(BodyRow, and_(BodyRow.id == m.party_id, m.party_kind == "body"), isouter=True)
        .where(m.person_id == person_id, m.ended_at.is_(None))
        .order_by(m.from_at, m.id)
    )
    return [Belonging(**row._mapping) for row in session.execute(query)]


def recovery_codes_left(session: Session, person_id: str) -> int:
    """How many recovery codes of a person were not used."""
    r = RecoveryCodeRow.__table__.columns
    return session.scalar(select(func.count()).where(r.person_id == person_id, r.used_at.is_(None))) or 0


def open_link(session: Session, digest: str, purpose: LinkPurpose, now: datetime) -> OpenLink | None:
    """The link whose secret has this digest, None if it does nothing (any more)."""
    table = SignInLinkRow.__table__.columns
    query = (
        select(table.person_id, PersonRow.email, table.new_email)
        .join(PersonRow, PersonRow.id == table.person_id)
        .where(
            table.digest == digest,
            table.purpose == purpose,
            table.used_at.is_(None),
            table.expires_at > now,
            PersonRow.closed_at.is_(None),
        )
    )
    row = session.execute(query).one_or_none()
    return None if row is None else OpenLink(**row._mapping)


def own_data(session: Session, person_id: str) -> dict[str, object]:
    """Everything that is kept about a person, as JSON values; of secrets only that there is one."""
    p, m, n, i = (table.__table__.columns for table in (PersonRow, MembershipRow, MandateRow, InvitationRow))
    w, r = WebSessionRow.__table__.columns, RecoveryCodeRow.__table__.columns
    person = session.execute(
        select(p.id, p.email, p.name, p.language, p.created_at, p.password_at, p.totp_on_at).where(p.id == person_id)
    ).one()
    given = [n.id, n.firm_id, n.body_id, n.scopes, n.from_day, n.to_day, n.given_at, n.revoked_at]
    asked = [i.party_kind, i.party_id, i.role, i.made_at, i.accepted_at]
    told: dict[str, Any] = {
        "memberships": ([m.party_kind, m.party_id, m.role, m.from_at, m.ended_at], m.person_id == person_id),
        "mandates_in_person": (given, n.person_id == person_id),
        "mandates_given": (given, n.given_by == person_id),
        "invitations_received": (asked, i.email == person.email),
        "invitations_made": ([*asked, i.email], i.made_by == person_id),
        "sessions": ([w.browser, w.made_at, w.seen_at, w.ended_at], w.person_id == person_id),
        "recovery_codes": ([r.used_at], r.person_id == person_id),
    }
    lists = {name: _rows(session, columns, which) for name, (columns, which) in told.items()}
    return {"person": {key: _plain(value) for key, value in person._mapping.items()}, **lists}


def _rows(session: Session, columns: Sequence[Any], which: ColumnElement[bool]) -> list[dict[str, object]]:
    found = session.execute(select(*columns).where(which).order_by(*columns))
    return [{key: _plain(value) for key, value in row._mapping.items()} for row in found]


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _session_roles(_session: Session, actor: Actor, opened: OpenSession) -> frozenset[Role]:
    own = actor.standing is not None and actor.standing.person_id == opened.person_id
    return frozenset({"self"}) if own else frozenset()


WEB_SESSION: Kind[OpenSession] = register_kind(Kind("web_session", find_session, _session_roles))
