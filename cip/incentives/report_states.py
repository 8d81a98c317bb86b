"""The states of an expense report as a table: who may do what in which state, and where it leads. Pure.

The firm writes and sends it; what is missing is asked once, with a term. Settling says what is accepted and what was
cut, and only who answers for the office opens a settled report again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from cip.parties.permissions import TABLE

ReportState = Literal["draft", "sent", "completing", "completed", "accepted", "cut", "reopened"]
ReportMove = Literal["send", "ask", "answer", "lapse", "accept", "cut", "reopen"]
# filled: it has at least one line. asked_once: nothing was asked before. in_term, term_over: of the request.
# judged_whole, judged_short: every line was looked at; nothing was cut, or something was. with_reason:
# somebody writes why.
ReportGuard = Literal["filled", "asked_once", "in_term", "term_over", "judged_whole", "judged_short", "with_reason"]

REPORT_STATES: tuple[ReportState, ...] = get_args(ReportState)
REPORT_MOVES: tuple[ReportMove, ...] = get_args(ReportMove)
SETTLED: tuple[ReportState, ...] = ("accepted", "cut")
"""The office has said what it accepts."""
WRITABLE: tuple[ReportState, ...] = ("draft", "completing")
"""The firm may add to it."""


@dataclass(frozen=True, slots=True)
class ReportTransition:
    """One row: in `state`, `action` by one of `roles` leads to `next` where the `guard` holds."""

    state: ReportState
    action: ReportMove
    roles: tuple[str, ...]
    guard: ReportGuard
    next: ReportState


# Who may is said in one place only.
_SEND, _REVIEW = TABLE["own_award"]["answer"], TABLE["award"]["review"]
_SETTLE, _REOPEN, _CLOCK = TABLE["award"]["settle"], TABLE["award"]["reopen"], ("system",)
_OPEN: tuple[ReportState, ...] = ("sent", "completed", "reopened")

REPORT_TRANSITIONS: tuple[ReportTransition, ...] = (
    ReportTransition("draft", "send", _SEND, "filled", "sent"),
    ReportTransition("sent", "ask", _REVIEW, "asked_once", "completing"),
    ReportTransition("completing", "answer", _SEND, "in_term", "completed"),
    ReportTransition("completing", "lapse", _CLOCK, "term_over", "completed"),
    *(ReportTransition(state, "accept", _SETTLE, "judged_whole", "accepted") for state in _OPEN),
    *(ReportTransition(state, "cut", _SETTLE, "judged_short", "cut") for state in _OPEN),
    *(ReportTransition(state, "reopen", _REOPEN, "with_reason", "reopened") for state in SETTLED),
)


def report_transition(state: ReportState, action: ReportMove) -> ReportTransition | None:
    """The row for an action in a state; None where it cannot be done."""
    return next((row for row in REPORT_TRANSITIONS if (row.state, row.action) == (state, action)), None)


def report_moves(state: ReportState, roles: Collection[str]) -> tuple[ReportMove, ...]:
    """What somebody in these roles may press on a report in this state."""
    return tuple(row.action for row in REPORT_TRANSITIONS if row.state == state and set(row.roles) & set(roles))


def report_diagram() -> str:
    """The table as a diagram (Mermaid), which the docs show."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    lines += [f"    {row.state} --> {row.next}: {row.action} [{row.guard}]" for row in REPORT_TRANSITIONS]
    return "\n".join(lines) + "\n"
