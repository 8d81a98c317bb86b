"""How clauses stand, for those who may not see why: computed by the machine from everything, handed over without it.

The only place of this area that reads a joining whole. What it gives back has no field for an answer or a reason.
"""

from collections.abc import Iterable

from cip.agreement.attestations import Attestation, voices_of
from cip.agreement.reads.adherence import find_adherence
from cip.agreement.reads.attestations import marks_on, rechecks_on, sightings_on
from cip.agreement.union_firms import Known, UnionClause, union_clauses
from cip.assessment.reads.clause_standing import standing_of
from cip.database.work import Session
from cip.parties.access import NotYoursError
from cip.web.state import now, state, today
from cip.web.union.visit import UnionVisit


def clauses_for(session: Session, visit: UnionVisit, said: Iterable[Attestation]) -> tuple[UnionClause, ...]:
    """The clauses of a joining as a union sees them today; `said` is all that unions said of it."""
    adherence = find_adherence(session, visit.id)
    if adherence is None:  # pragma: no cover - it was loaded in this request
        raise NotYoursError
    on = today()
    stand = standing_of(
        session,
        visit.book,
        visit.agreement,
        adherence.firm_id,
        now(),
        on,
        pinned=state().packs.pinned,
        adherence=adherence,
    )
    known = Known(
        marks=marks_on(session, visit.id),
        sightings=sightings_on(session, visit.id),
        voices=voices_of(said, on),
        rechecks=rechecks_on(session, visit.id),
    )
    return union_clauses(visit.book, stand.results, known)
