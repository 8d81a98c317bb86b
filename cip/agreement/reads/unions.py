"""Which firms a union sees, what it said, saw and planned there; the Kinds of that. Nothing else of a firm is read."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from cip.agreement.records import AdherenceRow, AttestationRow
from cip.agreement.union_firms import JoinedFirm
from cip.parties.access import Actor, Kind, register_kind, roles_on_firm
from cip.parties.firms import Seat
from cip.parties.matching import match
from cip.parties.permissions import Role
from cip.parties.reads import (
    find_firm,
    mandates_of,
    memberships_of,
    seats_of,
    seats_of_firms,
    territories_of,
)
from cip.parties.reads.acting import firm_names
from cip.parties.standing import SCOPES

_A = cast("Table", AdherenceRow.__table__).c
_S = cast("Table", AttestationRow.__table__).c
_LIVE = ("signed", "lodged", "leaving")
_UNION: frozenset[Role] = frozenset({"union"})
_NOBODY: frozenset[Role] = frozenset()


def joined_firm(session: Session, adherence_id: str) -> JoinedFirm | None:
    """The firm behind a joining that was signed, as unions know it; None for a draft and for what is not there."""
    row = session.get(AdherenceRow, adherence_id)
    if row is None or row.joined_on is None:
        return None
    firm = find_firm(session, row.firm_id)
    return None if firm is None else _joined(row, firm.name, seats_of(session, row.firm_id))


def _joined(row: AdherenceRow, name: str, seats: Sequence[Seat]) -> JoinedFirm:
    if row.joined_on is None:  # pragma: no cover - both callers have asked
        raise ValueError("a draft is no joining")
    at_joining = (row.seat_name,) if row.seat_name else ()
    places = dict.fromkeys((*(seat.municipality for seat in seats), *at_joining))
    last = row.ended_on or row.leaves_on
    live = row.state in _LIVE
    return JoinedFirm(row.id, row.firm_id, name, tuple(places), row.sector, row.agreement_id, row.joined_on, last, live)


def union_roles(session: Session, actor: Actor, firm: JoinedFirm) -> frozenset[Role]:
    """`union` for who works for a union whose territory and sectors cover the firm, while it is joined; afterwards only
    for a union that said something of it. A second factor was given, or no body counts. Nobody who is on the firm's
    side is also a union there.
    """
    return _UNION if unions_for(session, actor, firm) else _NOBODY


def unions_for(session: Session, actor: Actor, firm: JoinedFirm) -> tuple[str, ...]:
    """The unions of an actor that see a firm, by id; none for who is on its side."""
    if on_firms_side(actor, firm.firm_id):
        return ()
    mine = actor.standing.bodies("union") if actor.standing is not None else ()
    covering = tuple(body for body in sorted(mine) if covers(session, body, firm))
    if firm.live or not covering:
        return covering
    query = select(_S.body_id).where(_S.adherence_id == firm.id, _S.body_id.in_(covering)).distinct()
    return tuple(sorted(session.scalars(query)))


def on_firms_side(actor: Actor, firm_id: str) -> bool:
    """Whether an actor belongs to a firm or holds a mandate of it: who answers for a firm does not judge it."""
    return any(roles_on_firm(actor, firm_id, scope) for scope in SCOPES)


def is_on_firms_side(session: Session, person_id: str, firm_id: str, on: date) -> bool:
    """The same of a person, by what is stored: whether they belong to a firm or may use a mandate of it on a day."""
    mine = memberships_of(session, person_id)
    if any((one.party_kind, one.party_id) == ("firm", firm_id) for one in mine):
        return True
    bodies = [one.party_id for one in mine if one.body_kind == "consultancy"]
    return any(mandate.firm_id == firm_id for mandate in mandates_of(session, bodies, person_id, on))


def covers(session: Session, body_id: str, firm: JoinedFirm) -> bool:
    """Whether the territory and the sectors of a body cover a firm."""
    return bool(match(firm.places, firm.sector, territories_of(session, body_id)))


def firms_of_unions(session: Session, bodies: Collection[str]) -> list[JoinedFirm]:
    """The firms that are joined now, where one of these unions works; by name."""
    territories = [one for body in sorted(bodies) for one in territories_of(session, body)]
    rows = session.scalars(select(AdherenceRow).where(_A.state.in_(_LIVE), _A.joined_on.is_not(None))).all()
    firms = {row.firm_id for row in rows}
    names, seats = firm_names(session, firms), seats_of_firms(session, firms)
    found = (_joined(row, names[row.firm_id], seats.get(row.firm_id, [])) for row in rows)
    fitting = (firm for firm in found if match(firm.places, firm.sector, territories))
    return sorted(fitting, key=lambda firm: (firm.name, firm.id))


def union_roles_on(session: Session, actor: Actor, adherence_id: str) -> frozenset[Role]:
    """The same by the id of a joining: for what else hangs on it."""
    firm = joined_firm(session, adherence_id)
    return _NOBODY if firm is None else union_roles(session, actor, firm)


JOINED_FIRM: Kind[JoinedFirm] = register_kind(Kind("joined_firm", joined_firm, union_roles))
"""A firm that joined, for unions: through this kind no other field of it is ever loaded."""
