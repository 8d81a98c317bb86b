"""Everything that is known of the formal check of one application, as plain values: what was sent, steps, judgements,
the request with its answer, the notice with its remarks, decisions. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from pydantic import JsonValue

from cip.agreement.days import Holidays
from cip.incentives.admissibility import Judged
from cip.incentives.admissibility_states import WAITING, CheckMove, CheckState
from cip.incentives.application import Submission
from cip.incentives.clarifying import Clarification, facts_after
from cip.incentives.legal_clock import LegalClock, Pause, Terms, clarification_pause, clock_of, notice_pause
from cip.kernel.clock import today
from cip.kernel.texts import Reason, Text
from cip.rulebook.shapes.call import Call


@dataclass(frozen=True, slots=True)
class CheckStep:
    """A step of a check: what was done, from which state to which, on which day, by whom (a label), why."""

    seq: int
    action: CheckMove
    from_state: CheckState
    to_state: CheckState
    on: date
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ground:
    """Why an application is not admitted: the row of the checklist and what the officer wrote of it."""

    row_id: str
    label: Text
    said: str
    source: str

    @property
    def reason(self) -> Reason:
        """The same as a reason: an officer's words stand in the language in which they were written."""
        return Reason(
            self.row_id, Text(it="{label}: {said}", en="{label}: {said}"), {"label": self.label, "said": self.said}
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """A refusal that was announced: its grounds, the last day for remarks, the remarks once they came."""

    id: str
    application_id: str
    firm_id: str
    call_id: str
    grounds: tuple[Ground, ...]
    noticed_on: date
    due_on: date
    noticed_by: str
    remarks: tuple[str, ...] = ()
    remarks_on: date | None = None

    def open(self, on: date) -> bool:
        """Whether the firm may still answer on a day; its last day counts."""
        return self.remarks_on is None and on <= self.due_on


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it was taken. `answers` are those to the remarks of the notice, in their order."""

    seq: int
    decision: CheckState
    facts: Mapping[str, JsonValue]
    grounds: tuple[Ground, ...]
    answers: tuple[str, ...]
    note: str
    digest: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class ProcedureTerm:
    """The term of a procedure where a regulation sets another than the law."""

    days: int
    complex_case: bool
    source: str


@dataclass(frozen=True)
class Dossier:
    """The check of one application. `sent` is what is checked."""

    sent: Submission
    firm_name: str
    state: CheckState
    officer_id: str | None = None
    steps: tuple[CheckStep, ...] = ()
    judged: tuple[Judged, ...] = ()
    clarification: Clarification | None = None
    notice: Notice | None = None
    decisions: tuple[Decision, ...] = ()

    @property
    def id(self) -> str:
        """The application's id."""
        return self.sent.application_id

    @cached_property
    def facts(self) -> dict[str, JsonValue]:
        """The facts as the check leaves them."""
        asked = () if self.clarification is None else (self.clarification,)
        return facts_after(self.sent.facts, asked, self.judged)

    @property
    def decision(self) -> Decision | None:
        """The decision that counts; None while there is none, or while it was opened again."""
        decided = self.state in ("admitted", "refused") and bool(self.decisions)
        return self.decisions[-1] if decided else None

    def waits_for_firm(self, on: date) -> bool:
        """Whether the firm has the next word and time for it."""
        return self.state in WAITING and not self.term_over(on)

    def term_over(self, on: date) -> bool:
        """Whether the firm had the next word and let its term pass."""
        due = self.due_on
        return due is not None and on > due

    @property
    def due_on(self) -> date | None:
        """The last day of what the firm was given time for, None while nothing waits for it."""
        if self.state == "asked" and self.clarification is not None:
            return self.clarification.due_on
        return self.notice.due_on if self.state == "noticed" and self.notice is not None else None


@dataclass(frozen=True, slots=True)
class Admission:
    """How an application left admissibility: its status, its facts then, and why where it was not let in."""

    application_id: str
    status: CheckState
    facts: Mapping[str, JsonValue]
    reasons: tuple[Reason, ...]
    sent: Submission

    @property
    def admitted(self) -> bool:
        """Whether it goes on to be evaluated and ranked."""
        return self.status == "admitted"


def notice_due(call: Call, terms: Terms) -> bool:
    """Whether a refusal must be announced first: in a counter always, in a ranking only where the law says so."""
    return call.policy.procedure == "counter" or terms.notice_in_ranking is True


def started_on(call: Call, sent_at: datetime, closes_at: datetime | None) -> date:
    """The day from which the term runs: in a counter that of the application, in a ranking that of the closing, for
    nothing can be decided before all are there. That second half is ours.
    """
    counter = call.policy.procedure == "counter"
    return today(sent_at if counter or closes_at is None else max(sent_at, closes_at))


def pauses_of(dossier: Dossier, terms: Terms, free: Holidays) -> Sequence[Pause]:
    """What pauses the term of an application."""
    found = []
    asked, notice = dossier.clarification, dossier.notice
    if asked is not None:
        answered = None if asked.answer is None else today(asked.answer.at)
        found.append(clarification_pause(asked.asked_on, asked.due_on, answered))
    if notice is not None and terms.notice_days is not None:
        found.append(notice_pause(notice.noticed_on, notice.remarks_on, terms, free))
    return found


def clock_line(
    dossier: Dossier, start: date, length: int | None, terms: Terms, on: date, free: Holidays
) -> LegalClock | None:
    """How the term of an application stands; None where neither the call nor a regulation says how long it is."""
    if length is None:
        return None
    ended = dossier.decision.on if dossier.decision is not None else None
    return clock_of(start, length, pauses_of(dossier, terms, free), on, free, ended)
