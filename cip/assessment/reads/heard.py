"""In which ways who works in a firm was heard about its signed plan (clause F-03), and on which day: nothing more."""

from datetime import date

from sqlalchemy.orm import Session

from cip.assessment.plan_heard import Way
from cip.assessment.plan_states import in_force
from cip.assessment.reads.of_firm import check_ups_without_results
from cip.assessment.reads.plan_versions import signatures_by_check_up, versions_by_check_up


def heard_of_firm(session: Session, firm_id: str) -> tuple[tuple[Way, ...], date | None]:
    """The ways and the day that the newest signed plan of a firm names; no way and None where there is none.
    What was said, and who signs for whom, is left where it stands.
    """
    ids = [one.id for one in check_ups_without_results(session, firm_id)]
    versions = versions_by_check_up(session, ids) if ids else {}
    signatures = signatures_by_check_up(session, ids) if versions else {}
    for check_up_id in ids:
        version = in_force(versions.get(check_up_id, ()), signatures.get(check_up_id, ()))
        if version is not None:
            return version.heard.ways, version.heard.on
    return (), None
