"""The states of a firm's appeal against a ranking as a table: who may do what in which state, where it leads. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from cip.parties.permissions import TABLE

AppealState = Literal["filed", "admitted", "accepted", "partly", "rejected", "withdrawn"]
AppealMove = Literal["file", "admit", "accept", "accept_partly", "reject", "withdraw"]
# in_time: within the term that the law gives to its way. with_reason: somebody writes why. other_person: not who made
# the ranking, with a reason, and with what changes of the application.
AppealGuard = Literal["in_time", "with_reason", "other_person", "always"]

APPEAL_STATES: tuple[AppealState, ...] = get_args(AppealState)
APPEAL_MOVES: tuple[AppealMove, ...] = get_args(AppealMove)
OPEN_APPEALS: tuple[AppealState, ...] = ("filed", "admitted")
"""In these it waits for the office."""


@dataclass(frozen=True, slots=True)
class AppealTransition:
    """One row: in `state`, `action` by one of `roles` leads to `next` where the `guard` holds. None: not there yet."""

    state: AppealState | None
    action: AppealMove
    roles: tuple[str, ...]
    guard: AppealGuard
    next: AppealState


# Who may is said in one place only.
_FILE, _WITHDRAW = TABLE["application"]["dispute"], TABLE["own_appeal"]["withdraw"]
_DECIDE = TABLE["appeal"]["settle"]

APPEAL_TRANSITIONS: tuple[AppealTransition, ...] = (
    AppealTransition(None, "file", _FILE, "in_time", "filed"),
    AppealTransition("filed", "admit", _DECIDE, "always", "admitted"),
    AppealTransition("filed", "reject", _DECIDE, "other_person", "rejected"),
    AppealTransition("filed", "withdraw", _WITHDRAW, "always", "withdrawn"),
    AppealTransition("admitted", "accept", _DECIDE, "other_person", "accepted"),
    AppealTransition("admitted", "accept_partly", _DECIDE, "other_person", "partly"),
    AppealTransition("admitted", "reject", _DECIDE, "other_person", "rejected"),
    AppealTransition("admitted", "withdraw", _WITHDRAW, "always", "withdrawn"),
)


def appeal_transition(state: AppealState | None, action: AppealMove) -> AppealTransition | None:
    """The row for an action in a state; None where it cannot be done."""
    return next((row for row in APPEAL_TRANSITIONS if (row.state, row.action) == (state, action)), None)


def appeal_moves(state: AppealState, roles: Collection[str]) -> tuple[AppealMove, ...]:
    """What somebody in these roles may press on an appeal in this state."""
    return tuple(row.action for row in APPEAL_TRANSITIONS if row.state == state and set(row.roles) & set(roles))


def appeal_diagram() -> str:
    """The table as a diagram (Mermaid), which the docs show."""
    lines = ["stateDiagram-v2"]
    for row in APPEAL_TRANSITIONS:
        guard = "" if row.guard == "always" else f" [{row.guard}]"
        lines.append(f"    {row.state or '[*]'} --> {row.next}: {row.action}{guard}")
    return "\n".join(lines) + "\n"
