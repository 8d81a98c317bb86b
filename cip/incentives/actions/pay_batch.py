"""A prepared batch is approved by a second person and paid by a third; or it is cancelled, with a reason."""

from dataclasses import replace

from cip.database.locks import lock
from cip.database.work import Work
from cip.incentives.actions.payment_work import (
    NotPayableError,
    ThirdPersonError,
    WrongPaymentStateError,
    hold_batch,
    move_payment,
)
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.actions.prepare_payments import OddPayDayError, look_again
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.payments import PartOfAward, Payment, PaymentBatch
from cip.incentives.reads.award_checks import has_decided
from cip.incentives.reads.bank_files import NumberOf, files_of_batch
from cip.incentives.reads.payments import account_of_firm
from cip.incentives.records import PaymentBatchRow
from cip.kernel.clock import today


def approve_batch(work: Work, batch_id: str) -> None:
    """Approve a prepared batch by somebody else; every check is made again. Raises WrongPaymentStateError,
    ThirdPersonError, NotPayableError.
    """
    batch, payments = hold_batch(work, batch_id)
    live = _in(payments, "prepared")
    if batch.state != "prepared" or not live:
        raise WrongPaymentStateError
    if not batch.may_be_approved_by(person_of(work)):
        raise ThirdPersonError
    _same(work, batch, live)
    for payment in live:
        move_payment(work, payment, "approve", today(work.now), person=person_of(work))
    row = lock(work.session, PaymentBatchRow, batch_id)
    row.approved_by, row.approved_at = person_of(work), work.now
    work.session.flush()


def send_batch(work: Work, batch_id: str, number_of: NumberOf) -> None:
    """Pay an approved batch by a third person, who decided none of its awards either: every check is made for the day,
    the files are made and their digests kept. From now on nobody cancels it; only the bank says what became of it.

    Raises WrongPaymentStateError, ThirdPersonError, NotPayableError, OddPayDayError, SealBrokenError.
    """
    batch, payments = hold_batch(work, batch_id)
    live = _in(payments, "approved")
    if batch.state != "approved" or not live:
        raise WrongPaymentStateError
    who = person_of(work)
    if not batch.may_be_sent_by(who) or has_decided(work.session, who, [one.award_id for one in live]):
        raise ThirdPersonError
    if batch.pays_on < today(work.now):
        raise OddPayDayError
    _same(work, batch, live)
    for payment in live:
        move_payment(work, payment, "send", today(work.now), person=person_of(work))
    # The moment goes into the file: whole seconds, as every database keeps them.
    sent_at = work.now.replace(microsecond=0)
    files = files_of_batch(work.session, replace(batch, sent_by=person_of(work), sent_at=sent_at), number_of)
    row = lock(work.session, PaymentBatchRow, batch_id)
    row.sent_by, row.sent_at = person_of(work), sent_at
    row.file_sha256, row.table_sha256 = files.xml_sha256, files.table_sha256
    work.session.flush()


def cancel_batch(work: Work, batch_id: str, reason: str) -> None:
    """Cancel what of a batch has not gone to the bank; its parts can be paid again. Raises WrongPaymentStateError,
    NoReasonError.
    """
    if not reason.strip():
        raise NoReasonError
    batch, payments = hold_batch(work, batch_id)
    live = _in(payments, "draft", "prepared", "approved")
    if batch.state == "sent" or not live:
        raise WrongPaymentStateError
    for payment in live:
        move_payment(work, payment, "cancel", today(work.now), person=person_of(work), reason=reason)


def _in(payments: list[Payment], *states: str) -> list[Payment]:
    return [one for one in payments if one.state in states]


def _same(work: Work, batch: PaymentBatch, live: list[Payment]) -> None:
    """Nothing that was prepared has changed since. Raises NotPayableError, WrongPaymentStateError."""
    parts = look_again(work, batch, live)
    changed = [one for one in live if not _agrees(work, one, parts[one.award_id])]
    if changed:
        raise NotPayableError({one.award_id: parts[one.award_id].because for one in changed})


def _agrees(work: Work, payment: Payment, part: PartOfAward) -> bool:
    account = account_of_firm(work.session, payment.firm_id)
    sums = (payment.cents, payment.withheld, payment.offset_cents)
    kept = 0 if part.withholding is None else part.withholding.cents
    return sums == (part.cents, kept, part.offset) and account is not None and account.id == payment.account_id
