"""Parts of awards are paid: three people, one winner, money in the ledger, the bank's statement settles."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from cip.database.engine import Database
from cip.database.work import open_reading
from cip.incentives.actions.bank_accounts import SameHandError, enter_account, number_of, review_account
from cip.incentives.actions.check_award import hold_award
from cip.incentives.actions.import_statement import (
    LineTakenError,
    OtherSumError,
    import_statement,
    match_line,
    set_line_aside,
    settle_by_hand,
)
from cip.incentives.actions.look_before_payment import MayNotLiftError, hold_part, lift_hold
from cip.incentives.actions.pay_batch import cancel_batch
from cip.incentives.actions.payment_work import (
    NotPayableError,
    OddBankDayError,
    ThirdPersonError,
    WrongPaymentStateError,
)
from cip.incentives.actions.stop_payments import PaymentOnItsWayError, stop_payments
from cip.incentives.awards import StoredAward
from cip.incentives.money import total
from cip.incentives.payment_sentences import ACCOUNT_OUTSIDE_SEPA
from cip.incentives.payments import Payment
from cip.incentives.reads.bank_files import files_of_batch
from cip.incentives.reads.paper_faults import bank_file_faults
from cip.incentives.reads.payments import unmatched
from cip.incentives.statements import StatementError
from cip.kernel.texts import Reason
from tests.integration.incentives.calling import KEY
from tests.integration.incentives.paying import FIRST, IBANS, Paying, make_paying
from tests.integration.incentives.test_money_faults import unguard


@pytest.fixture
def paying(database: Database) -> Paying:
    return make_paying(database)


def rules_of(paying: Paying, award: StoredAward) -> set[str]:
    return {reason.rule for reason in paying.first(award).because}


def test_a_part_is_paid_by_three_people_and_the_ledger_says_so(paying: Paying) -> None:
    award, other = paying.awards[:2]
    first = paying.first(award)
    assert first.state == "payable"
    assert first.withholding is not None
    batch_id = paying.draft(award)
    with pytest.raises(NotPayableError):
        paying.draft(award, who="piero")
    with pytest.raises(ThirdPersonError):
        paying.prepare(batch_id, "piero")
    assert total(paying.shares(award), "due") == 0
    paying.prepare(batch_id)
    assert total(paying.shares(award), "due") == first.cents
    with pytest.raises(ThirdPersonError):
        paying.approve(batch_id, "olga")
    paying.approve(batch_id)
    for who in ("olga", "piero"):
        with pytest.raises(ThirdPersonError):
            paying.send(batch_id, who)
    paying.send(batch_id)
    (payment,) = paying.payments(batch_id)
    assert (payment.state, payment.cents, payment.withheld) == ("sent", first.cents, first.withholding.cents)
    assert 0 < payment.withheld < payment.cents
    _same_bytes(paying, batch_id)
    told = paying.bring((-payment.transferred, payment.end_to_end), (-payment.transferred, "CIP" + "0" * 32))
    assert (told.new, told.executed) == (2, 1)
    shares = paying.shares(award)
    assert (total(shares, "paid"), total(shares, "withheld")) == (payment.transferred, payment.withheld)
    assert (total(shares, "due"), total(shares, "committed")) == (0, award.cents - first.cents)
    assert paying.first(award).state == "paid"
    assert paying.first(award).paid_on == paying.today
    assert paying.first(other).state == "payable"
    # The balance still waits for what the call asks.
    assert {reason.rule for reason in paying.parts(award)[1].because} == {
        "tranche.report", "tranche.meeting", "tranche.use",
    }  # fmt: skip
    known = paying.bring((-payment.transferred, payment.end_to_end), (-payment.transferred, "CIP" + "0" * 32))
    assert (known.new, known.known, known.executed) == (0, 2, 0)
    assert total(paying.shares(award), "paid") == payment.transferred
    _given_back_late(paying, award, payment)


def _given_back_late(paying: Paying, award: StoredAward, payment: Payment) -> None:
    """The bank gives back what it had called executed: a person says so, and the part is to be paid again."""
    told = paying.bring((payment.transferred, payment.end_to_end))
    assert told.rejected == 0
    with open_reading(paying.database) as session:
        line = next(one for one in unmatched(session, paying.body_id) if one.cents > 0)
    assert [one.id for one in line.proposed] == [payment.id]
    with paying.work() as work:
        match_line(work, paying.body_id, line.id, payment.id, "")
    shares = paying.shares(award)
    assert [total(shares, kind) for kind in ("paid", "withheld", "due")] == [0, 0, 0]
    assert total(shares, "committed") == award.cents
    assert (paying.first(award).state, paying.first(award).cents) == ("payable", payment.cents)


def _same_bytes(paying: Paying, batch_id: str) -> None:
    """The same batch gives the same files, with the digests that were kept."""
    batch = paying.batch(batch_id)
    with open_reading(paying.database) as session:
        one, two = (files_of_batch(session, batch, lambda account: number_of(KEY, account)) for _ in range(2))
    assert one == two
    assert (one.xml_sha256, one.table_sha256) == (batch.file_sha256, batch.table_sha256)
    assert one.xml is not None
    assert IBANS[0].encode() in one.xml
    assert b"pain.001.001.09" in one.xml


def test_a_payment_that_was_changed_after_it_was_sent_is_found(paying: Paying) -> None:
    paying.sent(*paying.awards[:1])
    with paying.database.engine.connect() as connection:
        session = Session(connection)
        assert list(bank_file_faults(session, lambda account: number_of(KEY, account))) == []
        # Under another key nothing can be compared: that is no fault of the batch.
        assert list(bank_file_faults(session, lambda account: number_of("another key " * 4, account))) == []
        unguard(connection)
        connection.exec_driver_sql("UPDATE bank_accounts SET holder = 'Altra impresa'")
        found = [str(one) for one in bank_file_faults(session, lambda account: number_of(KEY, account))]
    assert [one.partition(": ")[2] for one in found] == [
        f"its {it} would not be what was paid" for it in ("XML", "table")
    ]


def test_what_is_not_in_order_stops_a_payment(paying: Paying) -> None:
    award = paying.awards[0]
    batch_id = paying.draft(award)
    paying.say(award, "durc", "no")
    with pytest.raises(NotPayableError):
        paying.prepare(batch_id)
    with paying.work() as work:
        cancel_batch(work, batch_id, "DURC")
    assert rules_of(paying, award) == {"payment.durc"}
    paying.say(award, "durc_offset", "yes", 10_000)
    shown = paying.first(award)
    assert (shown.state, shown.offset) == ("payable", 10_000)
    with paying.owner(award) as work:
        account_id = enter_account(work, KEY, IBANS[2], "Impresa", firm_id=award.firm_id)
        with pytest.raises(SameHandError):
            review_account(work, account_id, "seen", "io")
    assert rules_of(paying, award) == {"payment.account"}
    with paying.work("piero") as work:
        review_account(work, account_id, "refused", "non è suo")
    assert rules_of(paying, award) == {"payment.account"}
    _who_decided_does_not_pay(paying, paying.awards[1])
    _holds(paying, paying.awards[1])
    _withholding(paying, paying.awards[1])


def _who_decided_does_not_pay(paying: Paying, award: StoredAward) -> None:
    """Olga prepared the award and Piero approved it: neither pays it, whoever put the payment together."""
    batch_id = paying.draft(award, who="rita")
    paying.prepare(batch_id, "rita")
    paying.approve(batch_id, "olga")
    with pytest.raises(ThirdPersonError):
        paying.send(batch_id, "piero")
    with paying.work() as work:
        cancel_batch(work, batch_id, "persone")


def _holds(paying: Paying, award: StoredAward) -> None:
    """A hold is lifted by who may."""
    with paying.work("piero") as work:
        doubt = hold_part(work, award.id, FIRST, "doubt", "fattura strana")
        breach = hold_part(work, award.id, FIRST, "breach", "misura ferma")
    with paying.work("piero") as work, pytest.raises(MayNotLiftError):
        lift_hold(work, award.id, doubt, "è a posto")
    with paying.work("rita") as work:
        lift_hold(work, award.id, doubt, "è a posto")
    with paying.work("rita") as work, pytest.raises(MayNotLiftError):
        lift_hold(work, award.id, breach, "è a posto")
    assert paying.first(award).state == "held"
    with paying.work("olga") as work:
        lift_hold(work, award.id, breach, "riparata")
    assert paying.first(award).state == "payable"


def _withholding(paying: Paying, award: StoredAward) -> None:
    """Whether tax is kept back follows what a person decided."""
    paying.say(award, "business", "no")
    assert paying.first(award).withholding is not None
    assert paying.first(award).withholding.applies == "no"  # type: ignore[union-attr]
    paying.say(award, "business", "yes")
    paying.say(award, "capital_goods", "yes")
    assert paying.first(award).withholding.cents == 0  # type: ignore[union-attr]


def test_an_account_outside_sepa_stops_a_batch_on_its_way(paying: Paying, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was entered before such accounts were refused, or whose country has left."""
    award = paying.awards[0]
    paying.account(award, IBANS[2])
    batch_id = paying.draft(award)
    monkeypatch.setattr("cip.incentives.bank_accounts.SEPA", frozenset({"IT"}))
    with pytest.raises(NotPayableError) as refused:
        paying.prepare(batch_id)
    assert refused.value.because[award.id] == (Reason("payment.account", ACCOUNT_OUTSIDE_SEPA),)


