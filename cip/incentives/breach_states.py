"""The states of a breach as a table: found, warned with a term to repair, repaired or confirmed. Pure.

Nothing is taken back without a warning and a term (clause G-06). Who prepares what is taken back never decides it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from cip.parties.permissions import TABLE

BreachState = Literal["found", "warned", "repaired", "confirmed", "prepared", "decided", "dropped"]
BreachMove = Literal["warn", "repair", "confirm", "drop", "prepare", "send_back", "decide"]
# with_term: it says by which day it is to be repaired. with_reason: somebody writes why. term_over: of the warning.
# computed: what has to come back was computed, its rule and its inputs are kept. other_person: not who prepared it.
BreachGuard = Literal["with_term", "with_reason", "term_over", "computed", "other_person"]

BREACH_STATES: tuple[BreachState, ...] = get_args(BreachState)
BREACH_MOVES: tuple[BreachMove, ...] = get_args(BreachMove)
OPEN: tuple[BreachState, ...] = ("found", "warned", "confirmed", "prepared")
"""Nothing is paid for the award meanwhile."""


@dataclass(frozen=True, slots=True)
class BreachTransition:
    """One row: in `state`, `action` by one of `roles` leads to `next` where the `guard` holds."""

    state: BreachState
    action: BreachMove
    roles: tuple[str, ...]
    guard: BreachGuard
    next: BreachState


# Who may is said in one place only.
_FOLLOW, _DECIDE = TABLE["award"]["manage"], TABLE["award"]["sign"]

BREACH_TRANSITIONS: tuple[BreachTransition, ...] = (
    BreachTransition("found", "warn", _FOLLOW, "with_term", "warned"),
    BreachTransition("found", "drop", _FOLLOW, "with_reason", "dropped"),
    BreachTransition("warned", "repair", _FOLLOW, "with_reason", "repaired"),
    BreachTransition("warned", "confirm", _FOLLOW, "term_over", "confirmed"),
    BreachTransition("confirmed", "drop", _FOLLOW, "with_reason", "dropped"),
    BreachTransition("confirmed", "prepare", _FOLLOW, "computed", "prepared"),
    BreachTransition("prepared", "send_back", _DECIDE, "with_reason", "confirmed"),
    BreachTransition("prepared", "decide", _DECIDE, "other_person", "decided"),
)


def breach_transition(state: BreachState, action: BreachMove) -> BreachTransition | None:
    """The row for an action in a state; None where it cannot be done."""
    return next((row for row in BREACH_TRANSITIONS if (row.state, row.action) == (state, action)), None)


def breach_moves(state: BreachState, roles: Collection[str]) -> tuple[BreachMove, ...]:
    """What somebody in these roles may press on a breach in this state."""
    return tuple(row.action for row in BREACH_TRANSITIONS if row.state == state and set(row.roles) & set(roles))


def breach_diagram() -> str:
    """The table as a diagram (Mermaid), which the docs show."""
    lines = ["stateDiagram-v2", "    [*] --> found"]
    lines += [f"    {row.state} --> {row.next}: {row.action} [{row.guard}]" for row in BREACH_TRANSITIONS]
    return "\n".join(lines) + "\n"
