"""Clauses that somebody has to look at again: a statement taken back, a status denied, a change of the law. Pure.

A re-check changes no status: it stays open until somebody looked and said what holds, and is kept with what they said.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from cip.agreement.attestations import ClauseVoices
from cip.agreement.clauses import ClauseStatus
from cip.rulebook.agreements import law_of_clause
from cip.rulebook.shapes.agreement import Clause
from cip.rulebook.shapes.law import CitedLaw

RecheckCause = Literal["withdrawn", "contradiction", "law_change"]
# What was found: the clause is kept, is not, or nobody could tell.
Outcome = Literal["holds", "does_not_hold", "unclear"]
# On whose side somebody looked.
Looker = Literal["firm", "consultant", "union"]

STATUSES: tuple[ClauseStatus, ...] = get_args(ClauseStatus)
CAUSES: tuple[RecheckCause, ...] = get_args(RecheckCause)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
LOOKERS: tuple[Looker, ...] = get_args(Looker)
LONGEST_SOURCE = 120


@dataclass(frozen=True, slots=True)
class Recheck:
    """A re-check as stored. `source` is what raised it, once for good: a statement's id, a status with its day, a
    parameter of the law with its day. `body_id` is the union that looked, where a union did.
    """

    id: str
    adherence_id: str
    clause_id: str
    cause: RecheckCause
    source: str
    status_before: ClauseStatus | None
    status_after: ClauseStatus | None
    raised_on: date
    settled_on: date | None = None
    outcome: Outcome | None = None
    looker: Looker | None = None
    body_id: str | None = None

    @property
    def open(self) -> bool:
        """Whether nobody has looked yet."""
        return self.settled_on is None


@dataclass(frozen=True, slots=True)
class Found:
    """How a clause stands now."""

    clause_id: str
    status: ClauseStatus

    @property
    def denied(self) -> bool:
        """Whether what is known says no. What is merely missing is unknown, never no."""
        return self.status == "not_met"


@dataclass(frozen=True, slots=True)
class Mark:
    """How a clause stood when it was looked at last, and since which day."""

    clause_id: str
    status: ClauseStatus
    since: date


@dataclass(frozen=True, slots=True)
class Alert:
    """A re-check to be raised."""

    clause_id: str
    cause: RecheckCause
    source: str
    status_before: ClauseStatus | None = None
    status_after: ClauseStatus | None = None


def contradictions(
    found: Iterable[Found], marks: Mapping[str, Mark], voices: Mapping[str, ClauseVoices]
) -> Iterator[Alert]:
    """An alert for each clause that is denied though a union attests it, or though it was kept when looked at last.

    A statement raises one alert however often it is asked, and so does the loss of one status.
    """
    for one in found:
        if not one.denied:
            continue
        mark, said = marks.get(one.clause_id), voices.get(one.clause_id)
        before = mark.status if mark is not None else None
        for statement in said.attests if said is not None else ():
            yield Alert(one.clause_id, "contradiction", f"statement:{statement.id}", before, one.status)
        if mark is not None and mark.status == "met":
            yield Alert(one.clause_id, "contradiction", f"met:{mark.since.isoformat()}", before, one.status)


def law_changes(clauses: Iterable[Clause], law: CitedLaw, *, after: date, on: date) -> Iterator[Alert]:
    """An alert for each parameter of the law that a clause rests on and that has a value from a day later than
    `after` (the joining) and not later than `on`.
    """
    for clause in clauses:
        for key in sorted(law_of_clause(clause)):
            days = [
                row.start for row in law.parameters[key].values if row.start is not None and after < row.start <= on
            ]
            if days:
                yield Alert(clause.id, "law_change", f"law:{key}:{max(days).isoformat()}"[:LONGEST_SOURCE])


def withdrawn_alert(clause_id: str, attestation_id: str) -> Alert:
    """The alert for a statement that was taken back."""
    return Alert(clause_id, "withdrawn", f"statement:{attestation_id}")


def new_alerts(alerts: Iterable[Alert], known: Collection[Recheck]) -> list[Alert]:
    """The alerts that were never raised, at most one of a cause for each clause that nobody has looked at yet."""
    raised = {(one.clause_id, one.cause, one.source) for one in known}
    waiting = {(one.clause_id, one.cause) for one in known if one.open}
    found = []
    for alert in alerts:
        if (alert.clause_id, alert.cause, alert.source) in raised or (alert.clause_id, alert.cause) in waiting:
            continue
        waiting.add((alert.clause_id, alert.cause))
        found.append(alert)
    return found
