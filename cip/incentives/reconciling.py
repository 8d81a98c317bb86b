"""A bank's lines against the payments that were sent: what a line settles by itself, and what people may say of the
rest. Pure; whole cents.

A line settles a payment by itself only under the payment's own id and with exactly its sum. A payment that the bank
books and gives back in the same statement was never made.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Settled = Literal["executed", "rejected"]


@dataclass(frozen=True, slots=True)
class BankLine:
    """A line that settled nothing yet."""

    id: str
    day: date
    cents: int
    end_to_end: str
    returned: bool


@dataclass(frozen=True, slots=True)
class SentPayment:
    """A payment that is at the bank: its id there, and what should leave the account, in cents."""

    id: str
    end_to_end: str
    cents: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """A payment was executed or came back on a day, as these lines say."""

    payment_id: str
    outcome: Settled
    on: date
    line_ids: tuple[str, ...]


def settle(lines: Iterable[BankLine], sent: Collection[SentPayment]) -> tuple[Settlement, ...]:
    """What lines settle by themselves, in the order of the payments' ids."""
    by_id: dict[str, list[BankLine]] = {}
    for line in lines:
        if line.end_to_end:
            by_id.setdefault(line.end_to_end, []).append(line)
    found = (_settled(payment, by_id.get(payment.end_to_end, [])) for payment in sorted(sent, key=lambda one: one.id))
    return tuple(one for one in found if one is not None)


def _settled(payment: SentPayment, lines: Sequence[BankLine]) -> Settlement | None:
    out = [line for line in lines if line.cents == -payment.cents and not line.returned]
    back = [line for line in lines if line.cents == payment.cents]
    # More than one line under one id is for a person to look at.
    if len(out) > 1 or len(back) > 1 or not (out or back):
        return None
    used = (*out, *back)
    outcome: Settled = "rejected" if back else "executed"
    return Settlement(payment.id, outcome, max(line.day for line in used), tuple(line.id for line in used))


def proposals(line: BankLine, sent: Iterable[SentPayment]) -> tuple[str, ...]:
    """The payments that a line may be about, by id: of the same sum, those under the line's own id first."""
    same = [one for one in sent if one.cents == abs(line.cents)]
    return tuple(one.id for one in sorted(same, key=lambda one: (one.end_to_end != line.end_to_end, one.id)))


def outcome_of(line: BankLine) -> Settled:
    """What a line means for the payment that a person matches it with: money that went out, or came back."""
    return "executed" if line.cents < 0 else "rejected"
