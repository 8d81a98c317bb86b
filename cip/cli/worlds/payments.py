"""What is paid of a world's past call: the first parts of some awards went through three hands, one is held.

Every sum, account and answer is invented; the accounts are of the kind that manuals print.
"""

from collections.abc import Sequence

from cip.cli.worlds.calls import Office
from cip.database.work import open_reading
from cip.incentives.actions.bank_accounts import enter_account, number_of, review_account
from cip.incentives.actions.import_statement import import_statement
from cip.incentives.actions.look_before_payment import NewFact, hold_part, record_payment_fact
from cip.incentives.actions.pay_batch import approve_batch, send_batch
from cip.incentives.actions.prepare_payments import draft_payments, prepare_payments
from cip.incentives.payment_checks import PaymentFactKind, PaymentFactValue
from cip.incentives.payments import Payment
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.payments import account_of_body, payments_of_batch
from cip.parties.reads import find_firm, members_of

# How many days before the day of the demonstration; firms accepted 25 days before.
_ENTERED, _LOOKED, _HELD, _PREPARED, _APPROVED, _SENT, _PAID, _IMPORTED = 24, 23, 22, 21, 20, 19, 18, 16
_OFFICE_IBAN, _FIRM_IBAN = "IT40S0542811101000000123456", "IT60X0542811101000000123456"
_ANSWERS: tuple[tuple[PaymentFactKind, PaymentFactValue, str], ...] = (
    ("durc", "yes", "DURC inventato"),
    ("insurance", "yes", "polizza inventata"),
    ("tax_debt", "yes", "verifica inventata"),
    ("business", "yes", "impresa iscritta al registro inventato"),
    ("capital_goods", "no", "decisione inventata: misure organizzative, non beni"),
)


def seed_payments(office: Office, accepted: Sequence[str], *, held: int = 1) -> str:
    """The first parts of awards that were accepted are paid, but for the last so many, which are held. `office` stands
    at its past call. The id of the batch; empty where nothing was paid.
    """
    part = part_at(office, 0)
    if part is None or not accepted:
        return ""
    _office_account(office)
    for award_id in accepted:
        _account(office, award_id)
        _look(office, award_id, part)
    paid = list(accepted[: max(0, len(accepted) - held)])
    for award_id in accepted[len(paid) :]:
        with office.ago(_HELD).of(office.cast.people["officer"]) as work:
            hold_part(work, award_id, part, "doubt", "Una firma dell'accettazione è da chiarire.")
    return _pay(office, paid, part) if paid else ""


def seed_part(office: Office, award_id: str, part: str) -> None:
    """A part of an award whose account is known is looked at and paid. `office` stands at the call."""
    _look(office, award_id, part)
    _pay(office, [award_id], part)


def part_at(office: Office, place: int) -> str | None:
    """The part at a place of those that the call pays in; None where there is none or nothing is known of them."""
    with open_reading(office.applying.stage.database) as session:
        tranches = pack_of_call(session, call_of(session, office.call_id)).call.tranches
    return None if isinstance(tranches, str) or not tranches else tranches[place].id


def _office_account(office: Office) -> None:
    people = office.cast.people
    with open_reading(office.applying.stage.database) as session:
        if account_of_body(session, office.body_id) is not None:
            return
    with office.ago(_ENTERED).of(people["officer"]) as work:
        account_id = enter_account(work, office.secret_key, _OFFICE_IBAN, "Tesoreria inventata", body_id=office.body_id)
    with office.ago(_LOOKED).of(people["head"]) as work:
        review_account(work, account_id, "seen", "convenzione di tesoreria inventata")


def _account(office: Office, award_id: str) -> None:
    """The firm gives its account, the officer checks it."""
    with open_reading(office.applying.stage.database) as session:
        firm_id = award_of(session, award_id).firm_id
        owner = next(one.person_id for one in members_of(session, firm_id) if one.role == "owner")
        firm = find_firm(session, firm_id)
    holder = "-" if firm is None else firm.name[:70]
    with office.ago(_ENTERED).by(owner, firm_id) as work:
        account_id = enter_account(work, office.secret_key, _FIRM_IBAN, holder, firm_id=firm_id)
    with office.ago(_LOOKED).of(office.cast.people["officer"]) as work:
        review_account(work, account_id, "seen", "telefonata inventata")


def _look(office: Office, award_id: str, part: str) -> None:
    """The officer checks everything that a payment asks."""
    with office.ago(_LOOKED).of(office.cast.people["officer"]) as work:
        for kind, value, source in _ANSWERS:
            record_payment_fact(work, award_id, part, NewFact(kind, value, office.day(_LOOKED), source))


def _pay(office: Office, award_ids: Sequence[str], part: str) -> str:
    """The officer prepares, the head approves, the cashier pays, the bank answers."""
    people = office.cast.people
    with office.ago(_PREPARED).of(people["officer"]) as work:
        batch_id = draft_payments(work, office.call_id, dict.fromkeys(award_ids, part), office.day(_PAID))
        prepare_payments(work, batch_id)
    with office.ago(_APPROVED).of(people["head"]) as work:
        approve_batch(work, batch_id)
    with office.ago(_SENT).of(people["cashier"]) as work:
        send_batch(work, batch_id, lambda account: number_of(office.secret_key, account))
    with open_reading(office.applying.stage.database) as session:
        payments = list(payments_of_batch(session, batch_id))
    with office.ago(_IMPORTED).of(people["officer"]) as work:
        import_statement(work, office.body_id, "estratto-inventato.csv", _statement(office, payments))
    return batch_id


def _statement(office: Office, payments: Sequence[Payment]) -> bytes:
    """What the bank would say, with a line that is nobody's."""
    day = office.day(_PAID).isoformat()
    rows = [
        f"{day};-{one.transferred // 100}.{one.transferred % 100:02d};{one.end_to_end};contributo" for one in payments
    ]
    return "\n".join(["data;importo;end_to_end;descrizione", *rows, f"{day};-2.50;;spese inventate"]).encode()
