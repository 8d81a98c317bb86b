"""What a firm's check-up, plan and survey show of the clauses of an agreement: facts by id, never an answer or a name.

What is not here is unknown: a fact is left out rather than said to be no (design, promise 2).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cip.agreement.facts import FactValue
from cip.assessment.plan import PlannedMeasure, read_plan
from cip.assessment.plan_heard import Way
from cip.assessment.plan_versions import PlanSignature, PlanVersion

HEARD_WAYS: frozenset[Way] = frozenset({"delegate", "bilateral", "assembly"})
"""The ways of clause F-03: a delegate, the representative at the bilateral body, an assembly. A survey or talks with
each person are good, but they are not these.
"""


@dataclass(frozen=True, slots=True)
class SignedPlan:
    """The version of a plan that holds, the day it was signed, and the plan as it stands today."""

    version: PlanVersion
    signed_on: date
    stored: Mapping[str, object]


def signed_plan(
    version: PlanVersion | None, signatures: Iterable[PlanSignature], stored: Mapping[str, object]
) -> SignedPlan | None:
    """The plan in force with the first day on which it was signed; None where nothing is signed."""
    if version is None:
        return None
    days = [signature.day for signature in signatures if signature.version_id == version.id]
    return SignedPlan(version, min(days), stored) if days else None


def check_up_facts(result_on: date | None) -> dict[str, FactValue]:
    """The check-up is the questionnaire of the firm (clause F-01) and the day from which the plan is due (F-02)."""
    return {} if result_on is None else {"check_up_on": result_on, "firm_questionnaire_on": result_on}


def survey_facts(closed_on: date | None) -> dict[str, FactValue]:
    """The workers' own questionnaire: the day on which the newest survey closed. Every survey runs protected."""
    return {} if closed_on is None else {"workers_survey_on": closed_on, "survey_protected": True}


def plan_facts(plan: SignedPlan | None, clauses_of: Mapping[str, object]) -> dict[str, FactValue]:
    """The plan of conciliation; `clauses_of` holds the measures that a clause of the agreement names.

    A plan is complete (clause F-02) when each measure that it promises has who, by when, cost, what will prove it, and
    a clause that it serves.
    """
    if plan is None:
        return {}
    promised = read_plan(plan.version.stored_plan).promised
    facts: dict[str, FactValue] = {
        "plan_signed_on": plan.signed_on,
        "plan_complete": bool(promised) and all(_has_all(item, clauses_of) for item in promised),
    }
    heard = plan.version.heard
    if heard.on is not None and HEARD_WAYS & set(heard.ways):
        facts["workers_heard_on"] = heard.on
    return facts | _kept(read_plan(plan.stored).measures)


def _has_all(item: PlannedMeasure, clauses_of: Mapping[str, object]) -> bool:
    told = item.owner and item.start and item.cost is not None and item.evidence
    return bool(told) and item.code in clauses_of


def _kept(measures: Iterable[PlannedMeasure]) -> dict[str, FactValue]:
    """Since when the measures in use are kept (the last that began counts), and the day of the first that ended."""
    kept = [item for item in measures if item.state in ("in_use", "done") and item.start is not None]
    if not kept:
        return {}
    facts: dict[str, FactValue] = {"measures_started_on": max(item.start for item in kept if item.start)}
    ended = [item.end for item in kept if item.state == "done" and item.end is not None]
    return facts | ({"measures_ended_on": min(ended)} if ended else {})
