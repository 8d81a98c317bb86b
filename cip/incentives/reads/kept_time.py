"""Which measures an award is for, and for how long each is kept: from the application, its plan, and office notes."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from pydantic import JsonValue
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from cip.assessment.plan import Plan, read_plan
from cip.assessment.reads.plan_versions import plan_versions_by_id
from cip.assessment.reads.signed_plans import newest_signed
from cip.assessment.reads.snapshots import snapshots_by_id
from cip.incentives.awards import StoredAward
from cip.incentives.kept_time import KeptMeasure, UseNote, UseToday, by_measure, kept_measure, months_to_keep
from cip.incentives.reads.applications import standing_submissions
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
    return uses_of(session, [award_of(session, award_id)], on)[award_id]


def uses_of(session: Session, awards: Collection[StoredAward], on: date) -> dict[str, Sequence[KeptMeasure]]:
    """The same for several awards, by award: their number does not change how often the database is asked."""
    calls = {id: pack_of_call(session, call_of(session, id)).call for id in {one.call_id for one in awards}}
    plans = newest_signed(session, {one.firm_id for one in awards})
    found: dict[str, Sequence[KeptMeasure]] = {}
    for award, known in _known(session, awards):
        months, notes = months_to_keep(calls[award.call_id], known.facts), by_measure(known.notes)
        signed = plans.get(award.firm_id)
        plan = None if signed is None else read_plan(signed.stored)
        found[award.id] = [
            kept_measure(code, months, on, planned=_planned(plan, code, on), notes=notes.get(code, ()))
            for code in known.funded
        ]
    return found


def funded_measures(session: Session, award: StoredAward) -> tuple[str, ...]:
    """The codes of the measures that an award is for: those of the plan that was attached to the application, without
    those that its check-up found in use already; then those that the office noted.
    """
    ((_award, known),) = _known(session, [award])
    return known.funded


def measures_before(session: Session, award: StoredAward) -> frozenset[str]:
    """The codes of the measures that the check-up attached to the application found in use already."""
    ((_award, known),) = _known(session, [award])
    return known.before


@dataclass(frozen=True, slots=True)
class _Known:
    """What the application of an award told, and what the office noted of its measures, oldest first."""

    facts: Mapping[str, JsonValue]
    plan: Plan | None
    before: frozenset[str]
    notes: Sequence[UseNote]

    @property
    def funded(self) -> tuple[str, ...]:
        planned = (item.code for item in self.plan.promised if item.code not in self.before) if self.plan else ()
        return tuple(dict.fromkeys((*planned, *(note.measure for note in self.notes))))


def _known(session: Session, awards: Collection[StoredAward]) -> Iterator[tuple[StoredAward, _Known]]:
    sent = standing_submissions(session, {one.application_id for one in awards})
    contents = {id: json.loads(one.content) for id, one in sent.items()}
    attached = {id: _attached(content) for id, content in contents.items()}
    versions = plan_versions_by_id(session, {one["plan"] for one in attached.values() if "plan" in one})
    results = snapshots_by_id(session, {one["check_up"] for one in attached.values() if "check_up" in one})
    notes = _notes(session, {one.id for one in awards})
    for award in awards:
        papers = attached.get(award.application_id, {})
        version, result = versions.get(papers.get("plan", "")), results.get(papers.get("check_up", ""))
        used = json.loads(result.answers).get("in_use", {}) if result is not None else {}
        yield (
            award,
            _Known(
                _facts(contents.get(award.application_id, {})),
                None if version is None else version.plan,
                frozenset(used),
                notes.get(award.id, ()),
            ),
        )


def _notes(session: Session, award_ids: Collection[str]) -> dict[str, list[UseNote]]:
    names = ("measure", "started_on", "ended_on", "seasonal", "source", "noted_on", "by_label")
    query = select(_N.award_id, *(_N[name] for name in names)).where(_N.award_id.in_(award_ids)).order_by(_N.seq)
    found: dict[str, list[UseNote]] = {}
    for row in session.execute(query):
        note = {name: value for name, value in row._mapping.items() if name != "award_id"}
        found.setdefault(row.award_id, []).append(UseNote(**note))
    return found


def _facts(content: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    told = content.get("facts", {})
    if not isinstance(told, dict):
        return {}
    return {name: fact.get("value") if isinstance(fact, dict) else fact for name, fact in told.items()}


def _attached(content: Mapping[str, JsonValue]) -> dict[str, str]:
    """What was attached to an application, by its kind: its id."""
    found: dict[str, str] = {}
    documents = content.get("documents")
    for document in documents if isinstance(documents, list) else ():
        attached = document.get("attached") if isinstance(document, dict) else None
        if isinstance(attached, dict):
            found[str(attached["kind"])] = str(attached["id"])
    return found


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
