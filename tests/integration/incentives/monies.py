"""A call with two sources of money and awards of any sums, for the tests of their money."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cip.database.engine import Database
from cip.database.work import open_reading
from cip.incentives.actions.move_call import hold_call
from cip.incentives.actions.move_money import Paper, Plan, move_money
from cip.incentives.actions.reserve_awards import reserve_awards
from cip.incentives.awards import StoredAward
from cip.incentives.money import AwardShare, FundingLine
from cip.incentives.money_events import Award, Event
from cip.incentives.reads.awards import awards_of_call
from cip.incentives.reads.money import lines_of_call, shares_of
from cip.incentives.reads.rankings import entrants_of, find_ranking
from cip.kernel.clock import today
from cip.rulebook.call_packs import CallPack
from tests.integration.incentives.ranks import Ranks, make_ranks, plain_call

SOURCES = ("north", "south")


@dataclass
class Monies:
    """A call whose two sources, north and south, have `budgets` cents; firms and applications by number from 1."""

    ranks: Ranks
    ranking_id: str
    budgets: tuple[int, int]

    @property
    def database(self) -> Database:
        """The database of the office."""
        return self.ranks.database

    @property
    def call_id(self) -> str:
        """The call."""
        return self.ranks.call_id

    @property
    def day(self) -> date:
        """The day of the tests."""
        return today(self.ranks.calling.now)

    def move(self, plan: Plan, *awards: str, on: date | None = None) -> Sequence[Event]:
        """Let events happen as Olga."""
        with self.ranks.calling.work("olga") as work:
            return move_money(work, self.call_id, awards, plan, Paper(on or self.day, "prova", "perché sì"))

    def happen(self, *events: Event, on: date | None = None) -> Sequence[Event]:
        """Let these events happen to awards of the call."""
        return self.move(lambda _money, _lines, _shares: events, *(one.id for one in self.stored()), on=on)

    def settle(self, version: int = 1, **cents: int) -> None:
        """Let the awards be those of a version of the ranking: `a1=500` awards the first application 500 cents."""
        with self.ranks.calling.work("olga") as work:
            call = hold_call(work, self.call_id)
            call = replace(
                call, settings=replace(call.settings, cents_by_line=dict(zip(SOURCES, self.budgets, strict=True)))
            )
            ranking = find_ranking(work.session, self.ranking_id)
            assert ranking is not None
            who = {one.application_id: one for one in entrants_of(work.session, ranking.id).values()}
            awards = {who[self.ranks.application[int(name[1:])]]: cents for name, cents in cents.items()}
            reserve_awards(work, call, _two_sources(), replace(ranking, version=version), awards)

    def award_of(self, number: int) -> StoredAward:
        """The award of an application by its number."""
        return next(one for one in self.stored() if one.application_id == self.ranks.application[number])

    def share(self, number: int, source: str = "north") -> AwardShare:
        """What the award of an application holds of a source."""
        return next(one for one in self.shares(self.award_of(number).id) if one.source_id == source)

    def grant(self, number: int) -> list[str]:
        """Award what is reserved for an application; its shares."""
        award = self.award_of(number)
        shares = self.shares(award.id)
        self.happen(*(Award(one.id, one.line_id, one.reserved, award.firm_id) for one in shares))
        return [one.id for one in shares]

    def stored(self) -> Sequence[StoredAward]:
        """The awards of the call."""
        with open_reading(self.database) as session:
            return awards_of_call(session, self.call_id)

    def shares(self, award: str) -> list[AwardShare]:
        """What an award holds."""
        with open_reading(self.database) as session:
            return shares_of(session, [award])[award]

    def lines(self) -> Sequence[FundingLine]:
        """The two sources."""
        with open_reading(self.database) as session:
            return lines_of_call(session, self.call_id)


def make_monies(database: Database, *, firms: int = 3, budgets: tuple[int, int] = (100_000, 50_000)) -> Monies:
    """The call in a fresh database, with a version of its ranking that no award was taken from."""
    ranks = make_ranks(database, firms=firms)
    monies = Monies(ranks, ranks.make(), budgets)
    monies.settle()
    return monies


def _two_sources() -> CallPack:
    """The call of the ranking with two sources of money instead of one."""
    pack = plain_call()
    lines = tuple(pack.call.funding[0].model_copy(update={"id": one}) for one in SOURCES)
    return CallPack.of(pack.content.model_copy(update={"call": pack.call.model_copy(update={"funding": lines})}))
