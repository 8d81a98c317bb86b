"""What was last found of the clauses of other firms of an agreement: statuses alone, of firms that are not named."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from cip.agreement.adherence import Adherence
from cip.agreement.clauses import ClauseStatus
from cip.agreement.reads.adherence import binding_on
from cip.agreement.reads.attestations import marks_on_all

Statuses = Mapping[str, ClauseStatus]


def others_of(session: Session, adherence: Adherence, on: date) -> tuple[Sequence[Statuses], Sequence[Statuses]]:
    """The statuses by clause of each other firm bound by the same agreement on a day: those of the same sector, and the
    rest. Firms of which nothing was looked at yet are left out.
    """
    others = [
        one for one in binding_on(session, on, agreement_id=adherence.agreement_id) if one.firm_id != adherence.firm_id
    ]
    marks = marks_on_all(session, [one.id for one in others])
    found = [
        (one.sector == adherence.sector, {code: mark.status for code, mark in marks[one.id].items()})
        for one in others
        if marks[one.id]
    ]
    return [statuses for alike, statuses in found if alike], [statuses for alike, statuses in found if not alike]
