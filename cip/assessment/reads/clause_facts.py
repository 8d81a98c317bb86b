"""Everything that is known of a firm for the clauses of one agreement, gathered in one place from every feature."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from cip.agreement.adherence import Adherence
from cip.agreement.facts import FactValue, adherence_facts
from cip.agreement.reads.adherence import proofs_of
from cip.assessment.clause_facts import SignedPlan, check_up_facts, plan_facts, signed_plan, survey_facts
from cip.assessment.plan_states import in_force
from cip.assessment.reads.answers import current_answers
from cip.assessment.reads.of_firm import FirmCheckUp, check_ups_of_firm
from cip.assessment.reads.plan_looks import newest_after
from cip.assessment.reads.plan_versions import plan_signatures_of, plan_versions_of
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement
from cip.voice.reads.surveys import surveys_of


def clause_facts_of(
    session: Session, book: AgreementBook, agreement: Agreement, firm_id: str, adherence: Adherence | None
) -> dict[str, FactValue]:
    """The facts of clauses by id: of the check-up, the plan, the survey, the joining and what was noted for it.

    What was noted for the joining wins: somebody looked at a paper and wrote its day.
    """
    check_ups = check_ups_of_firm(session, firm_id)
    newest = newest_result(check_ups)
    found: dict[str, FactValue] = dict(check_up_facts(newest.result_on if newest else None))
    closed = [survey.closed_on for survey in surveys_of(session, firm_id) if survey.closed_on is not None]
    found |= survey_facts(max(closed, default=None))
    found |= plan_facts(_signed_plan(session, check_ups), _served(book, agreement))
    proofs = proofs_of(session, adherence.id) if adherence is not None else ()
    return found | adherence_facts(adherence, proofs)


def newest_result(check_ups: Sequence[FirmCheckUp]) -> FirmCheckUp | None:
    """Of the check-ups of a firm, newest first, the newest that has a result."""
    return next((one for one in check_ups if one.result_on is not None), None)


def _served(book: AgreementBook, agreement: Agreement) -> dict[str, list[str]]:
    """For each measure the clauses of the agreement that it serves."""
    found: dict[str, list[str]] = {}
    for clause_id in agreement.obligations:
        clause = book.clause_of.get(clause_id)
        for measure in clause.measures if clause else ():
            found.setdefault(measure, []).append(clause_id)
    return found


def _signed_plan(session: Session, check_ups: Sequence[FirmCheckUp]) -> SignedPlan | None:
    """The newest signed plan of the firm, with how it stands in the check-up where looks are taken."""
    for one in check_ups:
        check_up_id = one.check_up.id
        signatures = plan_signatures_of(session, check_up_id)
        version = in_force(plan_versions_of(session, check_up_id), signatures)
        if version is not None:
            now = current_answers(session, newest_after(session, check_up_id)).extra["plan"]
            return signed_plan(version, signatures, now)
    return None
