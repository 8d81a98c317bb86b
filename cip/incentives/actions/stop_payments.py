"""An award ends: what was prepared of it is not paid. Whoever ends an award does this first."""

from cip.database.work import Work
from cip.incentives.actions.payment_work import move_payment
from cip.incentives.payment_states import LIVE_PAYMENTS
from cip.incentives.reads.payments import payments_of_awards
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError


class PaymentOnItsWayError(RefusalError):
    """A payment of the award is at the bank: first the bank says what became of it."""

    def __init__(self) -> None:
        super().__init__("A payment of this award is at the bank: wait until the bank says what became of it.")


def stop_payments(work: Work, award_id: str, reason: str, *, person: str | None = None) -> None:
    """Cancel what is drafted, prepared or approved of an award that is held (after its call); its money is not due any
    more. Raises PaymentOnItsWayError where a payment of it is at the bank.
    """
    live = [one for one in payments_of_awards(work.session, [award_id])[award_id] if one.state in LIVE_PAYMENTS]
    if any(one.state == "sent" for one in live):
        raise PaymentOnItsWayError
    for payment in live:
        move_payment(work, payment, "cancel", today(work.now), person=person, reason=reason)
