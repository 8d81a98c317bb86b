"""To whom firms ever gave a mandate: what keeps somebody from judging them later."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.parties.records import MandateRow

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
