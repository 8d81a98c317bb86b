"""Firms and bodies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.parties.firms import Firm, Seat
from cip.parties.records import BodyRow, FirmRow, FirmSeatRow
from cip.parties.standing import BodyKind


@dataclass(frozen=True, slots=True)
class Body:
    """A body that takes part."""

    id: str
    kind: BodyKind
    name: str
    tax_code: str | None
    created_at: datetime
    closed_at: datetime | None = None


def find_firm(session: Session, firm_id: str) -> Firm | None:
    """The firm with this id, None if there is none."""
    row = session.execute(select(*FirmRow.__table__.columns).where(FirmRow.id == firm_id)).one_or_none()
    return None if row is None else Firm(**row._mapping)


def firms_taken_over(session: Session, firm_id: str) -> Sequence[Firm]:
    """The firms that ended in this one."""
    t = FirmRow.__table__.columns
    query = select(*t).where(t.merged_into == firm_id).order_by(t.closed_at, t.id)
    return [Firm(**row._mapping) for row in session.execute(query)]


def firm_by_tax_code(session: Session, tax_code: str) -> Firm | None:
    """The firm with this tax code, None if there is none."""
    row = session.execute(select(*FirmRow.__table__.columns).where(FirmRow.tax_code == tax_code)).one_or_none()
    return None if row is None else Firm(**row._mapping)


def seats_of(session: Session, firm_id: str) -> Sequence[Seat]:
    """The places where a firm works today, by name."""
    t = FirmSeatRow.__table__.columns
    query = select(t.id, t.name, t.municipality, t.municipality_code).where(t.firm_id == firm_id, t.closed_on.is_(None))
    return [Seat(**row._mapping) for row in session.execute(query.order_by(t.name, t.id))]


def seats_of_firms(session: Session, firm_ids: Collection[str]) -> dict[str, list[Seat]]:
    """The same for several firms, by firm; no entry for one without a seat."""
    t = FirmSeatRow.__table__.columns
    query = select(t.firm_id, t.id, t.name, t.municipality, t.municipality_code)
    query = query.where(t.firm_id.in_(sorted(firm_ids)), t.closed_on.is_(None)).order_by(t.name, t.id)
    found: dict[str, list[Seat]] = {}
    for firm_id, *seat in session.execute(query):
        found.setdefault(firm_id, []).append(Seat(*seat))
    return found


def find_body(session: Session, body_id: str) -> Body | None:
    """The body with this id, None if there is none."""
    row = session.execute(select(*BodyRow.__table__.columns).where(BodyRow.id == body_id)).one_or_none()
    return None if row is None else Body(**row._mapping)


def bodies_of_kind(session: Session, kind: BodyKind) -> Sequence[Body]:
    """The bodies of a kind that still take part, by name."""
    query = select(*BodyRow.__table__.columns).where(BodyRow.kind == kind, BodyRow.closed_at.is_(None))
    return [Body(**row._mapping) for row in session.execute(query.order_by(BodyRow.name, BodyRow.id))]
