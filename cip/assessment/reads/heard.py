"""In which ways who works in a firm was heard about its signed plan (clause F-03), and on which day: nothing more."""

from datetime import date

from sqlalchemy.orm import Session

from cip.agreement.reads.adherence import find_adherence
from cip.assessment.plan_heard import Way
from cip.assessment.plan_states import in_force
from cip.assessment.reads.of_firm import check_ups_without_results
from cip.assessment.reads.plan_versions import plan_signatures_of, plan_versions_of


def heard_of_joining(session: Session, adherence_id: str) -> tuple[tuple[Way, ...], date | None]:
    """The ways and the day that the newest signed plan of a joined firm names; no way and None where there is none.
    What was said, and who signs for whom, is left where it stands.
    """
    adherence = find_adherence(session, adherence_id)
    for check_up in check_ups_without_results(session, adherence.firm_id) if adherence is not None else ():
        version = in_force(plan_versions_of(session, check_up.id), plan_signatures_of(session, check_up.id))
        if version is not None:
            return version.heard.ways, version.heard.on
    return (), None
