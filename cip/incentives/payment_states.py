"""The states of a payment order as a table: who may do what in which state, under which guard, where it leads. Pure.

Three people: who prepares a payment does not approve it, who approves it does not pay it, who pays it has done neither.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from cip.parties.permissions import TABLE

PaymentState = Literal["draft", "prepared", "approved", "sent", "executed", "rejected", "cancelled"]
PaymentMove = Literal["prepare", "approve", "send", "execute", "reject", "cancel"]
# checked: every check of the day is there and in order. second_person: not who prepared it. third_person: neither who
# prepared it nor who approved it. bank_line: a line of the bank's statement says so, or a person with its reference.
# with_reason: somebody writes why.
PaymentGuard = Literal["checked", "second_person", "third_person", "bank_line", "with_reason"]

PAYMENT_STATES: tuple[PaymentState, ...] = get_args(PaymentState)
PAYMENT_MOVES: tuple[PaymentMove, ...] = get_args(PaymentMove)
LIVE_PAYMENTS: tuple[PaymentState, ...] = ("draft", "prepared", "approved", "sent")
"""In these a payment is on its way: its award has no other one meanwhile."""
BOUND_PAYMENTS: tuple[PaymentState, ...] = ("prepared", "approved", "sent")
"""In these its money is due."""


@dataclass(frozen=True, slots=True)
class PaymentTransition:
    """One row: in `state`, `action` by one of `roles` leads to `next` where the `guard` holds."""

    state: PaymentState
    action: PaymentMove
    roles: tuple[str, ...]
    guard: PaymentGuard
    next: PaymentState


# Who may is said in one place only.
_PREPARE, _APPROVE, _PAY = (TABLE["payment_batch"][action] for action in ("manage", "sign", "move"))

PAYMENT_TRANSITIONS: tuple[PaymentTransition, ...] = (
    PaymentTransition("draft", "prepare", _PREPARE, "checked", "prepared"),
    PaymentTransition("draft", "cancel", _PREPARE, "with_reason", "cancelled"),
    PaymentTransition("prepared", "approve", _APPROVE, "second_person", "approved"),
    PaymentTransition("prepared", "cancel", _PREPARE, "with_reason", "cancelled"),
    PaymentTransition("approved", "send", _PAY, "third_person", "sent"),
    PaymentTransition("approved", "cancel", _PREPARE, "with_reason", "cancelled"),
    PaymentTransition("sent", "execute", _PREPARE, "bank_line", "executed"),
    PaymentTransition("sent", "reject", _PREPARE, "with_reason", "rejected"),
    # The bank gave back what an earlier statement had called executed: a person sees the line.
    PaymentTransition("executed", "reject", _PREPARE, "bank_line", "rejected"),
)


def payment_transition(state: PaymentState, action: PaymentMove) -> PaymentTransition | None:
    """The row for an action in a state; None where it cannot be done."""
    return next((row for row in PAYMENT_TRANSITIONS if (row.state, row.action) == (state, action)), None)


def payment_moves(state: PaymentState, roles: Collection[str]) -> tuple[PaymentMove, ...]:
    """What somebody in these roles may press on a payment in this state, whoever did the steps before."""
    return tuple(row.action for row in PAYMENT_TRANSITIONS if row.state == state and set(row.roles) & set(roles))


def payment_diagram() -> str:
    """The table as a diagram (Mermaid), which the docs show."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    lines += [f"    {row.state} --> {row.next}: {row.action} [{row.guard}]" for row in PAYMENT_TRANSITIONS]
    return "\n".join(lines) + "\n"
