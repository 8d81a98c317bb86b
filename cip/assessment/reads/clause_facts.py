"""Everything that is known of a firm for the clauses of one agreement, gathered in one place from every feature."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from cip.agreement.adherence import Adherence
from cip.agreement.facts import FactValue, adherence_facts
from cip.agreement.reads.adherence import proofs_of
from cip.assessment.clause_facts import SignedPlan, check_up_facts, plan_facts, signed_plan, survey_facts
from cip.assessment.plan import read_plan
from cip.assessment.plan_states import in_force
from cip.assessment.reads.answers import current_answers
from cip.assessment.reads.of_firm import FirmCheckUp, check_ups_of_firm
from cip.assessment.reads.plan_looks import newest_after
from cip.assessment.reads.plan_versions import plan_signatures_of, plan_versions_of
from cip.rulebook.packs import Pack
from cip.voice.reads.surveys import surveys_of

LASTING = "S"
"""The kind of a measure that lasts; the others are repeated with the season."""
Pinned = Callable[[Session, str], Pack]
"""Gives the pack of a sha256, such as `Packs.pinned`."""


def clause_facts_of(
    session: Session, firm_id: str, adherence: Adherence | None, pinned: Pinned
) -> dict[str, FactValue]:
    """The facts of clauses by id: of the check-up, the plan, the survey, the joining and what was noted for it.

    `pinned` gives the pack of a sha256. What was noted for the joining wins: somebody looked at a paper and wrote its
    day.
    """
    check_ups = check_ups_of_firm(session, firm_id)
    newest = newest_result(check_ups)
    found: dict[str, FactValue] = dict(check_up_facts(newest.result_on if newest else None))
    closed = [survey.closed_on for survey in surveys_of(session, firm_id) if survey.closed_on is not None]
    found |= survey_facts(max(closed, default=None))
    signed = _signed_plan(session, check_ups)
    pack = pinned(session, signed.version.pack_sha256) if signed else None
    seasonal = [code for code, measure in pack.measures.items() if measure.kind != LASTING] if pack else []
    found |= plan_facts(signed, drafted=signed is None and _drafted(session, check_ups), seasonal=seasonal)
    proofs = proofs_of(session, adherence.id) if adherence is not None else ()
    return found | adherence_facts(adherence, proofs)


def newest_result(check_ups: Sequence[FirmCheckUp]) -> FirmCheckUp | None:
    """Of the check-ups of a firm, newest first, the newest that has a result."""
    return next((one for one in check_ups if one.result_on is not None), None)


def _drafted(session: Session, check_ups: Sequence[FirmCheckUp]) -> bool:
    """Whether the newest check-up holds a plan with something in it."""
    newest = check_ups[0].check_up.id if check_ups else None
    return newest is not None and bool(read_plan(current_answers(session, newest).extra["plan"]).promised)


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
