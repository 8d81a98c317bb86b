"""What was last found of the clauses of other firms of an agreement: statuses alone, of firms that are not named."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from cip.agreement.adherence import Adherence
from cip.agreement.clauses import ClauseStatus
from cip.agreement.reads.adherence import bound_on
from cip.agreement.records import AdherenceRow, ClauseMarkRow

_A = cast("Table", AdherenceRow.__table__).c
_M = cast("Table", ClauseMarkRow.__table__).c
Statuses = Mapping[str, ClauseStatus]


def others_of(session: Session, adherence: Adherence, on: date) -> tuple[Sequence[Statuses], Sequence[Statuses]]:
    """The statuses by clause of each other firm bound by the same agreement on a day: those of the same sector, and the
    rest. Firms of which nothing was looked at yet are left out.
    """
    query = (
        select(_A.id, _A.sector, _M.clause_id, _M.status)
        .join(ClauseMarkRow, _M.adherence_id == _A.id)
        .where(_A.agreement_id == adherence.agreement_id, _A.firm_id != adherence.firm_id, *bound_on(on))
    )
    found: dict[bool, dict[str, dict[str, ClauseStatus]]] = {True: {}, False: {}}
    for row in session.execute(query.order_by(_A.joined_on, _A.id, _M.clause_id)):
        found[row.sector == adherence.sector].setdefault(row.id, {})[row.clause_id] = row.status
    return list(found[True].values()), list(found[False].values())
