"""What every action on payments does: hold what it is about, move a payment and its money in one step."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from cip.database.locks import lock
from cip.database.work import Work
from cip.incentives.actions.move_call import hold_call
from cip.incentives.actions.move_money import Paper, move_money
from cip.incentives.money import AwardShare, FundingLine, split
from cip.incentives.money_events import Due, Event, Pay, Undue, Unpay
from cip.incentives.money_rules import Money
from cip.incentives.payment_states import BOUND_PAYMENTS, PaymentMove, PaymentState, payment_transition
from cip.incentives.payments import Payment, PaymentBatch
from cip.incentives.reads.payments import batch_of, find_payment, paid_by, payments_of_batch
from cip.incentives.records import AwardRow, PaymentMoveRow, PaymentOrderRow
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Reason

_Plan = Callable[[Payment, Sequence[AwardShare]], list[Event]]


class WrongPaymentStateError(RefusalError):
    """The payment is not in a state in which this can be done: somebody was faster."""

    def __init__(self) -> None:
        super().__init__("This cannot be done with this payment now.")


class ThirdPersonError(RefusalError):
    """Who prepares, who approves and who pays are three people."""

    def __init__(self) -> None:
        super().__init__("Another person must do this: who prepares, approves and pays are three people.")


class OddBankDayError(RefusalError, ValueError):
    """A bank executes a payment, or gives it back, on a day from the one on which it was sent to today."""

    def __init__(self) -> None:
        super().__init__("The day lies between the day on which the payment was sent and today.")


class NotPayableError(RefusalError):
    """Something stands in the way of a payment; `because` says what, by the id of its award."""

    def __init__(self, because: dict[str, Sequence[Reason]]) -> None:
        super().__init__(" ".join(reason.en for some in because.values() for reason in some) or "This cannot be paid.")
        self.because = because


def hold_batch(work: Work, batch_id: str) -> tuple[PaymentBatch, list[Payment]]:
    """Hold the call of a batch and its awards until the Work ends; the batch and its payments as they stand."""
    hold_call(work, batch_of(work.session, batch_id).call_id)
    hold_awards(work, {one.award_id for one in payments_of_batch(work.session, batch_id)})
    return batch_of(work.session, batch_id), list(payments_of_batch(work.session, batch_id))


def hold_awards(work: Work, award_ids: Iterable[str]) -> None:
    """Hold awards of held calls, in the order of their ids."""
    for award_id in sorted(set(award_ids)):
        lock(work.session, AwardRow, award_id)


def move_payment(
    work: Work, payment: Payment, action: PaymentMove, on: date, *, person: str | None, reason: str = ""
) -> None:
    """Move a payment of a held award and the money that goes with it: due when it is prepared, paid when the bank
    executed it, due no more when it ends otherwise. Raises WrongPaymentStateError, OddBankDayError, MoneyRefusedError.
    """
    row = lock(work.session, PaymentOrderRow, payment.id)
    step = payment_transition(row.state, action)  # type: ignore[arg-type]  # the table holds no other
    if step is None:
        raise WrongPaymentStateError
    if action in ("execute", "reject") and not can_be_day_of_bank(work, payment.id, on):
        raise OddBankDayError
    last = work.session.scalar(select(func.max(PaymentMoveRow.seq)).where(PaymentMoveRow.order_id == payment.id)) or 0
    work.session.add(
        PaymentMoveRow(
            id=work.new_id(),
            order_id=payment.id,
            seq=last + 1,
            action=action,
            from_state=step.state,
            to_state=step.next,
            on_day=on,
            reason=reason,
            at=work.now,
            by_person=person,
            by_label=work.actor.label,
        )
    )
    row.state = step.next
    work.session.flush()
    _move_money(work, payment, action, step.state, Paper(on, row.end_to_end, reason))


def can_be_day_of_bank(work: Work, payment_id: str, on: date) -> bool:
    """Whether the bank can have done something with a payment on a day: from the day on which it was sent to today."""
    m = PaymentMoveRow
    sent = work.session.scalar(select(m.on_day).where(m.order_id == payment_id, m.action == "send"))
    return sent is not None and sent <= on <= today(work.now)


def again(work: Work, payment_id: str) -> Payment:
    """A payment as it stands now. Raises WrongPaymentStateError where it is gone."""
    found = find_payment(work.session, payment_id)
    if found is None:
        raise WrongPaymentStateError
    return found


def _move_money(work: Work, payment: Payment, action: PaymentMove, before: PaymentState, paper: Paper) -> None:
    plan: _Plan
    if action == "prepare":
        plan = _due
    elif action == "execute":
        plan = _pay
    elif action == "reject" and before == "executed":
        plan = _given_back(paid_by(work.session, payment.award_id, payment.end_to_end))
    elif action in ("cancel", "reject") and before in BOUND_PAYMENTS:
        plan = _undue
    else:
        return

    def planned(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        return plan(payment, shares)

    move_money(work, payment.call_id, [payment.award_id], planned, paper)


def _given_back(paid: Mapping[str, tuple[int, int]]) -> _Plan:
    """What a payment had moved, by source, goes back there."""

    def plan(_payment: Payment, shares: Sequence[AwardShare]) -> list[Event]:
        return [Unpay(one.id, *paid[one.line_id]) for one in shares if one.line_id in paid]

    return plan


def _due(payment: Payment, shares: Sequence[AwardShare]) -> list[Event]:
    return [Due(share, cents) for share, cents in split(payment.cents, [(one.id, one.committed) for one in shares])]


def _undue(payment: Payment, shares: Sequence[AwardShare]) -> list[Event]:
    return [Undue(share, cents) for share, cents in split(payment.cents, [(one.id, one.due) for one in shares])]


def _pay(payment: Payment, shares: Sequence[AwardShare]) -> list[Event]:
    parts = split(payment.cents, [(one.id, one.due) for one in shares])
    kept = dict(split(payment.withheld, parts))
    return [Pay(share, cents, kept.get(share, 0)) for share, cents in parts]
