"""The states of an award as a table: who may do what in which state, under which guard, and where it leads. Pure.

An award begins with the ranking that is published (`reserved`: its money is kept). Whoever prepares its decision does
not approve it; both are people of the office.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from cip.parties.permissions import TABLE

AwardState = Literal[
    "reserved", "prepared", "approved", "notified", "accepted", "released", "lapsed", "waived", "revoked", "closed",
]  # fmt: skip
AwardMove = Literal[
    "reserve", "prepare", "send_back", "approve", "release", "notify", "accept", "waive", "lapse", "revoke", "close",
]  # fmt: skip
# reserve: a later version of the ranking awards again what one before had let go.
# always: nothing is asked. checked: every last check of the day is there and in order. other_person: not who prepared
# it. with_reason: somebody writes why. protocol: the letter has its protocol number. obligations: who accepts has
# agreed to each. term_passed: the day by which it had to be accepted is over. two_people: prepared by one, done by
# another. settled: nothing more is to be paid, proved, kept or given back (cip/incentives/closing.py).
AwardGuard = Literal[
    "always", "checked", "other_person", "with_reason", "protocol", "obligations", "term_passed", "two_people",
    "settled",
]  # fmt: skip

AWARD_STATES: tuple[AwardState, ...] = get_args(AwardState)
AWARD_MOVES: tuple[AwardMove, ...] = get_args(AwardMove)
UNDECIDED: tuple[AwardState, ...] = ("reserved", "prepared")
"""In these its money is only kept, and a later version of the ranking still settles what becomes of it."""
LIVE: tuple[AwardState, ...] = (*UNDECIDED, "approved", "notified", "accepted")
"""In these the award may still be paid, or is being decided."""
AWARDED_STATES: tuple[AwardState, ...] = ("approved", "notified", "accepted", "closed")
"""In these the firm has the award."""


@dataclass(frozen=True, slots=True)
class AwardTransition:
    """One row: in `state`, `action` by one of `roles` leads to `next` where the `guard` holds."""

    state: AwardState
    action: AwardMove
    roles: tuple[str, ...]
    guard: AwardGuard
    next: AwardState


# Who may is said in one place only.
_PREPARE, _APPROVE = TABLE["award"]["manage"], TABLE["award"]["sign"]
_OWN_ACCEPT, _OWN_WAIVE = TABLE["own_award"]["submit"], TABLE["own_award"]["withdraw"]

AWARD_TRANSITIONS: tuple[AwardTransition, ...] = (
    AwardTransition("released", "reserve", ("system",), "always", "reserved"),
    AwardTransition("reserved", "prepare", _PREPARE, "checked", "prepared"),
    AwardTransition("reserved", "release", _PREPARE, "with_reason", "released"),
    AwardTransition("prepared", "send_back", _APPROVE, "with_reason", "reserved"),
    AwardTransition("prepared", "approve", _APPROVE, "other_person", "approved"),
    AwardTransition("approved", "notify", _PREPARE, "protocol", "notified"),
    AwardTransition("approved", "revoke", _APPROVE, "two_people", "revoked"),
    AwardTransition("notified", "accept", _OWN_ACCEPT, "obligations", "accepted"),
    AwardTransition("notified", "waive", _OWN_WAIVE, "with_reason", "waived"),
    AwardTransition("notified", "lapse", _PREPARE, "term_passed", "lapsed"),
    AwardTransition("notified", "revoke", _APPROVE, "two_people", "revoked"),
    AwardTransition("accepted", "waive", _OWN_WAIVE, "with_reason", "waived"),
    AwardTransition("accepted", "revoke", _APPROVE, "two_people", "revoked"),
    AwardTransition("accepted", "close", _PREPARE, "settled", "closed"),
)


def award_transition(state: AwardState, action: AwardMove) -> AwardTransition | None:
    """The row for an action in a state; None where it cannot be done."""
    return next((row for row in AWARD_TRANSITIONS if (row.state, row.action) == (state, action)), None)


def award_moves(state: AwardState, roles: Collection[str]) -> tuple[AwardMove, ...]:
    """What somebody in these roles may press on an award in this state."""
    return tuple(row.action for row in AWARD_TRANSITIONS if row.state == state and set(row.roles) & set(roles))


def award_diagram() -> str:
    """The table as a diagram (Mermaid), which the docs show."""
    lines = ["stateDiagram-v2", "    [*] --> reserved"]
    for row in AWARD_TRANSITIONS:
        guard = "" if row.guard == "always" else f" [{row.guard}]"
        lines.append(f"    {row.state} --> {row.next}: {row.action}{guard}")
    return "\n".join(lines) + "\n"
