"""The states of a call as a table: who may do what in which state, under which guard, and where it leads. Pure.

Opening and closing belong to the clock: `state_at` says from the moments where a call stands, whatever is stored, so
that a page refuses a second after the deadline though no job has run.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from cip.parties.permissions import TABLE

CallState = Literal[
    "draft", "rehearsed", "published", "open", "closed", "admissibility", "evaluation", "ranking", "allocated",
    "annulled",
]  # fmt: skip
CallMove = Literal[
    "change", "rehearse", "publish", "annul", "open", "close", "note_outage", "start_admissibility",
    "start_evaluation", "start_ranking", "allocate",
]  # fmt: skip
# always: nothing is asked. with_reason: somebody writes why. nothing_blocks: the list of `publishing` is empty, and who
# prepared the call is not who publishes it. opens, closes: the moment has come. lost_hours: the outage moves the
# closing to a moment that is still to come. ready: what the next step needs is there (`reads.readiness`).
CallGuard = Literal["always", "with_reason", "nothing_blocks", "opens", "closes", "lost_hours", "ready"]

STATES: tuple[CallState, ...] = get_args(CallState)
MOVES: tuple[CallMove, ...] = get_args(CallMove)
PREPARED: tuple[CallState, ...] = ("draft", "rehearsed")
"""Only in these can what a call says be changed."""
PUBLIC: tuple[CallState, ...] = tuple(state for state in STATES if state not in ("draft", "rehearsed"))
"""What everybody sees, an annulled call with its reason included (where it had been published)."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: in `state`, `action` by one of `roles` leads to `next` where the `guard` holds."""

    state: CallState
    action: CallMove
    roles: tuple[str, ...]
    guard: CallGuard
    next: CallState


# Who may is said in one place only.
_CHANGE, _PUBLISH, _MOVE = TABLE["call"]["manage"], TABLE["call"]["publish"], TABLE["call"]["move"]
_CLOCK = ("system",)

TRANSITIONS: tuple[Transition, ...] = (
    *(Transition(state, "change", _CHANGE, "always", "draft") for state in PREPARED),
    *(Transition(state, "rehearse", _CHANGE, "always", "rehearsed") for state in PREPARED),
    *(Transition(state, "annul", _CHANGE, "with_reason", "annulled") for state in PREPARED),
    Transition("rehearsed", "publish", _PUBLISH, "nothing_blocks", "published"),
    Transition("published", "annul", _PUBLISH, "with_reason", "annulled"),
    Transition("published", "open", _CLOCK, "opens", "open"),
    Transition("open", "close", _CLOCK, "closes", "closed"),
    Transition("open", "note_outage", _MOVE, "always", "open"),
    Transition("closed", "note_outage", _MOVE, "lost_hours", "open"),
    Transition("closed", "start_admissibility", _MOVE, "ready", "admissibility"),
    Transition("admissibility", "start_evaluation", _MOVE, "ready", "evaluation"),
    Transition("evaluation", "start_ranking", _MOVE, "ready", "ranking"),
    Transition("ranking", "allocate", _MOVE, "ready", "allocated"),
)


def transition(state: CallState, action: CallMove) -> Transition | None:
    """The row for an action in a state; None where it cannot be done."""
    return next((row for row in TRANSITIONS if (row.state, row.action) == (state, action)), None)


def moves(state: CallState, roles: Collection[str]) -> tuple[CallMove, ...]:
    """What somebody in these roles may press on a call in this state."""
    return tuple(row.action for row in TRANSITIONS if row.state == state and set(row.roles) & set(roles))


def state_at(stored: CallState, opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> CallState:
    """Where a call stands at a moment, by its stored state and its two moments (both of them still count as open)."""
    state = stored
    if state == "published" and opens_at is not None and now >= opens_at:
        state = "open"
    if state == "open" and closes_at is not None and now > closes_at:
        state = "closed"
    return state


def due_moves(
    stored: CallState, opens_at: datetime | None, closes_at: datetime | None, now: datetime
) -> tuple[CallMove, ...]:
    """What the clock has still to store: opening, closing, both, or nothing."""
    reached = state_at(stored, opens_at, closes_at, now)
    steps: dict[tuple[CallState, CallState], tuple[CallMove, ...]] = {
        ("published", "open"): ("open",),
        ("published", "closed"): ("open", "close"),
        ("open", "closed"): ("close",),
    }
    return steps.get((stored, reached), ())


def diagram() -> str:
    """The table as a diagram (Mermaid), which the docs show: what leads to another state."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    for row in (row for row in TRANSITIONS if row.next != row.state):
        guard = "" if row.guard == "always" else f" [{row.guard}]"
        lines.append(f"    {row.state} --> {row.next}: {row.action}{guard}")
    return "\n".join(lines) + "\n"
