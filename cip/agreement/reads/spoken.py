"""Which unions ever said something of the clauses of firms: what keeps their people from judging them later."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.agreement.records import AdherenceRow, AttestationRow

_A = AdherenceRow.__table__.columns
_S = AttestationRow.__table__.columns


def unions_that_spoke(session: Session, firm_ids: Collection[str]) -> dict[str, set[str]]:
    """Of each of these firms the unions that attested, disputed or asked, what they took back included."""
    found: dict[str, set[str]] = {firm_id: set() for firm_id in firm_ids}
    query = select(_A.firm_id, _S.body_id).join(AttestationRow, _S.adherence_id == _A.id).distinct()
    for firm_id, body_id in session.execute(query.where(_A.firm_id.in_(sorted(found)))):
        found[firm_id].add(body_id)
    return found
