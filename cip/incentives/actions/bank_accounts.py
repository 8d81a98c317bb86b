"""Bank accounts are entered by who owns them and looked at by somebody else of the office before anything is paid."""

from sqlalchemy import select

from cip.database.locks import lock_words
from cip.database.work import Work
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.bank_accounts import SEALED_FOR, AccountOutcome, BankAccount, masked, read_iban
from cip.incentives.reads.payments import account_of_body, account_of_firm, find_account
from cip.incentives.records import BankAccountReviewRow, BankAccountRow
from cip.kernel.errors import RefusalError
from cip.kernel.sealing import seal, unseal


class SameHandError(RefusalError):
    """Who entered an account does not check it."""

    def __init__(self) -> None:
        super().__init__("Somebody else than who entered the account must check it.")


class NotNewestAccountError(RefusalError):
    """Another account was entered meanwhile, or somebody has checked this one."""

    def __init__(self) -> None:
        super().__init__("This account is not the newest one, or was checked already.")


def enter_account(work: Work, key: str, number: str, holder: str, *, firm_id: str = "", body_id: str = "") -> str:
    """Enter the account of a firm or of an office (one of the two), which takes the place of the one before; its id,
    the one before where nothing changed. Nothing is paid to or from it until somebody else has seen it.

    Raises WrongIbanError.
    """
    plain = read_iban(number)
    lock_words(work.session, f"bank account {firm_id or body_id}")
    before = account_of_firm(work.session, firm_id) if firm_id else account_of_body(work.session, body_id)
    if before is not None and _same(key, before, plain, holder):
        return before.id
    row = BankAccountRow(
        id=work.new_id(),
        firm_id=firm_id or None,
        body_id=body_id or None,
        holder=holder,
        sealed=seal(key, plain.encode("ascii"), purpose=SEALED_FOR),
        mask=masked(plain),
        entered_at=work.now,
        entered_by=person_of(work),
        entered_label=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def review_account(work: Work, account_id: str, outcome: AccountOutcome, reason: str) -> None:
    """Say that an account was checked (and how), or that it is not taken (and why). Raises SameHandError,
    NotNewestAccountError.
    """
    found = find_account(work.session, account_id)
    if found is None:
        raise NotNewestAccountError
    lock_words(work.session, f"bank account {found.firm_id or found.body_id}")
    newest = _newest(work, found)
    there = select(BankAccountReviewRow.account_id).where(BankAccountReviewRow.account_id == account_id)
    if newest is None or newest.id != account_id or work.session.scalar(there) is not None:
        raise NotNewestAccountError
    if found.entered_by == person_of(work):
        raise SameHandError
    work.session.add(
        BankAccountReviewRow(
            account_id=account_id,
            entered_by=found.entered_by,
            outcome=outcome,
            reason=reason,
            at=work.now,
            by_person=person_of(work),
            by_label=work.actor.label,
        )
    )
    work.session.flush()


def number_of(key: str, account: BankAccount) -> str:
    """The whole number of an account. Raises SealBrokenError."""
    return unseal(key, account.sealed, purpose=SEALED_FOR).decode("ascii")


def _same(key: str, before: BankAccount, number: str, holder: str) -> bool:
    return before.holder == holder and before.outcome != "refused" and number_of(key, before) == number


def _newest(work: Work, account: BankAccount) -> BankAccount | None:
    if account.firm_id is not None:
        return account_of_firm(work.session, account.firm_id)
    return account_of_body(work.session, account.body_id or "")
