"""Awards of a published ranking that firms were told of, for the tests of what firms answer."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial

from cip.database.work import Work, open_reading, open_work
from cip.incentives.acceptance import promises_of, promises_text
from cip.incentives.actions.accept_award import accept_award
from cip.incentives.actions.move_money import Paper, move_money
from cip.incentives.actions.reserve_awards import record_award_move
from cip.incentives.awards import StoredAward
from cip.incentives.money import AwardShare, FundingLine
from cip.incentives.money_events import Award, Due, Event, Expense, Pay
from cip.incentives.money_rules import Money
from cip.incentives.reads.awards import award_of, awards_of_call
from cip.incentives.reads.calls import pack_of_call
from cip.incentives.reads.money import lines_of_call
from cip.incentives.records import AwardRow
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import today
from cip.parties.access import Actor, person
from cip.parties.standing import Membership, Standing
from tests.integration.incentives.ranks import Ranks


def awards(ranks: Ranks) -> Sequence[StoredAward]:
    """The awards of the call."""
    with open_reading(ranks.database) as session:
        return awards_of_call(session, ranks.call_id)


def award(ranks: Ranks, award_id: str) -> StoredAward:
    """One of them as it stands."""
    with open_reading(ranks.database) as session:
        return award_of(session, award_id)


def free(ranks: Ranks) -> int:
    """The cents of the call that nobody has, by the ledger."""
    with open_reading(ranks.database) as session:
        return sum(line.available for line in lines_of_call(session, ranks.call_id))


def notified(ranks: Ranks) -> Sequence[StoredAward]:
    """The first ranking is published, its awards are decided and the firms are told, past the actions for that."""
    ranks.published()
    with ranks.calling.work("system") as work:
        for one in awards_of_call(work.session, ranks.call_id):
            tell(work, one)
    return awards(ranks)


def tell(work: Work, one: StoredAward) -> None:
    """One award that is reserved is decided and told."""
    record_award_move(work, one.id, "prepare", by="test")
    move_money(work, one.call_id, [one.id], partial(_grant, one.firm_id), Paper(today(work.now)))
    record_award_move(work, one.id, "approve", by="test")
    work.session.get_one(AwardRow, one.id).granted_on = today(work.now)
    record_award_move(work, one.id, "notify", by="test")


def pay(ranks: Ranks, award_id: str, cents: int) -> None:
    """So much of an award is paid, whatever its tranches say."""

    def plan(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        return [Due(shares[0].id, cents), Pay(shares[0].id, cents)]

    with ranks.calling.work("system") as work:
        move_money(work, ranks.call_id, [award_id], plan, Paper(today(work.now)))


def prove(ranks: Ranks, award_id: str, cents: int) -> None:
    """So much of an award is accepted, whatever its report says."""

    def plan(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        return [Expense(shares[0].id, cents)]

    with ranks.calling.work("system") as work:
        move_money(work, ranks.call_id, [award_id], plan, Paper(today(work.now)))


def owner(ranks: Ranks, one: StoredAward) -> Actor:
    """Who answers for the firm of an award."""
    number = next(number for number, firm_id in ranks.firm.items() if firm_id == one.firm_id)
    member = Membership("m" * 32, "firm", one.firm_id, "owner")
    return person(Standing(ranks.owner[number], "s" * 32, True, True, (member,)), today(ranks.calling.now))


def working(ranks: Ranks, one: StoredAward, days: int = 0) -> AbstractContextManager[Work]:
    """A Work of that person, some days later."""
    now = ranks.calling.now + timedelta(days=days)
    return open_work(ranks.database, actor=owner(ranks, one), now=now, act="test")


def accept(ranks: Ranks, one: StoredAward, days: int = 1, but: str = "") -> None:
    """The firm accepts, with every obligation but one."""
    with working(ranks, one, days) as work:
        promises = promises_of(pack_of_call(work.session, ranks.calling.call(ranks.call_id)).call)
        agreed = {promise.id for promise in promises} - {but}
        accept_award(work, one.id, agreed=agreed, seen_sha256=sha256_of(promises_text(promises)))


def _grant(firm_id: str, _money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
    return [Award(share.id, share.line_id, share.reserved, firm_id) for share in shares if share.reserved]
