"""Adherences and the proofs of their clauses. Who may see one is a question for `load_for`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import ColumnElement, Table, func, or_, select
from sqlalchemy.orm import Session

from cip.agreement.adherence import Adherence, ClauseProof, read_matters
from cip.agreement.records import AdherenceRow, ClauseProofRow
from cip.parties.reads.seeking import open_firms

_A = cast("Table", AdherenceRow.__table__).c
_P = cast("Table", ClauseProofRow.__table__).c


@dataclass(frozen=True, slots=True)
class ListedFirm:
    """A firm in the public list of who joined: the id of its joining, its name, the municipality that it joined with,
    since when, the protocol number once there is one.
    """

    id: str
    name: str
    seat_name: str | None
    joined_on: date
    protocol_number: str | None


def as_adherence(row: AdherenceRow) -> Adherence:
    """A row as a noun."""
    values = {column.name: getattr(row, column.name) for column in AdherenceRow.__table__.columns}
    return Adherence(**{**values, "other_text_matters": read_matters(row.other_text_matters)})


def find_adherence(session: Session, adherence_id: str) -> Adherence | None:
    """The adherence with this id, None if there is none."""
    row = session.get(AdherenceRow, adherence_id)
    return None if row is None else as_adherence(row)


def adherences_of(session: Session, firm_id: str) -> Sequence[Adherence]:
    """The adherences of a firm, ended ones too, newest first."""
    query = select(AdherenceRow).where(_A.firm_id == firm_id).order_by(_A.started_on.desc(), _A.id)
    return [as_adherence(row) for row in session.scalars(query)]


def adherence_to(session: Session, firm_id: str, agreement_id: str) -> Adherence | None:
    """The adherence of a firm to an agreement that has not ended, drafts included; None if there is none."""
    query = select(AdherenceRow).where(_A.firm_id == firm_id, _A.agreement_id == agreement_id, _A.state != "ended")
    row = session.scalars(query).one_or_none()
    return None if row is None else as_adherence(row)


def binding_on(
    session: Session, on: date, *, firm_id: str | None = None, agreement_id: str | None = None
) -> Sequence[Adherence]:
    """The adherences that bind on a day, oldest joining first: of one firm, to one agreement, or all. Whether the
    agreement itself is in force is asked of `cip.agreement.lives`.
    """
    query = select(AdherenceRow).where(*bound_on(on))
    if firm_id is not None:
        query = query.where(_A.firm_id == firm_id)
    if agreement_id is not None:
        query = query.where(_A.agreement_id == agreement_id)
    return [as_adherence(row) for row in session.scalars(query.order_by(_A.joined_on, _A.id))]


def proofs_of(session: Session, adherence_id: str) -> Sequence[ClauseProof]:
    """Everything that was noted for an adherence, oldest first, what was taken back included."""
    query = select(*_P).where(_P.adherence_id == adherence_id).order_by(_P.seq)
    return [ClauseProof(**row._mapping) for row in session.execute(query)]


def binding(session: Session) -> Sequence[Adherence]:
    """Every adherence that is signed and not ended, by id."""
    query = select(AdherenceRow).where(_A.state.in_(("signed", "lodged", "leaving"))).order_by(_A.id)
    return [as_adherence(row) for row in session.scalars(query)]


def ended_before(session: Session, day: date) -> Sequence[str]:
    """The ids of the adherences that ended before a day, in the order of their ids."""
    return session.scalars(select(_A.id).where(_A.state == "ended", _A.ended_on < day).order_by(_A.id)).all()


def joining_of_digest(session: Session, sha256: str) -> Adherence | None:
    """The adherence whose form has this digest, None if there is none."""
    row = session.scalars(select(AdherenceRow).where(_A.form_sha256 == sha256).limit(1)).one_or_none()
    return None if row is None else as_adherence(row)


def joined_firms(session: Session, agreement_id: str, on: date) -> Sequence[ListedFirm]:
    """Who is bound by an agreement on a day and did not object to being named (clause A-09), by name of the firm."""
    firms = open_firms().subquery()
    query = select(_A.id, firms.c.name, _A.seat_name, _A.joined_on, _A.protocol_number).join(
        firms, firms.c.id == _A.firm_id
    )
    listed = query.where(_A.agreement_id == agreement_id, _A.hidden_on.is_(None), *bound_on(on))
    found = [ListedFirm(**row._mapping) for row in session.execute(listed)]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def count_joined(session: Session, on: date) -> dict[str, int]:
    """How many firms the same list has, by agreement; no entry where it is empty."""
    firms = open_firms().subquery()
    query = select(_A.agreement_id, func.count()).join(firms, firms.c.id == _A.firm_id)
    listed = query.where(_A.hidden_on.is_(None), *bound_on(on)).group_by(_A.agreement_id)
    return {row[0]: row[1] for row in session.execute(listed)}


def bound_on(on: date) -> tuple[ColumnElement[bool], ...]:
    """What holds of a joining that binds on a day, for queries over adherences."""
    return (
        _A.joined_on <= on,
        or_(_A.ended_on.is_(None), _A.ended_on >= on),
        or_(_A.leaves_on.is_(None), _A.ended_on.is_not(None), _A.leaves_on >= on),
    )
