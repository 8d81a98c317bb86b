"""Which firms a union sees, what it said, saw and planned there; the Kinds of that. Nothing else of a firm is read."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Row, Select, Table, select
from sqlalchemy.orm import Session

from cip.agreement.records import AdherenceRow, AttestationRow
from cip.agreement.union_firms import JoinedFirm
from cip.parties.access import Actor, Kind, register_kind, roles_on_firm
from cip.parties.firms import Seat
from cip.parties.matching import EVERYWHERE, match
from cip.parties.permissions import Role
from cip.parties.reads import (
    mandates_of,
    memberships_of,
    seats_of,
    seats_of_firms,
    territories_of,
)
from cip.parties.reads.seeking import named_firms, territories_of_bodies
from cip.parties.standing import SCOPES

_A = cast("Table", AdherenceRow.__table__).c
_S = cast("Table", AttestationRow.__table__).c
_LIVE = ("signed", "lodged", "leaving")
_UNION: frozenset[Role] = frozenset({"union"})
_NOBODY: frozenset[Role] = frozenset()


def joined_firm(session: Session, adherence_id: str) -> JoinedFirm | None:
    """The firm behind a joining that was signed, as unions know it; None for a draft and for what is not there."""
    row = session.execute(_signed().where(_A.id == adherence_id)).one_or_none()
    return None if row is None else _joined(row, seats_of(session, row.firm_id))


def _signed() -> Select[Any]:
    """Of signed joinings what unions know: the form stays where it is."""
    firms = named_firms().subquery()
    columns = (_A.id, _A.firm_id, firms.c.name, _A.sector, _A.agreement_id, _A.joined_on)
    query = select(*columns, _A.state, _A.seat_name, _A.ended_on, _A.leaves_on)
    return query.join(firms, firms.c.id == _A.firm_id).where(_A.joined_on.is_not(None))


def _joined(row: Row[Any], seats: Sequence[Seat]) -> JoinedFirm:
    at_joining = (row.seat_name,) if row.seat_name else ()
    places = tuple(dict.fromkeys((*(seat.municipality for seat in seats), *at_joining)))
    last, live = row.ended_on or row.leaves_on, row.state in _LIVE
    return JoinedFirm(row.id, row.firm_id, row.name, places, row.sector, row.agreement_id, row.joined_on, last, live)


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
    territories = territories_of_bodies(session, mine) if mine else ()
    covering = tuple(sorted(found.body_id for found in match(firm.places, firm.sector, territories)))
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
    territories = territories_of_bodies(session, bodies)
    query, sectors = _signed().where(_A.state.in_(_LIVE)), {one.sector for one in territories}
    # Names of places are compared as people write them, which no database does; sectors are words of ours.
    rows = session.execute(query if EVERYWHERE in sectors else query.where(_A.sector.in_(sorted(sectors)))).all()
    seats = seats_of_firms(session, {row.firm_id for row in rows})
    found = (_joined(row, seats.get(row.firm_id, [])) for row in rows)
    fitting = (firm for firm in found if match(firm.places, firm.sector, territories))
    return sorted(fitting, key=lambda firm: (firm.name, firm.id))


def union_roles_on(session: Session, actor: Actor, adherence_id: str) -> frozenset[Role]:
    """The same by the id of a joining: for what else hangs on it."""
    firm = joined_firm(session, adherence_id)
    return _NOBODY if firm is None else union_roles(session, actor, firm)


JOINED_FIRM: Kind[JoinedFirm] = register_kind(Kind("joined_firm", joined_firm, union_roles))
"""A firm that joined, for unions: through this kind no other field of it is ever loaded."""