def test_a_payment_that_comes_back_can_be_made_again(paying: Paying) -> None:
    award = paying.awards[0]
    (payment,) = paying.payments(paying.sent(award))
    with paying.work() as work, pytest.raises(WrongPaymentStateError):
        cancel_batch(work, payment.batch_id, "tardi")
    with paying.work() as work:
        hold_award(work, award.id)
        with pytest.raises(PaymentOnItsWayError):
            stop_payments(work, award.id, "revoca")
    told = paying.bring((-payment.transferred, payment.end_to_end), (payment.transferred, payment.end_to_end))
    assert (told.executed, told.rejected) == (0, 1)
    assert total(paying.shares(award), "due") == 0
    assert total(paying.shares(award), "committed") == award.cents
    shown = paying.first(award)
    assert shown.state == "payable"
    assert shown.came_back
    (again,) = paying.payments(paying.sent(award))
    _by_people(paying, again, award, paying.awards[1])


def _by_people(paying: Paying, payment: Payment, award: StoredAward, other: StoredAward) -> None:
    """People settle what the bank leaves open."""
    told = paying.bring((-payment.transferred, ""), (-123, ""), (payment.transferred - 1, payment.end_to_end))
    assert told.executed == told.rejected == 0
    with open_reading(paying.database) as session:
        lines = {line.cents: line for line in unmatched(session, paying.body_id)}
    assert [one.id for one in lines[-payment.transferred].proposed] == [payment.id]
    assert lines[-123].proposed == []
    with paying.work() as work, pytest.raises(OtherSumError):
        match_line(work, paying.body_id, lines[-123].id, payment.id, "")
    with paying.work() as work, pytest.raises(OtherSumError):
        settle_by_hand(work, paying.body_id, payment.id, executed=True, on=paying.today, reason="x")
    _on_no_day_that_cannot_be(paying, payment)
    with paying.work() as work:
        set_line_aside(work, paying.body_id, lines[-123].id, "commissioni")
    with paying.work() as work:
        match_line(work, paying.body_id, lines[-payment.transferred].id, payment.id, "")
    with paying.work() as work, pytest.raises(LineTakenError):
        match_line(work, paying.body_id, lines[-payment.transferred].id, payment.id, "")
    assert paying.first(award).state == "paid"
    stopped = paying.draft(other)
    with paying.work() as work:
        hold_award(work, other.id)
        stop_payments(work, other.id, "rinuncia")
    assert paying.payments(stopped)[0].state == "cancelled"


