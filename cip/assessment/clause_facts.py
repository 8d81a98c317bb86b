"""What a firm's check-up, plan and survey show of the clauses of an agreement: facts by id, never an answer or a name.

What is not here is unknown: a fact is left out rather than said to be no (design, promise 2).
"""

from collections.abc import Collection, Iterable, Mapping
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


def plan_facts(
    plan: SignedPlan | None, *, drafted: bool = False, seasonal: Collection[str] = ()
) -> dict[str, FactValue]:
    """The plan of conciliation. It is complete (clause F-02) when each measure that it promises has who, by when, cost
    and what will prove it; the fifth, the clause that it serves, the catalogue knows.

    `drafted` says that a plan was begun here: while nobody signed it, it is known not to be signed. `seasonal` are the
    measures that are repeated with the season, of which clause F-04 asks no length.
    """
    if plan is None:
        return {"plan_signed_on": False} if drafted else {}
    promised = read_plan(plan.version.stored_plan).promised
    facts: dict[str, FactValue] = {
        "plan_signed_on": plan.signed_on,
        "plan_complete": bool(promised) and all(_has_all(item) for item in promised),
    }
    heard = plan.version.heard
    if heard.on is not None and HEARD_WAYS & set(heard.ways):
        facts["workers_heard_on"] = heard.on
    return facts | _kept(read_plan(plan.stored).measures, seasonal)


def _has_all(item: PlannedMeasure) -> bool:
    return bool(item.owner and item.start and item.cost is not None and item.evidence)


def _kept(measures: Iterable[PlannedMeasure], seasonal: Collection[str]) -> dict[str, FactValue]:
    """From when to when the measure lasted that was kept least: of those that ended the shortest, else the last that
    began. One measure gives both days, so that no two of them are mixed.
    """
    kept = [(item.start, item.end, item) for item in measures if item.state in ("in_use", "done") and item.start]
    if not kept:
        return {}
    ended = [(end - start, start, end, item.code) for start, end, item in kept if item.state == "done" and end]
    if ended:
        _length, start, end, code = min(ended)
        return {"measures_started_on": start, "measures_ended_on": end, "measures_seasonal": code in seasonal}
    start, code = max((start, item.code) for start, _end, item in kept)
    return {"measures_started_on": start, "measures_seasonal": code in seasonal}
