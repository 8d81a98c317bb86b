"""Parts of awards are put together for the bank: drafted, and prepared once every check of the day is in order.

Order of locks: the call, its awards by id, then the money.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from cip.database.locks import lock
from cip.database.work import Work
from cip.incentives import payment_sentences as sentences
from cip.incentives.actions.move_call import hold_call
from cip.incentives.actions.payment_work import (
    NotPayableError,
    ThirdPersonError,
    WrongPaymentStateError,
    again,
    hold_awards,
    hold_batch,
    move_payment,
)
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.awards import StoredAward
from cip.incentives.bank_accounts import BankAccount
from cip.incentives.payment_checks import over_the_limit
from cip.incentives.payments import PartOfAward, Payment, PaymentBatch
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.payments import account_of_body, account_of_firm, next_number
from cip.incentives.reads.state_aid import room_of
from cip.incentives.reads.tranches import tranches_of_awards
from cip.incentives.records import PaymentBatchRow, PaymentOrderRow
from cip.incentives.records.payments import PURPOSE
from cip.kernel.canonical import canonical_json
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Reason
from cip.rulebook.parameters import ParameterError

_ID_PREFIX = "CIP"


class NoOfficeAccountError(RefusalError):
    """The office has no account to pay from, or nobody else has checked it."""

    def __init__(self) -> None:
        super().__init__("The office has no checked account to pay from.")


class OddPayDayError(RefusalError, ValueError):
    """The day of payment has passed, or nothing was chosen."""

    def __init__(self) -> None:
        super().__init__("The day of payment has passed.")


def draft_payments(work: Work, call_id: str, picked: Mapping[str, str], pays_on: date) -> str:
    """Put parts of awards of a call together (the part by the award's id) to be paid on a day; the batch's id. Each is
    taken: nobody else can pay it meanwhile.

    Raises NotPayableError, NoOfficeAccountError, OddPayDayError, LookupError for an award of another call.
    """
    call = hold_call(work, call_id)
    if pays_on < today(work.now) or not picked:
        raise OddPayDayError
    awards = _own(work, call_id, sorted(picked))
    account = _good(account_of_body(work.session, call.body_id))
    hold_awards(work, picked)
    awards = _own(work, call_id, sorted(picked))
    parts = _payable(work, call_id, awards, picked, pays_on)
    row = PaymentBatchRow(
        id=work.new_id(),
        call_id=call_id,
        number=next_number(work.session, call_id),
        pays_on=pays_on,
        account_id=account.id,
        made_at=work.now,
        prepared_by=person_of(work),
    )
    work.session.add(row)
    work.session.flush()
    for award in awards:
        _order(work, row.id, award, parts[award.id])
    return row.id


def prepare_payments(work: Work, batch_id: str) -> None:
    """Prepare a drafted batch by who drafted it: every check is made again, the money is due from now on.

    Raises WrongPaymentStateError, ThirdPersonError, NotPayableError, MoneyRefusedError.
    """
    batch, payments = hold_batch(work, batch_id)
    if batch.state != "draft":
        raise WrongPaymentStateError
    if batch.prepared_by != person_of(work):
        raise ThirdPersonError
    live = [one for one in payments if one.state == "draft"]
    if not live:
        raise WrongPaymentStateError
    for award_id, part in look_again(work, batch, live).items():
        payment = next(one for one in live if one.award_id == award_id)
        _fill(work, payment, part)
        move_payment(work, again(work, payment.id), "prepare", today(work.now), person=person_of(work))
    lock(work.session, PaymentBatchRow, batch_id).prepared_at = work.now
    work.session.flush()


def look_again(work: Work, batch: PaymentBatch, payments: Sequence[Payment]) -> Mapping[str, PartOfAward]:
    """The parts that held payments are about, as they stand for the day of payment were these not there; by award.

    Raises NotPayableError where one is not payable any more, NoOfficeAccountError.
    """
    call = call_of(work.session, batch.call_id)
    office = _good(account_of_body(work.session, call.body_id))
    if office.id != batch.account_id:
        raise NoOfficeAccountError
    awards = _own(work, batch.call_id, sorted(one.award_id for one in payments))
    picked = {one.award_id: one.tranche_id for one in payments}
    return _payable(work, batch.call_id, awards, picked, batch.pays_on, [one.id for one in payments])


def _own(work: Work, call_id: str, award_ids: Sequence[str]) -> list[StoredAward]:
    awards = [award_of(work.session, award_id) for award_id in award_ids]
    if any(award.call_id != call_id for award in awards):
        raise LookupError("an award of another call")
    return awards


def _payable(
    work: Work,
    call_id: str,
    awards: Sequence[StoredAward],
    picked: Mapping[str, str],
    on: date,
    without: Sequence[str] = (),
) -> dict[str, PartOfAward]:
    found: dict[str, PartOfAward] = {}
    because: dict[str, Sequence[Reason]] = {}
    for award_id, parts in tranches_of_awards(work.session, call_id, awards, on, without).items():
        part = next((one for one in parts if one.id == picked[award_id]), None)
        if part is None:
            raise LookupError("a part that the call does not have")
        over = _aid(work, next(award for award in awards if award.id == award_id))
        if part.state != "payable" or over:
            because[award_id] = (*part.because, *over)
        found[award_id] = part
    if because:
        raise NotPayableError(because)
    return found


def _aid(work: Work, award: StoredAward) -> tuple[Reason, ...]:
    """De minimis again, on the day of the grant with what is on record now."""
    law = pack_of_call(work.session, call_of(work.session, award.call_id)).content.law.parameters
    on = award.granted_on or today(work.now)
    try:
        return over_the_limit(room_of(work.session, award.firm_id, on, None, law))
    except ParameterError:
        return (Reason("payment.de_minimis", sentences.ROOM_UNKNOWN, {}),)


def _good(account: BankAccount | None) -> BankAccount:
    if account is None or not account.good:
        raise NoOfficeAccountError
    return account


def _order(work: Work, batch_id: str, award: StoredAward, part: PartOfAward) -> None:
    account = account_of_firm(work.session, award.firm_id)
    if account is None:  # pragma: no cover - a part without one is not payable
        raise LookupError("the firm has no account")
    order_id = work.new_id()
    work.session.add(
        PaymentOrderRow(
            id=order_id,
            batch_id=batch_id,
            award_id=award.id,
            firm_id=award.firm_id,
            tranche_id=part.id,
            account_id=account.id,
            end_to_end=f"{_ID_PREFIX}{order_id}",
            cup=part.cup or "",
            purpose=" ".join(filter(None, ("CUP" if part.cup else "", part.cup, part.part.label.it)))[:PURPOSE],
            state="draft",
            **_sums(part),
        )
    )
    work.session.flush()


def _fill(work: Work, payment: Payment, part: PartOfAward) -> None:
    """What a draft comes to may have changed since: its sums and its account are those of now."""
    row = lock(work.session, PaymentOrderRow, payment.id)
    account = account_of_firm(work.session, payment.firm_id)
    if account is not None:
        row.account_id = account.id
    for name, value in _sums(part).items():
        setattr(row, name, value)
    work.session.flush()


def _sums(part: PartOfAward) -> dict[str, object]:
    kept = part.withholding
    return {
        "cents": part.cents,
        "withheld": 0 if kept is None else kept.cents,
        "offset_cents": part.offset,
        "because": canonical_json([] if kept is None else [reason.as_json() for reason in kept.because]),
    }
