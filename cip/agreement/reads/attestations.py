"""What unions said of clauses, saw and planned; what has to be looked at again; how clauses stood last."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from cip.agreement.attestations import Attestation, read_scopes
from cip.agreement.reads.unions import on_firms_side, union_roles_on
from cip.agreement.rechecks import Mark, Recheck
from cip.agreement.records import (
    AdherenceRow,
    AttestationRow,
    ClauseMarkRow,
    RecheckRow,
    SightingRow,
    UnionVisitRow,
)
from cip.agreement.sightings import Sighting, UnionVisit
from cip.parties.access import Actor, Kind, register_kind, roles_on_firm
from cip.parties.permissions import Role

_A = cast("Table", AdherenceRow.__table__).c
_S = cast("Table", AttestationRow.__table__).c
_G = cast("Table", SightingRow.__table__).c
_V = cast("Table", UnionVisitRow.__table__).c
_R = cast("Table", RecheckRow.__table__).c
_M = cast("Table", ClauseMarkRow.__table__).c


@dataclass(frozen=True, slots=True)
class Placed:
    """Something of unions and where it hangs: its joining and the firm of that; the union that made it, if one did."""

    id: str
    adherence_id: str
    firm_id: str
    clause_id: str
    body_id: str | None


def find_statement(session: Session, attestation_id: str) -> Placed | None:
    """Where the statement with this id hangs, None if there is none."""
    query = select(_S.id, _S.adherence_id, _A.firm_id, _S.clause_id, _S.body_id)
    row = session.execute(
        query.join(AdherenceRow, _A.id == _S.adherence_id).where(_S.id == attestation_id)
    ).one_or_none()
    return None if row is None else Placed(**row._mapping)


def find_recheck(session: Session, recheck_id: str) -> Placed | None:
    """Where the re-check with this id hangs, None if there is none."""
    query = select(_R.id, _R.adherence_id, _A.firm_id, _R.clause_id, _R.body_id)
    row = session.execute(query.join(AdherenceRow, _A.id == _R.adherence_id).where(_R.id == recheck_id)).one_or_none()
    return None if row is None else Placed(**row._mapping)


def _statement_roles(_session: Session, actor: Actor, found: Placed) -> frozenset[Role]:
    own = actor.standing is not None and found.body_id in actor.standing.bodies("union")
    # Who made a statement may take it back, also where the union works no longer; never who is on the firm's side.
    union = own and not on_firms_side(actor, found.firm_id)
    return roles_on_firm(actor, found.firm_id) | (frozenset({"union"}) if union else frozenset())


def _recheck_roles(session: Session, actor: Actor, found: Placed) -> frozenset[Role]:
    return roles_on_firm(actor, found.firm_id) | union_roles_on(session, actor, found.adherence_id)


ATTESTATION: Kind[Placed] = register_kind(
    Kind("attestation", find_statement, _statement_roles, parent=lambda found: found.adherence_id)
)
RECHECK: Kind[Placed] = register_kind(
    Kind("recheck", find_recheck, _recheck_roles, parent=lambda found: found.adherence_id)
)


def statements_on(session: Session, adherence_id: str) -> Sequence[Attestation]:
    """Everything that unions ever said of a joining, in the order of the clauses, oldest first."""
    query = select(AttestationRow).where(_S.adherence_id == adherence_id)
    return [as_attestation(row) for row in session.scalars(query.order_by(_S.clause_id, _S.made_at, _S.id))]


def statements_on_all(session: Session, adherence_ids: Sequence[str]) -> dict[str, list[Attestation]]:
    """The same for several joinings, by joining; an empty list where nothing was said."""
    query = select(AttestationRow).where(_S.adherence_id.in_(adherence_ids))
    found: dict[str, list[Attestation]] = {one: [] for one in adherence_ids}
    for row in session.scalars(query.order_by(_S.clause_id, _S.made_at, _S.id)):
        found[row.adherence_id].append(as_attestation(row))
    return found


def as_attestation(row: AttestationRow) -> Attestation:
    """A row as a noun, without the people behind it."""
    return Attestation(
        **{name: getattr(row, name) for name in _FIELDS},
        scope=read_scopes(row.scope),
    )


_FIELDS = tuple(name for name in Attestation.__dataclass_fields__ if name != "scope")


def sightings_on(session: Session, adherence_id: str) -> Sequence[Sighting]:
    """What unions have seen of a joining, oldest first."""
    query = select(_G.id, _G.clause_id, _G.body_id, _G.item, _G.seen_on).where(_G.adherence_id == adherence_id)
    return [Sighting(**row._mapping) for row in session.execute(query.order_by(_G.seen_on, _G.clause_id, _G.id))]


def visits_on(session: Session, adherence_id: str) -> Sequence[UnionVisit]:
    """The visits of unions to a firm, newest day first."""
    query = select(_V.id, _V.adherence_id, _V.body_id, _V.planned_on, _V.made_on, _V.given_up_on)
    rows = session.execute(query.where(_V.adherence_id == adherence_id).order_by(_V.planned_on.desc(), _V.id))
    return [UnionVisit(**row._mapping) for row in rows]


def visits_ahead(session: Session, body_ids: Sequence[str]) -> Sequence[UnionVisit]:
    """The visits that some unions have planned, soonest first."""
    query = select(_V.id, _V.adherence_id, _V.body_id, _V.planned_on, _V.made_on, _V.given_up_on)
    ahead = query.where(_V.body_id.in_(body_ids), _V.made_on.is_(None), _V.given_up_on.is_(None))
    return [UnionVisit(**row._mapping) for row in session.execute(ahead.order_by(_V.planned_on, _V.id))]


def rechecks_on(session: Session, adherence_id: str) -> Sequence[Recheck]:
    """What had to be looked at again, open ones first, then newest first."""
    return _rechecks(session, [adherence_id])[adherence_id]


def rechecks_on_all(session: Session, adherence_ids: Sequence[str]) -> dict[str, list[Recheck]]:
    """The same for several joinings, by joining."""
    return _rechecks(session, adherence_ids)


def _rechecks(session: Session, adherence_ids: Sequence[str]) -> dict[str, list[Recheck]]:
    fields = (getattr(_R, name) for name in Recheck.__dataclass_fields__)
    query = select(*fields).where(_R.adherence_id.in_(adherence_ids))
    found: dict[str, list[Recheck]] = {one: [] for one in adherence_ids}
    for row in session.execute(query.order_by(_R.settled_on.is_not(None), _R.raised_on.desc(), _R.clause_id, _R.id)):
        found[row.adherence_id].append(Recheck(**row._mapping))
    return found


def marks_on(session: Session, adherence_id: str) -> dict[str, Mark]:
    """How each clause of a joining stood when somebody looked last, by clause."""
    query = select(_M.clause_id, _M.status, _M.since).where(_M.adherence_id == adherence_id)
    return {row.clause_id: Mark(**row._mapping) for row in session.execute(query)}


def marks_on_all(session: Session, adherence_ids: Sequence[str]) -> dict[str, dict[str, Mark]]:
    """The same for several joinings, by joining."""
    query = select(_M.adherence_id, _M.clause_id, _M.status, _M.since).where(_M.adherence_id.in_(adherence_ids))
    found: dict[str, dict[str, Mark]] = {one: {} for one in adherence_ids}
    for adherence_id, *mark in session.execute(query):
        found[adherence_id][mark[0]] = Mark(*mark)
    return found
