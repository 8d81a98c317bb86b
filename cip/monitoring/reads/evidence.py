"""The rows behind the indicators of a programme, taken from the records that everything else rests on.

Only firms that sent an application to a call of an alliance of this office are looked at: an office learns nothing here
of firms that never came to it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from cip.agreement.reads import binding_on
from cip.assessment.plan import read_plan
from cip.assessment.reads.signed_plans import newest_signed
from cip.incentives.application import Submission
from cip.incentives.awards import StoredAward
from cip.incentives.calls import OfficeCall
from cip.incentives.reads.applications import applications_of_call
from cip.incentives.reads.awards import awards_of_call, steps_of_award
from cip.incentives.reads.calls import calls_of_body
from cip.kernel.clock import today
from cip.monitoring.indicators import Rows
from cip.monitoring.programme import Evidence
from cip.parties.reads.acting import firm_names
from cip.parties.reads.seeking import municipalities_of
from cip.rulebook.shapes.programme import Measured, Programme

WORKERS_FACT = "workers_reached"
"""The fact of an application that tells how many people its measures reach."""
_STARTED = ("in_use", "done")


@dataclass(frozen=True, slots=True)
class _Taken:
    """The calls of an alliance with what was sent to them and what was awarded."""

    call: OfficeCall
    alliance_id: str
    sent: Mapping[str, Submission]
    awards: Sequence[StoredAward]


@dataclass(frozen=True, slots=True)
class _Firm:
    name: str
    place: str


def calls_of_programme(session: Session, programme: Programme, body_id: str) -> Sequence[tuple[OfficeCall, str]]:
    """The published calls of an office that belong to an alliance, each with the alliance's id."""
    owner = {rule_id: alliance.id for alliance in programme.alliances for rule_id in alliance.calls}
    return [(one, owner[one.rule_id]) for one in calls_of_body(session, body_id) if one.public and one.rule_id in owner]


def rows_of(session: Session, programme: Programme, body_id: str, on: date) -> Rows:
    """The rows of every measured indicator as of a day, by how they are measured, each list by day."""
    taken = [
        _Taken(
            call,
            alliance_id,
            {one.application_id: one for one in applications_of_call(session, call.id)},
            [one for one in awards_of_call(session, call.id) if one.held],
        )
        for call, alliance_id in calls_of_programme(session, programme, body_id)
    ]
    firms = _firms(session, {sent.firm_id for one in taken for sent in one.sent.values()})
    applied = _first(_applied(taken, firms))
    plans = list(_plans(session, taken, firms, on))
    joined = {one.id for one in programme.alliances if one.adherences}
    found: dict[Measured, Sequence[Evidence]] = {
        "firms_applied": applied,
        "firms_joined": _joined(session, [row for row in applied if row.alliance_id in joined], on),
        "workers_reached": _most(_workers(taken, firms)),
        "trials": _first(_trials(session, taken, firms)),
        "measures_in_use": plans,
        "firms_with_measures": plans,
    }
    return {kind: _in_order(rows, on) for kind, rows in found.items()}


def _firms(session: Session, firm_ids: set[str]) -> Mapping[str, _Firm]:
    names, places = firm_names(session, firm_ids), municipalities_of(session, firm_ids)
    return {firm_id: _Firm(names.get(firm_id, ""), places.get(firm_id, "")) for firm_id in firm_ids}


def _row(one: _Taken, firm_id: str, firms: Mapping[str, _Firm], on: date, source: str, source_id: str) -> Evidence:
    firm = firms.get(firm_id, _Firm("", ""))
    return Evidence(on, firm_id, firm.name, one.alliance_id, firm.place, source, source_id, one.call.id)


def _applied(taken: Iterable[_Taken], firms: Mapping[str, _Firm]) -> Iterator[Evidence]:
    for one in taken:
        for sent in one.sent.values():
            day = today(sent.submitted_at)
            yield _row(one, sent.firm_id, firms, day, "application", sent.application_id)


def _joined(session: Session, applied: Iterable[Evidence], on: date) -> list[Evidence]:
    reached = {row.firm_id: row for row in applied}
    rows = [
        replace(reached[one.firm_id], on=one.joined_on, source="adherence", source_id=one.id)
        for one in binding_on(session, on)
        if one.firm_id in reached and one.joined_on is not None
    ]
    return _first(rows)


def _workers(taken: Iterable[_Taken], firms: Mapping[str, _Firm]) -> Iterator[Evidence]:
    for one in taken:
        for award in one.awards:
            people = _people(one.sent.get(award.application_id))
            if people:
                row = _row(one, award.firm_id, firms, _granted(award), "award", award.id)
                yield replace(row, amount=people)


def _people(sent: Submission | None) -> int:
    """What the application says; 0 where it does not."""
    facts = sent.told.get("facts") if sent is not None else None
    fact = facts.get(WORKERS_FACT) if isinstance(facts, dict) else None
    value = fact.get("value") if isinstance(fact, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _trials(session: Session, taken: Iterable[_Taken], firms: Mapping[str, _Firm]) -> Iterator[Evidence]:
    for one in taken:
        for award in one.awards:
            accepted = [step for step in steps_of_award(session, award.id) if step.action == "accept"]
            if accepted and award.state in ("accepted", "closed"):
                yield _row(one, award.firm_id, firms, today(accepted[-1].at), "award", award.id)


def _plans(session: Session, taken: Sequence[_Taken], firms: Mapping[str, _Firm], on: date) -> Iterator[Evidence]:
    """The measures that firms with an award have in use or had, by their newest signed plan."""
    plans = newest_signed(session, {award.firm_id for one in taken for award in one.awards})
    for one in taken:
        for award in one.awards:
            # Each firm counts once, under the call of its first award.
            signed = plans.pop(award.firm_id, None)
            for measure in read_plan(signed.stored).measures if signed is not None else ():
                if signed is not None and measure.state in _STARTED and measure.start is not None:
                    row = _row(one, award.firm_id, firms, measure.start, "plan", signed.version.id)
                    yield replace(row, measure=measure.code)


def _granted(award: StoredAward) -> date:
    return award.granted_on or today(award.begun_at)


def _first(rows: Iterable[Evidence]) -> list[Evidence]:
    """Each firm once, by its first day."""
    found: dict[str, Evidence] = {}
    for row in rows:
        if row.firm_id not in found or row.on < found[row.firm_id].on:
            found[row.firm_id] = row
    return list(found.values())


def _most(rows: Iterable[Evidence]) -> list[Evidence]:
    """Each firm once, with the most people that it told of: they may be the same people twice."""
    found: dict[str, Evidence] = {}
    for row in rows:
        if row.firm_id not in found or row.amount > found[row.firm_id].amount:
            found[row.firm_id] = row
    return list(found.values())


def _in_order(rows: Iterable[Evidence], on: date) -> list[Evidence]:
    return sorted((row for row in rows if row.on <= on), key=lambda row: (row.on, row.firm_id, row.measure or ""))