def _on_no_day_that_cannot_be(paying: Paying, payment: Payment) -> None:
    """Nothing happened at the bank before the payment was sent, and nothing will have happened tomorrow."""
    before, tomorrow = paying.today - timedelta(days=1), paying.today + timedelta(days=1)
    sum_of = f"-{payment.transferred / 100:.2f};{payment.end_to_end}"
    with paying.work() as work, pytest.raises(StatementError):
        import_statement(work, paying.body_id, "x.csv", f"data;importo;end_to_end\n{tomorrow};{sum_of}".encode())
    with paying.work() as work:
        told = import_statement(work, paying.body_id, "x.csv", f"data;importo;end_to_end\n{before};{sum_of}".encode())
    assert (told.new, told.executed) == (1, 0)
    for day in (before, tomorrow):
        with paying.work() as work, pytest.raises(OddBankDayError):
            settle_by_hand(work, paying.body_id, payment.id, executed=False, on=day, reason="x")


def test_two_officers_pay_the_same_part_at_once_and_one_wins(paying: Paying) -> None:
    award, start = paying.awards[0], Barrier(2)

    def pay(who: str) -> str | None:
        start.wait()
        try:
            return paying.draft(award, who=who)
        except NotPayableError:
            return None

    with ThreadPoolExecutor(2) as pool:
        made = [one for one in pool.map(pay, ("olga", "piero")) if one]
    assert len(made) == 1
    assert len(paying.payments(made[0])) == 1
