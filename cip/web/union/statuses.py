"""How clauses stand, for those who may not see why: computed by the machine from everything, handed over without it.

The only place of this area that reads a joining whole; pages of the committee that unions open hold a narrow noun of
their own. What it gives back has no field for an answer or a reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cip.agreement.attestations import Attestation, voices_of
from cip.agreement.reads.adherence import find_adherence
from cip.agreement.reads.attestations import marks_on, rechecks_on, sightings_on
from cip.agreement.union_firms import Known, UnionClause, union_clauses
from cip.assessment.plan_heard import Way
from cip.assessment.reads.clause_standing import standings_of
from cip.assessment.reads.known_firm import known_firm
from cip.database.work import Session
from cip.parties.access import NotYoursError
from cip.web.state import now, state, today
from cip.web.union.visit import UnionVisit


@dataclass(frozen=True, slots=True)
class Stands:
    """How the clauses of a joining stand, and in which ways who works there was heard about the plan, on which day."""

    clauses: tuple[UnionClause, ...]
    ways: tuple[Way, ...]
    heard_on: date | None


def stands_for(session: Session, visit: UnionVisit, said: Iterable[Attestation]) -> Stands:
    """A joining as a union sees it today; `said` is all that unions said of it."""
    adherence = find_adherence(session, visit.id)
    if adherence is None:  # pragma: no cover - it was loaded in this request
        raise NotYoursError
    on = today()
    firm = known_firm(session, adherence.firm_id, on, pinned=state().packs.pinned)
    stand = standings_of(session, visit.book, firm, [(visit.agreement, adherence)], now(), on)[0]
    known = Known(
        marks=marks_on(session, visit.id),
        sightings=sightings_on(session, visit.id),
        voices=voices_of(said, on),
        rechecks=rechecks_on(session, visit.id),
    )
    ways, heard_on = firm.heard
    return Stands(union_clauses(visit.book, stand.results, known), ways, heard_on)
