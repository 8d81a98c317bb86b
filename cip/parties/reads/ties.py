"""Whom firms ever let act for them, and their tax codes: what tells who is too near to judge them."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.parties.records import FirmRow, MandateRow

_F = FirmRow.__table__.columns
_T = MandateRow.__table__.columns


@dataclass
class Advised:
    """The bodies that a firm ever gave a mandate to, and the people whom it named in one."""

    bodies: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)


def ever_advised(session: Session, firm_ids: Collection[str]) -> dict[str, Advised]:
    """Of each of these firms whom it ever let act for it, revoked and ended mandates included."""
    found = {firm_id: Advised() for firm_id in firm_ids}
    query = select(_T.firm_id, _T.body_id, _T.person_id).where(_T.firm_id.in_(sorted(found)))
    for firm_id, body_id, person_id in session.execute(query):
        found[firm_id].bodies.add(body_id)
        if person_id is not None:
            found[firm_id].people.add(person_id)
    return found


def codes_of_firms(session: Session, firm_ids: Collection[str]) -> dict[str, str]:
    """The tax code of each of these firms, by id."""
    query = select(_F.id, _F.tax_code).where(_F.id.in_(sorted(firm_ids)))
    return {row.id: row.tax_code for row in session.execute(query)}


def firms_of_codes(session: Session, codes: Collection[str]) -> dict[str, str]:
    """The ids of the firms that are known here, by tax code."""
    query = select(_F.id, _F.tax_code).where(_F.tax_code.in_(sorted(codes)))
    return {row.tax_code: row.id for row in session.execute(query)}
