"""Each clause of an agreement for one firm on a day: met, not met, unknown or not due, and why. Pure.

What is not known stays unknown; it is never taken for a no. Facts, answers and seats are given: nothing here knows a
check-up, a database or a clock.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from cip.agreement.checks import (
    FactValue,
    Setting,
    check_answer,
    check_dated,
    check_number,
    check_order,
    check_true,
)
from cip.agreement.checks_of_text import check_force, check_territory, check_text
from cip.agreement.checks_of_time import check_after_law, check_lasting, check_renewed, check_within
from cip.agreement.days import Holidays
from cip.agreement.findings import Finding, Verdict, every, opposite, some
from cip.kernel.texts import Reason, Text, require_reasons
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes import agreement as shapes
from cip.rulebook.shapes import checks

ClauseStatus = Literal["met", "not_met", "unknown", "not_due"]
_STATUS: Mapping[Verdict, ClauseStatus] = {"yes": "met", "no": "not_met", "unknown": "unknown", "not_due": "not_due"}


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """One clause of an agreement for a firm on a day.

    `decided_on` is the day on which it was met or missed, where one day decided; `by` is the last day of a term that
    still runs; `met_by` says what would meet it.
    """

    id: str
    agreement: str
    status: ClauseStatus
    because: tuple[Reason, ...]
    met_by: Text
    decided_on: date | None = None
    by: date | None = None

    def __post_init__(self) -> None:
        require_reasons(self.because, f"clause {self.id}")

    @property
    def due(self) -> bool:
        """Whether it is due today."""
        return self.status != "not_due"

    def as_json(self) -> dict[str, object]:
        """The entry of the list `clauses` of `cip check-up --json`."""
        because = [reason.as_json() for reason in self.because]
        return {"id": self.id, "agreement": self.agreement, "status": self.status, "because": because}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many clauses stand how; `due` are those that are met, not met or unknown."""

    due: int
    met: int
    not_met: int
    unknown: int
    not_due: int


def owed_by_firm(clause: shapes.Clause) -> bool:
    """Whether a clause asks something of the firm or of who works there; the others bind the parties, the committee or
    who pays incentives, and no firm answers for them.
    """
    return "firm" in clause.who or "worker" in clause.who


def tally(results: Iterable[ClauseResult]) -> Tally:
    """Count clauses by status."""
    found = [result.status for result in results]
    met, not_met, unknown = (found.count(status) for status in ("met", "not_met", "unknown"))
    return Tally(met + not_met + unknown, met, not_met, unknown, found.count("not_due"))


def evaluate(
    book: AgreementBook,
    agreement: shapes.Agreement,
    on: date,
    facts: Mapping[str, FactValue],
    answer: Callable[[str], bool | None],
    places: tuple[str, ...] | None,
    *,
    free: Holidays | None = None,
) -> tuple[ClauseResult, ...]:
    """Every clause that the agreement obliges to, in the order of the catalogue.

    `facts` are the facts of clauses by id, those left out unknown; `answer` says whether a condition over the answers
    of a check-up holds; `places` are ISTAT codes or names of the municipalities of the firm's seats, None while they
    are not known; `free` are the holidays of terms in working days (those of the whole country where left out).
    """
    obliged = set(agreement.obligations)
    return tuple(
        evaluate_clause(clause, Setting(book, agreement, on, facts, answer, places, f"clauses.{clause.id}", free))
        for clause in book.clauses
        if clause.id in obliged
    )


def evaluate_clause(clause: shapes.Clause, at: Setting) -> ClauseResult:
    """One clause: first whether it is due, then whether it is kept."""
    found = finding_of(clause.check, at)
    if clause.due is not None:
        due = finding_of(clause.due, at)
        if due.verdict == "unknown":
            found = Finding("unknown", (at.reason("due_unknown", {}), *due.because))
        elif due.verdict != "yes":
            found = Finding("not_due", (at.reason("not_due", {}), *due.because), by=due.by)
    decided = found.decided_on if found.verdict in ("yes", "no") else None
    by = found.by if found.verdict == "not_due" else None
    status = _STATUS[found.verdict]
    return ClauseResult(clause.id, at.agreement.id, status, _once(found.because), clause.met_by, decided, by)


def _once(because: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Each reason once: several parts of a check may read one fact. (Words are not filled in for this.)"""
    if len(because) == 1:
        return because
    seen = {(reason.rule, reason.sentence, tuple(reason.values.items())): reason for reason in reversed(because)}
    return tuple(reversed(seen.values()))


_CHECKS: Mapping[str, Callable[[Setting, Any], Finding]] = {
    "true": check_true,
    "answer": check_answer,
    "dated": check_dated,
    "within": check_within,
    "order": check_order,
    "renewed": check_renewed,
    "lasting": check_lasting,
    "number": check_number,
    "text": check_text,
    "in_territory": check_territory,
    "in_force": check_force,
    "after_law_change": check_after_law,
}


def finding_of(check: checks.Check, at: Setting) -> Finding:
    """What a check finds, whatever its kind."""
    if isinstance(check, checks.AllCheck):
        return every([finding_of(part, at) for part in check.of])
    if isinstance(check, checks.AnyCheck):
        return some([finding_of(part, at) for part in check.of])
    if isinstance(check, checks.NotCheck):
        return opposite(finding_of(check.of, at))
    return _CHECKS[check.kind](at, check)
