"""Where bodies work, who asks whom for help; counts of a firm's people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from cip.parties.firms import Count, Firm
from cip.parties.help_requests import HelpRequest
from cip.parties.matching import Territory
from cip.parties.reads.parties import Body
from cip.parties.records import (
    BodyRow,
    BodyTerritoryRow,
    FirmCountRow,
    FirmRow,
    FirmSeatRow,
    HelpRequestRow,
    WorkforceCountRow,
)
from cip.parties.standing import BodyKind
from cip.parties.workforce import Workforce

_H = HelpRequestRow.__table__.columns


def territories_of(session: Session, body_id: str) -> Sequence[Territory]:
    """Where a body works and for which sectors, by name."""
    return _territories(session, BodyTerritoryRow.body_id == body_id)


def territories_of_bodies(session: Session, body_ids: Collection[str]) -> Sequence[Territory]:
    """The same for several bodies."""
    return _territories(session, BodyTerritoryRow.body_id.in_(sorted(body_ids)))


def territories_of_kind(session: Session, kind: BodyKind) -> Sequence[Territory]:
    """Where the bodies of a kind work, those that still take part."""
    bodies = select(BodyRow.id).where(BodyRow.kind == kind, BodyRow.closed_at.is_(None))
    return _territories(session, BodyTerritoryRow.body_id.in_(bodies))


def _territories(session: Session, condition: ColumnElement[bool]) -> list[Territory]:
    t = BodyTerritoryRow.__table__.columns
    query = select(t.body_id, t.municipality, t.sector).where(condition).order_by(t.municipality, t.sector, t.body_id)
    return [Territory(**row._mapping) for row in session.execute(query)]


def find_help_request(session: Session, request_id: str) -> HelpRequest | None:
    """The request with this id, None if there is none."""
    found = _requests(session, _H.id == request_id)
    return found[0] if found else None


def requests_of_firm(session: Session, firm_id: str) -> Sequence[HelpRequest]:
    """What a firm asked, newest first."""
    return _requests(session, _H.firm_id == firm_id)


def requests_to_body(session: Session, body_id: str) -> Sequence[HelpRequest]:
    """What a body was asked, newest first; what the firm took back before an answer is left out."""
    taken_back = (_H.state == "withdrawn") & _H.answer.is_(None) & _H.person_id.is_(None)
    return _requests(session, (_H.body_id == body_id) & ~taken_back)


def _requests(session: Session, condition: ColumnElement[bool]) -> list[HelpRequest]:
    query = (
        select(
            *(_H.id, _H.firm_id, FirmRow.name.label("firm_name"), _H.body_id, BodyRow.name.label("body_name")),
            *(_H.place, _H.note, _H.made_at, _H.state, _H.answered_at, _H.answer, _H.person_id, _H.mandate_id),
        )
        .join(FirmRow, FirmRow.id == _H.firm_id)
        .join(BodyRow, BodyRow.id == _H.body_id)
        .where(condition)
        .order_by(_H.made_at.desc(), _H.id)
    )
    return [HelpRequest(**row._mapping) for row in session.execute(query)]


@dataclass(frozen=True, slots=True)
class FirmSeat:
    """A seat that is open, and whose it is."""

    id: str
    firm_id: str


def find_seat(session: Session, seat_id: str) -> FirmSeat | None:
    """The seat with this id, if the firm still works there."""
    t = FirmSeatRow.__table__.columns
    row = session.execute(select(t.id, t.firm_id).where(t.id == seat_id, t.closed_on.is_(None))).one_or_none()
    return None if row is None else FirmSeat(row.id, row.firm_id)


def municipalities_of(session: Session, firm_ids: Collection[str]) -> dict[str, str]:
    """The municipality of each of these firms: that of its first open seat by name; none for a firm without one."""
    t = FirmSeatRow.__table__.columns
    query = select(t.firm_id, t.municipality).where(t.firm_id.in_(sorted(firm_ids)), t.closed_on.is_(None))
    found: dict[str, str] = {}
    for row in session.execute(query.order_by(t.firm_id, t.name, t.id)):
        found.setdefault(row.firm_id, row.municipality)
    return found


def counts_of(session: Session, firm_id: str) -> Sequence[Count]:
    """Every count of a firm's people, by counter, newest day first."""
    t = FirmCountRow.__table__.columns
    query = select(t.counter, t.on_day, t.hundredths, t.source).where(t.firm_id == firm_id)
    return [Count(**row._mapping) for row in session.execute(query.order_by(t.counter, t.on_day.desc()))]


def workforce_of(session: Session, firm_id: str, on_day: date | None = None) -> Workforce | None:
    """The newest table of a firm's people, or the one of `on_day`; None if there is none."""
    t = WorkforceCountRow.__table__.columns
    if on_day is None:
        on_day = session.scalar(select(func.max(t.on_day)).where(t.firm_id == firm_id))
    query = select(t.sex, t.contract, t.age_band, t.people).where(t.firm_id == firm_id, t.on_day == on_day)
    counts: dict[Any, int] = {(row.sex, row.contract, row.age_band): row.people for row in session.execute(query)}
    return Workforce(on_day, sum(counts.values()), counts) if on_day is not None and counts else None


def firms_of(session: Session, firm_ids: Sequence[str]) -> Sequence[Firm]:
    """Firms by their ids, by name."""
    query = select(*FirmRow.__table__.columns).where(FirmRow.id.in_(firm_ids))
    return [Firm(**row._mapping) for row in session.execute(query.order_by(FirmRow.name, FirmRow.id))]


def all_firms(session: Session) -> Sequence[Firm]:
    """Every firm, by name: for the administrators, who see names and tax codes."""
    query = select(*FirmRow.__table__.columns).order_by(FirmRow.name, FirmRow.id)
    return [Firm(**row._mapping) for row in session.execute(query)]


def named_firms() -> Select[str, str]:
    """The ids and names of firms, closed ones too, for other features to join to their own queries."""
    return select(FirmRow.id, FirmRow.name)


def open_firms() -> Select[str, str]:
    """The same of the firms that are not closed."""
    return named_firms().where(FirmRow.closed_at.is_(None))


def all_bodies(session: Session) -> Sequence[Body]:
    """Every body, also those that were closed, by name."""
    query = select(*BodyRow.__table__.columns).order_by(BodyRow.name, BodyRow.id)
    return [Body(**row._mapping) for row in session.execute(query)]


def open_bodies() -> Select[str]:
    """The ids of the bodies that take part, for other features to ask within their own queries."""
    return select(BodyRow.id).where(BodyRow.closed_at.is_(None))


def bodies_by_id(session: Session, body_ids: Sequence[str]) -> dict[str, Body]:
    """Bodies by their ids."""
    if not body_ids:
        return {}
    query = select(*BodyRow.__table__.columns).where(BodyRow.id.in_(body_ids))
    return {row.id: Body(**row._mapping) for row in session.execute(query)}
