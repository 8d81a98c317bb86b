"""Money of a call on a real database: what is kept for a ranking, what becomes of it, all of it or nothing."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cip.database.base import Base
from cip.database.work import open_reading
from cip.incentives.actions import move_money as moving
from cip.incentives.actions.move_call import NotYetError
from cip.incentives.actions.move_money import LedgerBrokenError, MoneyRefusedError
from cip.incentives.actions.reserve_awards import record_award_move
from cip.incentives.ledger import BUDGET_KINDS
from cip.incentives.money import AwardShare, FundingLine
from cip.incentives.money_events import (
    Award,
    Budget,
    Due,
    Event,
    Expense,
    Interest,
    InterestPaid,
    Net,
    Pay,
    Refund,
    Release,
    Revoke,
    Waive,
)
from cip.incentives.money_rules import Money
from cip.incentives.reads.awards import steps_of_award
from cip.incentives.reads.money import balances_on
from tests.integration.incentives.monies import Monies

LEGS, TRANSACTIONS = Base.metadata.tables["ledger_legs"], Base.metadata.tables["ledger_transactions"]


def held(monies: Monies) -> list[dict[str, int]]:
    """What stands on each source, without what is empty."""
    return [{kind: getattr(line, kind) for kind in BUDGET_KINDS if getattr(line, kind)} for line in monies.lines()]


def booked(monies: Monies) -> list[str]:
    """What was booked, in its order."""
    with open_reading(monies.database) as session:
        return list(session.scalars(sa.select(TRANSACTIONS.c.what).order_by(TRANSACTIONS.c.seq)))


def states(monies: Monies) -> dict[int, str]:
    """The state of each award by the number of its application."""
    numbers = {one: number for number, one in monies.ranks.application.items()}
    return {numbers[one.application_id]: one.state for one in monies.stored()}


def test_sources_open_with_their_budget_once(monies: Monies) -> None:
    monies.settle(2)
    assert [(line.source_id, line.budget, line.available) for line in monies.lines()] == [
        ("north", 100_000, 100_000),
        ("south", 50_000, 50_000),
    ]
    assert booked(monies) == ["budget", "budget"]


def test_an_award_takes_from_its_sources_in_their_order(monies: Monies) -> None:
    monies.settle(a1=90_000, a2=30_000)
    assert held(monies) == [{"reserved": 100_000}, {"available": 30_000, "reserved": 20_000}]
    assert [(one.source_id, one.reserved) for one in monies.shares(monies.award_of(2).id)] == [
        ("north", 10_000),
        ("south", 20_000),
    ]


def test_the_whole_of_what_is_reserved_becomes_the_award(monies: Monies) -> None:
    monies.settle(a1=90_000, a2=30_000)
    monies.grant(2)
    assert [(one.granted, one.committed, one.reserved) for one in monies.shares(monies.award_of(2).id)] == [
        (10_000, 10_000, 0),
        (20_000, 20_000, 0),
    ]
    assert held(monies) == [{"reserved": 90_000, "committed": 10_000}, {"available": 30_000, "committed": 20_000}]


def test_less_than_was_reserved_gives_the_rest_back(monies: Monies) -> None:
    monies.settle(a1=500)
    share = monies.share(1)
    monies.happen(Award(share.id, share.line_id, 400, monies.award_of(1).firm_id))
    assert held(monies)[0] == {"available": 99_600, "committed": 400}
    assert monies.share(1).granted == 400


def test_a_later_version_gives_back_and_keeps_again(monies: Monies) -> None:
    monies.settle(a1=90_000, a2=30_000)
    monies.settle(2, a2=40_000, a3=110_000)
    assert states(monies) == {1: "released", 2: "reserved", 3: "reserved"}
    assert held(monies) == [{"reserved": 100_000}, {"reserved": 50_000}]
    monies.settle(3, a1=150_000)
    assert states(monies) == {1: "reserved", 2: "released", 3: "released"}
    assert [(one.source_id, one.reserved) for one in monies.shares(monies.award_of(1).id)] == [
        ("north", 100_000),
        ("south", 50_000),
    ]
    with open_reading(monies.database) as session:
        assert [one.action for one in steps_of_award(session, monies.award_of(1).id)] == ["release", "reserve"]


def test_a_version_that_changes_nothing_moves_nothing(monies: Monies) -> None:
    monies.settle(a1=500)
    before = booked(monies)
    monies.settle(2, a1=500)
    assert booked(monies) == before


def test_a_prepared_decision_goes_back_with_its_version(monies: Monies) -> None:
    monies.settle(a1=500, a2=700)
    with monies.ranks.calling.work("olga") as work:
        for number in (1, 2):
            record_award_move(work, monies.award_of(number).id, "prepare")
    monies.settle(2, a1=500, a2=800)
    assert states(monies) == {1: "prepared", 2: "reserved"}
    with open_reading(monies.database) as session:
        actions = [one.action for one in steps_of_award(session, monies.award_of(2).id)]
    assert actions == ["prepare", "send_back", "release", "reserve"]


def test_what_is_decided_stays_and_no_version_takes_its_money(monies: Monies) -> None:
    monies.settle(a1=100_000)
    with monies.ranks.calling.work("olga") as work:
        for move in ("prepare", "approve"):
            record_award_move(work, monies.award_of(1).id, move)
    monies.grant(1)
    with pytest.raises(NotYetError, match=r"need €500\.01") as refusal:
        monies.settle(2, a2=50_001)
    assert refusal.value.because[0].rule == "ranking.no_money"
    monies.settle(2, a2=50_000)
    assert states(monies) == {1: "approved", 2: "reserved"}


def test_a_life_of_an_award_and_every_day_of_it(monies: Monies) -> None:
    day = monies.day
    monies.settle(a1=100_000)
    (share,) = monies.grant(1)
    monies.happen(Due(share, 70_000), on=day + timedelta(1))
    monies.happen(Pay(share, 70_000, withheld=2_800), on=day + timedelta(2))
    monies.happen(Expense(share, 60_000), on=day + timedelta(3))
    monies.happen(Revoke(share, 50_000), on=day + timedelta(4))
    monies.happen(Refund(share, 20_000), Interest(share, 300), InterestPaid(share, 100), on=day + timedelta(5))
    last = monies.share(1)
    assert (last.ended, last.granted, last.paid, last.withheld) == ("revoked", 100_000, 67_200, 2_800)
    assert (last.owed, last.recovered, last.accepted) == (30_000, 20_000, 60_000)
    assert (last.interest, last.interest_paid) == (200, 100)
    assert held(monies)[0] == {"available": 30_000, "paid": 67_200, "withheld": 2_800}
    award, line = monies.award_of(1).id, monies.lines()[0].id
    with open_reading(monies.database) as session:
        at = [balances_on(session, monies.call_id, day + timedelta(n)) for n in range(6)]
    assert [one.get((line, award, "committed"), 0) for one in at] == [100_000, 30_000, 30_000, 30_000, 0, 0]
    assert [one.get((line, award, "paid"), 0) for one in at] == [0, 0, 67_200, 67_200, 67_200, 67_200]
    assert [one.get((line, award, "owed"), 0) for one in at] == [0, 0, 0, 0, 50_000, 30_000]
    assert {sum(one.values()) for one in at} == {0}


def test_a_debt_is_set_against_another_award_of_the_firm(monies: Monies) -> None:
    monies.settle(a1=1_000, a2=2_000)
    (owing,), (against,) = monies.grant(1), monies.grant(2)
    monies.happen(Pay(owing, 1_000), Revoke(owing, 600))
    with pytest.raises(MoneyRefusedError, match=r"net\.not_same_firm"):
        monies.happen(Net(owing, against, 500))
    with monies.database.engine.begin() as connection:
        awards = Base.metadata.tables["awards"]
        connection.execute(sa.update(awards).values(firm_id=monies.award_of(1).firm_id))
    monies.happen(Net(owing, against, 500))
    assert (monies.share(1).owed, monies.share(1).recovered, monies.share(2).paid) == (100, 500, 500)


def test_more_budget_is_available_at_once(monies: Monies) -> None:
    line = monies.lines()[1].id
    monies.happen(Budget(line, 7))
    assert (monies.lines()[1].budget, monies.lines()[1].available) == (50_007, 50_007)


def test_one_refused_event_undoes_all_of_them(monies: Monies) -> None:
    monies.settle(a1=1_000)
    (share,) = monies.grant(1)
    before, rows = monies.lines(), booked(monies)

    with monies.ranks.calling.work("olga") as work, pytest.raises(MoneyRefusedError, match=r"pay\.above_unpaid"):
        # Whoever catches it and goes on commits nothing of it.
        moving.move_money(
            work,
            monies.call_id,
            [monies.award_of(1).id],
            lambda *_held: [Pay(share, 600), Pay(share, 401)],
            moving.Paper(monies.day),
        )
    assert (monies.lines(), booked(monies)) == (before, rows)


def test_a_waived_award_is_open_to_nobody(monies: Monies) -> None:
    monies.settle(a1=1_000)
    (share,) = monies.grant(1)
    monies.happen(Pay(share, 400), Waive(share))
    for event in (Pay(share, 1), Due(share, 1), Waive(share), Revoke(share, 0)):
        with pytest.raises(MoneyRefusedError, match="award_waived"):
            monies.happen(event)
    assert held(monies)[0] == {"available": 99_600, "paid": 400}


def test_the_plan_sees_what_stands_when_everything_is_held(monies: Monies) -> None:
    monies.settle(a1=1_000)
    seen: list[tuple[int, int]] = []

    def plan(money: Money, lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        seen.append((lines[0].reserved, shares[0].reserved))
        return [Release(shares[0].id)] if money.left(lines[0].id) else []

    monies.move(plan, monies.award_of(1).id)
    assert seen == [(1_000, 1_000)]
    assert held(monies)[0] == {"available": 100_000}


def test_a_broken_sum_stops_everything(monies: Monies) -> None:
    monies.settle(a1=1_000)
    lines = Base.metadata.tables["funding_lines"]
    with monies.database.engine.begin() as connection:
        # Somebody has changed the sums by hand, past the ledger.
        connection.execute(sa.update(lines).values(reserved=0, available=lines.c.budget))
    with pytest.raises(LedgerBrokenError):
        monies.happen(Release(monies.share(1).id))


def test_transactions_of_a_call_are_counted_without_a_gap(monies: Monies) -> None:
    monies.settle(a1=1_000, a2=500)
    monies.grant(1)
    with open_reading(monies.database) as session:
        found = list(session.scalars(sa.select(TRANSACTIONS.c.seq).order_by(TRANSACTIONS.c.seq)))
    assert found == [1, 2, 3, 4, 5]
