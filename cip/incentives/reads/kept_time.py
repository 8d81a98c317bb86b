"""Which measures an award is for, and for how long each is kept: from the application, its plan, and office notes."""

import json
from collections.abc import Sequence
from datetime import date
from typing import cast

from pydantic import JsonValue
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from cip.assessment.plan import Plan, read_plan
from cip.assessment.reads import check_ups_without_results
from cip.assessment.reads.plan_versions import find_plan_version
from cip.assessment.reads.signed_plans import signed_plans
from cip.assessment.reads.snapshots import find_snapshot
from cip.incentives.awards import StoredAward
from cip.incentives.kept_time import KeptMeasure, UseNote, UseToday, by_measure, kept_measure, months_to_keep
from cip.incentives.reads.applications import standing_submission
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.records import UseNoteRow

_N = cast("Table", UseNoteRow.__table__).c
# What a plan says of a measure: agreed is not yet begun; done lasts to its end, where one is said.
_STATES: dict[str, UseToday] = {"in_use": "in_use", "done": "in_use", "agreed": "not_started", "dropped": "ended"}


def use_of(session: Session, award_id: str, on: date) -> Sequence[KeptMeasure]:
    """Each funded measure of an award as it stands on a day, in the order of the plan; what the office noted beside it
    counts too. Raises LookupError for no award.
    """
    award = award_of(session, award_id)
    months = months_to_keep(pack_of_call(session, call_of(session, award.call_id)).call, _facts(session, award))
    notes = by_measure(use_notes(session, award_id))
    plan = _plan_now(session, award.firm_id)
    return [
        kept_measure(code, months, on, planned=_planned(plan, code, on), notes=notes.get(code, ()))
        for code in funded_measures(session, award)
    ]


def funded_measures(session: Session, award: StoredAward) -> tuple[str, ...]:
    """The codes of the measures that an award is for: those of the plan that was attached to the application, without
    those that its check-up found in use already; then those that the office noted.
    """
    plan, before = _attached(session, award)
    planned = (item.code for item in plan.promised if item.code not in before) if plan is not None else ()
    return tuple(dict.fromkeys((*planned, *(note.measure for note in use_notes(session, award.id)))))


def measures_before(session: Session, award: StoredAward) -> frozenset[str]:
    """The codes of the measures that the check-up attached to the application found in use already."""
    return _attached(session, award)[1]


def use_notes(session: Session, award_id: str) -> Sequence[UseNote]:
    """What the office noted of the measures of an award, oldest first."""
    names = ("measure", "started_on", "ended_on", "seasonal", "source", "noted_on", "by_label")
    query = select(*(_N[name] for name in names)).where(_N.award_id == award_id).order_by(_N.seq)
    return [UseNote(**row._mapping) for row in session.execute(query)]


def _facts(session: Session, award: StoredAward) -> dict[str, JsonValue]:
    told = _content(session, award).get("facts", {})
    if not isinstance(told, dict):
        return {}
    return {name: fact.get("value") if isinstance(fact, dict) else fact for name, fact in told.items()}


def _attached(session: Session, award: StoredAward) -> tuple[Plan | None, frozenset[str]]:
    found: dict[str, str] = {}
    documents = _content(session, award).get("documents")
    for document in documents if isinstance(documents, list) else ():
        attached = document.get("attached") if isinstance(document, dict) else None
        if isinstance(attached, dict):
            found[str(attached["kind"])] = str(attached["id"])
    version = find_plan_version(session, found.get("plan", ""))
    result = find_snapshot(session, found.get("check_up", ""))
    used = json.loads(result.answers).get("in_use", {}) if result is not None else {}
    return (None if version is None else version.plan), frozenset(used)


def _content(session: Session, award: StoredAward) -> dict[str, JsonValue]:
    sent = standing_submission(session, award.application_id)
    return json.loads(sent.content) if sent is not None else {}


def _plan_now(session: Session, firm_id: str) -> Plan | None:
    signed = next(signed_plans(session, check_ups_without_results(session, firm_id)), None)
    return None if signed is None else read_plan(signed.stored)


def _planned(plan: Plan | None, code: str, on: date) -> tuple[UseToday, date | None, date | None]:
    item = plan.measure(code) if plan is not None else None
    if item is None or item.start is None:
        return ("unknown", None, None)
    state = _STATES.get(item.state, "not_started")
    if item.state == "done" and item.end is not None and item.end <= on:
        state = "ended"
    if state == "in_use" and on < item.start:
        state = "not_started"
    return (state, item.start, item.end)
