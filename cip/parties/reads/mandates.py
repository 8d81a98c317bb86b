"""Mandates with their names, from the firm's side and from the body's."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from cip.parties.belonging import NamedMandate
from cip.parties.records import BodyRow, FirmRow, MandateRow, PersonRow
from cip.parties.standing import Mandate, read_scopes

_T = MandateRow.__table__.columns


def find_mandate(session: Session, mandate_id: str) -> NamedMandate | None:
    """The mandate with this id, in force or not; None if there is none."""
    found = _found(session, _T.id == mandate_id)
    return found[0] if found else None


def mandates_given(session: Session, firm_id: str) -> Sequence[NamedMandate]:
    """All mandates that a firm ever gave, newest first."""
    return _found(session, _T.firm_id == firm_id)


def mandates_held(session: Session, body_id: str) -> Sequence[NamedMandate]:
    """All mandates that a body was ever given, newest first."""
    return _found(session, _T.body_id == body_id)


def _found(session: Session, condition: ColumnElement[bool]) -> list[NamedMandate]:
    query = (
        select(
            *(_T.id, _T.firm_id, _T.body_id, _T.person_id, _T.scopes, _T.from_day, _T.to_day),
            *(_T.given_at, _T.revoked_at),
            FirmRow.name.label("firm_name"),
            BodyRow.name.label("body_name"),
            PersonRow.name.label("person_name"),
        )
        .join(FirmRow, FirmRow.id == _T.firm_id)
        .join(BodyRow, BodyRow.id == _T.body_id)
        .join(PersonRow, PersonRow.id == _T.person_id, isouter=True)
        .where(condition)
        .order_by(_T.given_at.desc(), _T.id)
    )
    return [_named(row) for row in session.execute(query)]


def _named(row: Row[Any]) -> NamedMandate:
    mandate = Mandate(
        id=row.id,
        firm_id=row.firm_id,
        body_id=row.body_id,
        person_id=row.person_id,
        scopes=read_scopes(row.scopes),
        from_day=row.from_day,
        to_day=row.to_day,
        revoked=row.revoked_at is not None,
    )
    return NamedMandate(mandate, row.firm_name, row.body_name, row.person_name, row.given_at, row.revoked_at)
