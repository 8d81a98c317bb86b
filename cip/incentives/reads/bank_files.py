"""The files of a batch for the bank, made from what is stored: the same batch gives the same bytes."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cip.incentives.bank_accounts import BankAccount
from cip.incentives.payments import Payment, PaymentBatch
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.payments import find_account, payments_of_batch
from cip.incentives.sepa import Payer, Transfer, as_pain, as_table
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import ROME
from cip.parties.reads import find_firm

NumberOf = Callable[[BankAccount], str]
"""Opens the number of an account."""


@dataclass(frozen=True, slots=True)
class BankFiles:
    """A batch as XML (None where nothing of it reaches a firm) and as a table, with their digests."""

    xml: bytes | None
    xml_sha256: str | None
    table: str
    table_sha256: str


def files_of_batch(session: Session, batch: PaymentBatch, number_of: NumberOf) -> BankFiles:
    """Both files of a batch that was sent. Raises LookupError where a firm or an account is gone, ValueError for a
    batch that was not sent.
    """
    if batch.sent_at is None:
        raise ValueError("the batch was not sent")
    pack = pack_of_call(session, call_of(session, batch.call_id))
    labels = {} if isinstance(pack.call.tranches, str) else {one.id: one.label.it for one in pack.call.tranches}
    payments = [one for one in payments_of_batch(session, batch.id) if one.state != "cancelled"]
    transfers = [_transfer(session, one, labels.get(one.tranche_id, one.tranche_id), number_of) for one in payments]
    office = _account(session, batch.account_id)
    xml = None
    if any(one.paid for one in transfers):
        payer = Payer(office.holder, number_of(office))
        xml = as_pain(batch.name, batch.sent_at.astimezone(ROME), batch.pays_on, payer, transfers)
    table = as_table(batch.pays_on, transfers)
    return BankFiles(xml, None if xml is None else sha256_of(xml), table, sha256_of(table))


def _transfer(session: Session, payment: Payment, part: str, number_of: NumberOf) -> Transfer:
    firm, account = find_firm(session, payment.firm_id), _account(session, payment.account_id)
    if firm is None:
        raise LookupError(f"there is no firm {payment.firm_id}")
    return Transfer(
        end_to_end=payment.end_to_end,
        firm=account.holder,
        tax_code=firm.tax_code,
        iban=number_of(account),
        part=part,
        cup=payment.cup,
        cents=payment.cents,
        withheld=payment.withheld,
        offset=payment.offset_cents,
        purpose=payment.purpose,
    )


def _account(session: Session, account_id: str) -> BankAccount:
    found = find_account(session, account_id)
    if found is None:
        raise LookupError(f"there is no account {account_id}")
    return found
