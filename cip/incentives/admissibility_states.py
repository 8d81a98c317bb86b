"""The states of the check of one application as a table: who may do what in which state, and where it leads. Pure.

The check is about what the call asks to be let in, never about merit. In a counter a refusal is announced first and the
firm may answer; in a ranking it is decided at once, for the law asks no notice there. What was missing is asked once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from cip.parties.permissions import TABLE

CheckState = Literal["received", "checking", "asked", "completed", "noticed", "remarked", "admitted", "refused"]
CheckMove = Literal["take", "judge", "ask", "answer", "lapse", "notice", "remark", "admit", "refuse", "reopen"]
# in_order: every row of the checklist is judged met. wrong_no_notice, wrong_with_notice: some row is judged not met,
# and the procedure needs no notice, or needs one. asked_once: nothing was asked before. in_term, term_over: of the
# request or of the notice. wrong_each_answered: some row is judged not met, and every remark has its answer.
# with_reason: somebody writes why, before the evaluation.
CheckGuard = Literal[
    "always", "in_order", "wrong_no_notice", "wrong_with_notice", "asked_once", "in_term", "term_over",
    "wrong_each_answered", "with_reason",
]  # fmt: skip

STATES: tuple[CheckState, ...] = get_args(CheckState)
MOVES: tuple[CheckMove, ...] = get_args(CheckMove)
DECIDED: tuple[CheckState, ...] = ("admitted", "refused")
"""The check is over."""
WAITING: tuple[CheckState, ...] = ("asked", "noticed")
"""The firm has the next word, until its term is over."""


@dataclass(frozen=True, slots=True)
class CheckTransition:
    """One row: in `state`, `action` by one of `roles` leads to `next` where the `guard` holds."""

    state: CheckState
    action: CheckMove
    roles: tuple[str, ...]
    guard: CheckGuard
    next: CheckState


# Who may is said in one place only.
_ASSIGN, _REVIEW = TABLE["filed_application"]["assign"], TABLE["filed_application"]["review"]
_SETTLE, _REOPEN = TABLE["filed_application"]["settle"], TABLE["filed_application"]["reopen"]
_ANSWER, _REMARK, _CLOCK = TABLE["clarification"]["answer"], TABLE["refusal_notice"]["answer"], ("system",)
_OPEN: tuple[CheckState, ...] = ("checking", "completed", "remarked")
_BEFORE_NOTICE: tuple[CheckState, ...] = ("checking", "completed")

TRANSITIONS: tuple[CheckTransition, ...] = (
    CheckTransition("received", "take", _ASSIGN, "always", "checking"),
    *(CheckTransition(state, "take", _ASSIGN, "always", state) for state in _OPEN),
    *(CheckTransition(state, "judge", _REVIEW, "always", state) for state in _OPEN),
    CheckTransition("checking", "ask", _REVIEW, "asked_once", "asked"),
    CheckTransition("asked", "answer", _ANSWER, "in_term", "completed"),
    CheckTransition("asked", "lapse", _CLOCK, "term_over", "completed"),
    *(CheckTransition(state, "admit", _SETTLE, "in_order", "admitted") for state in _OPEN),
    *(CheckTransition(state, "refuse", _SETTLE, "wrong_no_notice", "refused") for state in _BEFORE_NOTICE),
    *(CheckTransition(state, "notice", _SETTLE, "wrong_with_notice", "noticed") for state in _BEFORE_NOTICE),
    CheckTransition("noticed", "remark", _REMARK, "in_term", "remarked"),
    CheckTransition("noticed", "lapse", _CLOCK, "term_over", "remarked"),
    CheckTransition("remarked", "refuse", _SETTLE, "wrong_each_answered", "refused"),
    *(CheckTransition(state, "reopen", _REOPEN, "with_reason", "checking") for state in DECIDED),
)


def transition(state: CheckState, action: CheckMove) -> CheckTransition | None:
    """The row for an action in a state; None where it cannot be done."""
    return next((row for row in TRANSITIONS if (row.state, row.action) == (state, action)), None)


def moves(state: CheckState, roles: Collection[str]) -> tuple[CheckMove, ...]:
    """What somebody in these roles may press on a check in this state."""
    pressed = (row.action for row in TRANSITIONS if row.state == state and set(row.roles) & set(roles))
    return tuple(dict.fromkeys(pressed))


def diagram() -> str:
    """The table as a diagram (Mermaid), which the docs show: what leads to another state."""
    lines = ["stateDiagram-v2", "    [*] --> received"]
    for row in (row for row in TRANSITIONS if row.next != row.state):
        guard = "" if row.guard == "always" else f" [{row.guard}]"
        lines.append(f"    {row.state} --> {row.next}: {row.action}{guard}")
    return "\n".join(lines) + "\n"
