"""Payments as stored: batches, orders with their moves, and how each part of an award stands. Pure; whole cents."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from cip.incentives.payment_checks import PaymentFactKind, PaymentHold
from cip.incentives.payment_states import PaymentMove, PaymentState
from cip.incentives.tranches import Part
from cip.incentives.withholding import Withholding
from cip.kernel.money import half_up
from cip.kernel.texts import Reason

# paid: the bank executed it. on_its_way: a payment of it was prepared. payable: nothing stands in the way. held:
# somebody stopped it, or a check of the day is missing. waiting: what the call asks has not happened. nothing: it comes
# to nothing any more.
PartState = Literal["paid", "on_its_way", "payable", "held", "waiting", "nothing"]


@dataclass(frozen=True, kw_only=True)
class Payment:
    """A payment order: a part of an award that is paid. What reaches the firm is `transferred`."""

    id: str
    batch_id: str
    call_id: str
    award_id: str
    firm_id: str
    tranche_id: str
    account_id: str
    cents: int
    withheld: int
    offset_cents: int
    because: str
    end_to_end: str
    cup: str
    purpose: str
    state: PaymentState

    @property
    def transferred(self) -> int:
        """What reaches the firm, in cents."""
        return self.cents - self.withheld - self.offset_cents


@dataclass(frozen=True, kw_only=True)
class PaymentBatch:
    """Payments that go to the bank together; who did each step, None where it was not done."""

    id: str
    call_id: str
    number: int
    pays_on: date
    account_id: str
    made_at: datetime
    prepared_by: str
    prepared_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    sent_by: str | None
    sent_at: datetime | None
    file_sha256: str | None
    table_sha256: str | None

    @property
    def state(self) -> PaymentState:
        """How far the batch is; single payments of it may have come back or been cancelled."""
        if self.sent_at is not None:
            return "sent"
        if self.approved_at is not None:
            return "approved"
        return "draft" if self.prepared_at is None else "prepared"

    @property
    def name(self) -> str:
        """What the bank's message is called; unique."""
        return f"CIP-{self.id[:28]}"

    def may_be_approved_by(self, person_id: str) -> bool:
        """Whether somebody may approve it: it is prepared, by somebody else."""
        return self.state == "prepared" and person_id != self.prepared_by

    def may_be_sent_by(self, person_id: str) -> bool:
        """Whether somebody may pay it: it is approved, and they neither prepared nor approved it."""
        return self.state == "approved" and person_id not in (self.prepared_by, self.approved_by)

    def opens_numbers_to(self, person_id: str) -> bool:
        """Whether somebody sees whole account numbers: who pays it, nobody else."""
        return self.sent_by == person_id


@dataclass(frozen=True, kw_only=True)
class PaymentStep:
    """One move of a payment."""

    order_id: str
    seq: int
    action: PaymentMove
    from_state: PaymentState
    to_state: PaymentState
    on_day: date
    reason: str
    at: datetime
    by_person: str | None
    by_label: str


@dataclass(frozen=True, kw_only=True)
class PartOfAward:
    """How a part of an award stands on a day: what is to be paid of it, what is kept back, and why it waits. `lacks`:
    the facts that the office has yet to record, for a part that nothing else keeps from its turn.
    """

    part: Part
    award_id: str
    state: PartState
    cents: int
    withholding: Withholding | None
    offset: int
    cup: str | None
    because: tuple[Reason, ...]
    holds: tuple[PaymentHold, ...]
    payment: Payment | None
    paid_on: date | None
    came_back: str
    lacks: tuple[PaymentFactKind, ...] = ()

    @property
    def id(self) -> str:
        """The part's id in the call's rules."""
        return self.part.id

    @property
    def transferred(self) -> int:
        """What would reach the firm, in cents."""
        withheld = 0 if self.withholding is None else self.withholding.cents
        return max(0, self.cents - withheld - self.offset)


BESIDE_NETTING = frozenset({"payment.owes", "payment.account", "payment.lowered"})
"""What is told of a part and still lets a debt be set against it: the debt itself, an account that is not needed, and
why the part is smaller.
"""


def still_to_come(held: int, parts: Collection[PartOfAward]) -> int:
    """What an award may still bring its firm, in cents, of those that are held for it: what the parts come to that are
    not paid, where the call says how it pays.
    """
    return min(held, sum(one.cents for one in parts if one.state != "paid")) if parts else held


@dataclass(frozen=True, slots=True)
class Netting:
    """What of an award a debt can be set against: `cents` at the most, of a part from which `withheld` of `whole` is
    kept as tax.
    """

    cents: int = 0
    withheld: int = 0
    whole: int = 0

    def tax(self, cents: int) -> int:
        """The tax that goes with so many cents that are set off: the same part of it as of what would reach the firm;
        half a cent up.
        """
        return half_up(Fraction(self.withheld * cents, self.whole - self.withheld)) if self.withheld else 0


def netting_of(parts: Iterable[PartOfAward]) -> Netting:
    """What of an award a debt can be set against now: what would reach the firm of the next part, where that part is to
    be paid and nothing but the debt holds it. The rest of a debt stays due.
    """
    part = next((one for one in parts if one.state not in ("paid", "nothing")), None)
    if part is None or part.state not in ("payable", "held"):
        return Netting()
    if not {one.rule for one in part.because} <= BESIDE_NETTING:
        return Netting()
    return Netting(part.transferred, 0 if part.withholding is None else part.withholding.cents, part.cents)


def batch_stands(batch: PaymentBatch, payments: Iterable[Payment]) -> PaymentState:
    """How far a batch is with its payments: cancelled where all are, executed once the bank has answered each."""
    live = [one.state for one in payments if one.state != "cancelled"]
    if not live:
        return "cancelled"
    return "executed" if batch.state == "sent" and "sent" not in live else batch.state


def batch_total(payments: Iterable[Payment]) -> tuple[int, int, int]:
    """Of payments that were not cancelled: what they come to, what is kept back of it, what reaches the firms."""
    live = [one for one in payments if one.state != "cancelled"]
    gross, out = sum(one.cents for one in live), sum(one.transferred for one in live)
    return gross, gross - out, out


@dataclass(frozen=True, kw_only=True)
class StatementGlance:
    """A statement that was imported: how many of its lines were new, and how many were known."""

    id: str
    body_id: str
    kind: str
    file_name: str
    sha256: str
    lines: int
    known: int
    at: datetime
    by_label: str


@dataclass(frozen=True, kw_only=True)
class OpenLine:
    """A line of a statement that settled nothing yet, with the payments that it may be about."""

    id: str
    statement_id: str
    day: date
    cents: int
    end_to_end: str
    returned: bool
    words: str
    proposed: Sequence[Payment]
