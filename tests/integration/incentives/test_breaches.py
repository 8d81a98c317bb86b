"""A breach is warned, repaired or taken back by two people; what is owed is never lost; on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cip.agreement.days import national_holidays
from cip.database.engine import Database
from cip.database.work import open_reading
from cip.incentives.actions.follow_award import NewUse, note_use
from cip.incentives.actions.follow_breach import (
    Found,
    MoneyMovedError,
    NewRevocation,
    NothingBrokenError,
    PreparerDecidesError,
    TermRunsError,
    WrongBreachStateError,
    confirm_breach,
    decide_revocation,
    find_breach_now,
    prepare_revocation,
    repair_breach,
    send_back_revocation,
    warn_of_breach,
)
from cip.incentives.actions.look_before_payment import NewFact, record_payment_fact
from cip.incentives.actions.move_money import Paper, add_share, move_money, open_money
from cip.incentives.actions.record_code import record_code
from cip.incentives.actions.recover import (
    NoDebtError,
    NotToNetError,
    OddDayError,
    OddRateError,
    charge_interest,
    net_debt,
    pay_interest,
    plan_debt,
    refund_debt,
    set_rate,
)
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.breaches import ReturnKind, Revocation
from cip.incentives.money import AwardShare, FundingLine
from cip.incentives.money_events import Award, Event
from cip.incentives.money_rules import Money
from cip.incentives.payment_checks import PaymentFactKind, PaymentFactValue
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.recoveries import debt_faults, debt_of, open_breach, revocation_of
from cip.incentives.reads.tranches import tranches_of
from cip.incentives.records import AwardRow, CallRow, LedgerTransactionRow, RecoveryRow, RevocationRow
from cip.incentives.recoveries import Debt
from cip.kernel.days import add_months
from tests.integration.incentives.answering import pay
from tests.integration.incentives.awarding import Awarding
from tests.integration.incentives.calling import SETTINGS
from tests.integration.incentives.filed import Filed, file_application
from tests.integration.incentives.following import Following, make_following
from tests.integration.incentives.ranks import room_now

FREE = national_holidays()
FACTS = Found("G-06", "", "La misura non si usa più.")


@pytest.fixture
def following(database: Database) -> Following:
    """See Following."""
    return make_following(database)


def confirmed(following: Following) -> str:
    """A breach that was warned and not repaired in its term."""
    with following.office() as work:
        breach_id = find_breach_now(work, following.award.id, FACTS)
        warn_of_breach(work, breach_id, 10, FREE)
    with following.office(days=40) as work:
        confirm_breach(work, breach_id, "Nessun rimedio.")
    return breach_id


def prepared(following: Following, kind: ReturnKind = "whole") -> str:
    """The same with what comes back prepared by Olga."""
    breach_id = confirmed(following)
    with following.office() as work:
        prepare_revocation(work, breach_id, NewRevocation(kind, "Clausola essenziale caduta.", 30))
    return breach_id


def revoked(following: Following) -> str:
    """The same decided by Piero."""
    breach_id = prepared(following)
    with following.office("piero") as work:
        decide_revocation(work, breach_id, "55/2027", FREE)
    return breach_id


def debt(following: Following) -> Debt:
    """What is owed for the award."""
    with open_reading(following.database) as session:
        found = debt_of(session, following.award.id)
    assert found is not None
    assert found.adds_up
    return found


def revocation(following: Following, breach_id: str) -> Revocation:
    """What was prepared."""
    with open_reading(following.database) as session:
        found = revocation_of(session, breach_id)
    assert found is not None
    return found


def test_a_breach_goes_step_by_step_and_its_repair_ends_it(following: Following) -> None:
    with following.office() as work:
        breach_id = find_breach_now(work, following.award.id, FACTS)
        with pytest.raises(WrongBreachStateError):
            find_breach_now(work, following.award.id, FACTS)
        with pytest.raises(WrongBreachStateError):
            confirm_breach(work, breach_id, "Subito.")
        warn_of_breach(work, breach_id, 10, FREE)
        with pytest.raises(TermRunsError):
            confirm_breach(work, breach_id, "Troppo presto.")
        assert open_breach(work.session, following.award.id)
        repair_breach(work, breach_id, "Ripresa il 3 febbraio.")
        assert not open_breach(work.session, following.award.id)
        with pytest.raises(WrongBreachStateError):
            prepare_revocation(work, breach_id, NewRevocation("whole", "x", 30))
        with pytest.raises(NothingBrokenError):
            prepare_revocation(work, breach_id, NewRevocation("time", "x", 30))


def test_who_prepares_does_not_decide_and_what_is_unpaid_is_free_again(following: Following) -> None:
    free, paid = following.held("committed"), following.paid
    breach_id = prepared(following)
    with following.office("olga") as work, pytest.raises(PreparerDecidesError):
        decide_revocation(work, breach_id, "55/2027", FREE)
    with following.office("piero") as work:
        decide_revocation(work, breach_id, "55/2027", FREE)
        with pytest.raises(WrongBreachStateError):
            decide_revocation(work, breach_id, "56/2027", FREE)
    assert (following.now().state, following.held("committed"), following.held("owed")) == ("revoked", 0, paid)
    found = debt(following)
    assert (found.owed, found.whole) == (paid, paid)
    assert found.due_on is not None
    assert found.due_on >= following.day + timedelta(days=30)
    with open_reading(following.database) as session:
        assert free > 0
        assert session.scalars(select(LedgerTransactionRow.id).where(LedgerTransactionRow.what == "revoke")).all()


def test_the_database_too_asks_for_two_people(following: Following) -> None:
    breach_id = prepared(following)
    who = revocation(following, breach_id).prepared_by
    told = {"decided_by": who, "decided_on": following.day, "due_on": following.day, "act": "1"}
    with pytest.raises(IntegrityError, match="two_people"), following.database.engine.begin() as connection:
        connection.execute(RevocationRow.__table__.update().values(told))  # type: ignore[attr-defined]


def test_what_is_revoked_is_no_aid_any_more(made: Awarding) -> None:
    award = made.awards[0]
    made.prepare(award.id)
    made.approve(award.id)
    limit, left = room_now(made.ranks, award.firm_id, made.today)
    assert left < limit
    with made.ranks.calling.work() as work:
        breach_id = find_breach_now(work, award.id, FACTS)
        warn_of_breach(work, breach_id, 10, FREE)
    made.ranks.calling.now += timedelta(days=40)
    with made.ranks.calling.work() as work:
        confirm_breach(work, breach_id, "Nessun rimedio.")
        prepare_revocation(work, breach_id, NewRevocation("whole", "Clausola essenziale caduta.", 30))
    with made.ranks.calling.work("piero") as work:
        decide_revocation(work, breach_id, "55/2027", FREE)
    assert room_now(made.ranks, award.firm_id, made.today) == (limit, limit)


def test_what_was_sent_back_or_paid_meanwhile_is_computed_again(following: Following) -> None:
    breach_id = prepared(following)
    pay(following.ranks, following.award.id, 100)
    with following.office("piero") as work:
        with pytest.raises(MoneyMovedError):
            decide_revocation(work, breach_id, "55/2027", FREE)
        send_back_revocation(work, breach_id, "È stato pagato altro.")
    with following.office() as work:
        prepare_revocation(work, breach_id, NewRevocation("whole", "Ricalcolato.", 30))
    found = revocation(following, breach_id)
    assert (found.owed, found.grounds) == (following.paid, "Ricalcolato.")


def test_time_not_kept_comes_back_with_its_rule(following: Following) -> None:
    id, known = following.award.id, frozenset({"M01", "M02"})
    start = add_months(following.day, -3)
    with following.office() as work:
        note_use(work, id, NewUse(measure="M01", started_on=start, ended_on=following.day, source="Visita"), known)
        note_use(work, id, NewUse(measure="M02", started_on=start, source="Visita"), known)
    breach_id = prepared(following, "time")
    found = revocation(following, breach_id)
    kept = (following.day - timedelta(days=40) - start).days
    assert found.because[0][0] == "return.time"
    assert str(kept) in found.because[0][1]
    assert 0 < found.owed < found.paid / 2 + 1


def test_nothing_can_be_found_broken_of_an_award_that_ended(following: Following) -> None:
    revoked(following)
    with following.office() as work, pytest.raises(WrongAwardStateError):
        find_breach_now(work, following.award.id, FACTS)


def test_a_debt_comes_back_in_parts_and_to_the_cent(following: Following) -> None:
    revoked(following)
    id, whole = following.award.id, following.paid
    with following.office() as work:
        refund_debt(work, id, 300, following.day, "bonifico 1")
        with pytest.raises(NoDebtError):
            refund_debt(work, id, whole - 300 + 1, following.day, "troppo")
        with pytest.raises(OddDayError):
            refund_debt(work, id, 1, following.day + timedelta(days=1), "domani")
        with pytest.raises(NotToNetError):
            net_debt(work, id, following.other.id, 1, "di un'altra impresa")
        plan_debt(work, id, 3, following.day)
        with pytest.raises(NoDebtError):
            refund_debt(work, following.other.id, 1, following.day, "nulla è dovuto")
    found = debt(following)
    assert (found.owed, found.repaid, sum(part.cents for part in found.plan)) == (whole - 300, 300, whole - 300)
    with following.office() as work:
        refund_debt(work, id, whole - 300, following.day, "bonifico 2")
    assert debt(following).settled


def test_interest_needs_a_rate_with_its_source_and_is_paid_apart(following: Following) -> None:
    revoked(following)
    id, whole = following.award.id, following.paid
    with following.office(days=100) as work:
        assert charge_interest(work, id, following.day) == 0, "nobody entered a rate"
        with pytest.raises(OddRateError):
            set_rate(work, following.ranks.call_id, following.day, 200, " ")
        set_rate(work, following.ranks.call_id, add_months(following.day, -12), 500, "Atto della Provincia 9/2027")
        added = charge_interest(work, id, following.day)
        assert added > 0
        assert charge_interest(work, id, following.day) == 0, "the same day bears interest once"
        pay_interest(work, id, added - 1, following.day, "bonifico")
    found = debt(following)
    assert (found.interest, found.interest_paid, found.owed, found.settled) == (1, added - 1, whole, False)
    with following.office() as work:
        refund_debt(work, id, whole, following.day, "bonifico")
    assert not debt(following).settled, "a cent of interest is still due"
    with following.database.engine.connect() as connection:
        assert list(debt_faults(Session(connection))) == []
        # A row that nobody booked.
        told = {
            "award_id": id,
            "kind": "refunded",
            "cents": 1,
            "on_day": following.day,
            "at": following.ranks.calling.now,
        }
        connection.execute(sa.insert(RecoveryRow).values(id="7" * 32, reference="", by_label="x", **told))
        assert [fault.name for fault in debt_faults(Session(connection))] == [f"debt of award {id}"]


def test_a_debt_is_set_against_the_next_part_only_and_the_rest_stays(following: Following) -> None:
    revoked(following)
    id, second, whole = following.award.id, same_firm(following), following.paid
    # Of the first part 500 cents are left: less than the debt, and much less than what is unpaid.
    pay(following.ranks, second, following.other.cents * 7 // 10 - 500)
    paid = following.held("paid", award_id=second)
    with following.office() as work, pytest.raises(NotToNetError):
        net_debt(work, id, second, 1, "manca il DURC")
    payable(following, second)
    with following.office() as work:
        (part, *_rest) = tranches_of(work.session, second, following.day)
        assert [one.rule for one in part.because] == ["payment.owes", "payment.account"]
        room = part.transferred
        assert 0 < room <= 500 < min(whole, following.held("committed", award_id=second))
        with pytest.raises(NotToNetError):
            net_debt(work, id, second, room + 1, "oltre")
        net_debt(work, id, second, room, "compensazione 1")
    assert (debt(following).netted, debt(following).owed) == (room, whole - room)
    assert following.held("paid", award_id=second) == paid + room
    # The tax on it is kept back: nothing of the part is left that could be paid by mistake.
    assert following.held("withheld", award_id=second) == 500 - room > 0
    with open_reading(following.database) as session:
        assert tranches_of(session, second, following.day)[0].state == "nothing"


def test_across_calls_both_ledgers_hold_it(following: Following) -> None:
    revoked(following)
    id, whole = following.award.id, following.paid
    elsewhere = award_elsewhere(following, whole // 2)
    payable(following, elsewhere)
    with following.office() as work:
        room = tranches_of(work.session, elsewhere, following.day)[0].transferred
        net_debt(work, id, elsewhere, room, "compensazione tra bandi")
    found = debt(following)
    assert (found.netted, found.owed) == (room, whole - room)
    assert following.held("paid", award_id=elsewhere) == room > 0
    with open_reading(following.database) as session:
        t = LedgerTransactionRow
        query = select(t.call_id, t.what, t.reference).where(t.reason == "net").order_by(t.what)
        paid, refund = session.execute(query).all()
    assert (paid.what, refund.what, paid.reference) == ("pay", "refund", refund.reference)
    assert paid.call_id != refund.call_id


def payable(following: Following, award_id: str) -> None:
    """Write what a payment of the first part asks; the debt and the missing account still hold it."""
    facts: tuple[tuple[PaymentFactKind, PaymentFactValue], ...] = (
        ("durc", "yes"), ("insurance", "yes"), ("tax_debt", "yes"), ("business", "yes"), ("capital_goods", "no"),
    )  # fmt: skip
    with following.office() as work:
        for kind, value in facts:
            record_payment_fact(work, award_id, "first", NewFact(kind, value, following.day, "verifica di prova"))
        call_id = award_of(work.session, award_id).call_id
        record_code(work, call_id, None, "cup", "G17H27000000099", following.day)


def same_firm(following: Following) -> str:
    """The second award, given to the firm of the first: who has two awards is what this is about."""
    with following.office("system") as work:
        work.session.get_one(AwardRow, following.other.id).firm_id = following.award.firm_id
    return following.other.id


def award_elsewhere(following: Following, cents: int) -> str:
    """An accepted award of the same firm in another call of the same office, written past the actions."""
    first, calling = following.award, following.ranks.calling
    call_id = calling.start(replace(SETTINGS, cents_by_line={"pilot": cents}))
    with calling.work("system") as work:
        application_id, award_id = work.new_id(), work.new_id()
        number = next(n for n, firm_id in following.ranks.firm.items() if firm_id == first.firm_id)
        filed = Filed(call_id, first.firm_id, 1, following.ranks.owner[number], calling.now, "{}")
        file_application(work, application_id, filed)
        row = AwardRow(
            id=award_id, call_id=call_id, application_id=application_id, firm_id=first.firm_id,
            ranking_id=first.ranking_id, state="accepted", cents=cents, begun_at=calling.now, granted_on=following.day,
        )  # fmt: skip
        work.session.add(row)
        published, there = (work.session.get_one(CallRow, one) for one in (first.call_id, call_id))
        there.state = "rehearsed"
        work.session.flush()
        there.state = "published"
        for name in ("pack_sha256", "published_at", "seed_sha256", "seed_sealed"):
            setattr(there, name, getattr(published, name))
        work.session.flush()
        open_money(work, calling.call(call_id), ["pilot"], Paper(following.day))

        def plan(_money: Money, lines: Sequence[FundingLine], _shares: Sequence[AwardShare]) -> list[Event]:
            return [Award(add_share(work, award_id, lines[0].id), lines[0].id, cents, first.firm_id)]

        move_money(work, call_id, [award_id], plan, Paper(following.day))
    return award_id
