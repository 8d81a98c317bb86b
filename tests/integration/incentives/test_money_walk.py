"""The ledger in the database walked step by step, at the edge of its limits, beside the same simple model as the pure
rules: what happens, what is refused, what every past day comes to.
"""

import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import pytest
import sqlalchemy as sa

from cip.database.base import Base
from cip.database.work import open_reading
from cip.incentives.actions.move_money import MoneyRefusedError, add_share
from cip.incentives.ledger import Kind
from cip.incentives.money import SHARE_KINDS, money_of, split
from cip.incentives.money_events import Event, Revoke, Waive
from cip.incentives.money_rules import Money
from cip.incentives.reads.money import balances_on, shares_of
from cip.incentives.reads.money_faults import money_faults
from tests.integration.incentives.monies import Monies
from tests.unit.incentives.money_walk import Walk, hold

Stands = dict[tuple[str, str | None, Kind], int]


@dataclass
class Place:
    """A share: whose award, and of which source."""

    award: str
    source: str
    firm: str


@dataclass
class Stored:
    """What the database holds, and the days on which it was looked at."""

    monies: Monies
    places: dict[str, Place]
    day: date
    days: dict[date, Stands] = field(default_factory=dict)

    def money(self) -> Money:
        """The rules over what is stored now."""
        ids = sorted({place.award for place in self.places.values()})
        with open_reading(self.monies.database) as session:
            shares = [share for held in shares_of(session, ids).values() for share in held]
        firms = {place.award: place.firm for place in self.places.values()}
        return money_of(self.monies.lines(), shares, firms)

    def happen(self, event: Event) -> str | None:
        """Let it happen in the database; the rule that refuses it."""
        try:
            self.monies.happen(event, on=self.day)
        except MoneyRefusedError as refused:
            return refused.rule
        return None


class StoredWalk(Walk):
    """A walk over one ledger of the database; each share is of one award and one source from the beginning."""

    def __init__(self, stored: Stored, random: Random) -> None:
        super().__init__(stored.money(), random, split, Counter())
        self.stored = stored
        self.sources = tuple(line.id for line in stored.monies.lines())
        for line in stored.monies.lines():
            self.model.budgets[line.id] = line.budget

    def _promise(self) -> tuple[str, str, int, str | None]:
        places, random = self.stored.places, self.random
        fresh = [name for name in places if name not in self.model.held]
        name = random.choice(fresh if fresh and random.random() < 0.85 else list(places))
        place = places[name]
        room = self.model.left(place.source)
        return name, place.source, self.amount(room if random.random() < 0.3 else room // 3), place.firm

    def next_event(self) -> Event:
        """An event; few of them end one of the six."""
        event = super().next_event()
        while isinstance(event, Waive | Revoke) and self.random.random() < 0.7:
            event = super().next_event()
        return event

    def try_one(self, event: Event) -> None:
        """Let database and model take the same event, and compare."""
        if hasattr(event, "firm") and getattr(event, "id", getattr(event, "award", "")) not in self.stored.places:
            return
        rule = self.stored.happen(event)
        hold((rule is None) == self.model.take(event), event, rule or "happened")
        self.seen[rule or type(event).__name__] += 1
        self.money = self.stored.money()
        self._compare(event)

    def end_of_day(self) -> None:
        """What stands tonight is kept, to be made again from the legs."""
        stands: Stands = {}
        for account, cents in self.money.books.balances():
            award = self.stored.places[account.award].award if account.award else None
            if account.kind in ("available", *SHARE_KINDS):
                stands[account.source, award, account.kind] = cents
        self.stored.days[self.stored.day] = stands
        self.stored.day += timedelta(1)


def begin(monies: Monies) -> Stored:
    """Six empty shares: three awards over two sources, the first two of one firm."""
    monies.settle(a1=1, a2=1, a3=1)
    monies.settle(2)
    awards = [monies.award_of(number) for number in (1, 2, 3)]
    with monies.database.engine.begin() as connection:
        rows = Base.metadata.tables["awards"]
        same = sa.update(rows).where(rows.c.id == awards[1].id).values(firm_id=awards[0].firm_id)
        connection.execute(same)
    firms = (awards[0].firm_id, awards[0].firm_id, awards[2].firm_id)
    places = {}
    with monies.ranks.calling.work("olga") as work:
        for award, firm in zip(awards, firms, strict=True):
            for line in monies.lines():
                places[add_share(work, award.id, line.id)] = Place(award.id, line.id, firm)
    return Stored(monies, places, monies.day + timedelta(1))


def walk_stored(monies: Monies, steps: int, seed: int, capsys: pytest.CaptureFixture[str]) -> Counter[str]:
    """Walk, then look back at every day and at what `cip verify` says."""
    stored = begin(monies)
    walk = StoredWalk(stored, Random(seed))
    for step in range(1, steps + 1):
        walk.try_one(walk.next_event())
        if step % 10 == 0:
            walk.end_of_day()
    with open_reading(monies.database) as session:
        for day, stands in stored.days.items():
            found = balances_on(session, monies.call_id, day)
            assert sum(found.values()) == 0
            beside = {key: cents for key, cents in found.items() if cents and key[2] in ("available", *SHARE_KINDS)}
            assert beside == {key: cents for key, cents in stands.items() if cents}, day
        # The states of the awards do not move here, so they do not agree with their money.
        assert [fault for fault in money_faults(session) if not fault.name.startswith("award ")] == []
    with capsys.disabled():
        happened = sum(many for what, many in walk.seen.items() if "." not in what)
        sys.stdout.write(f"\nstored ledger walked: {sum(walk.seen.values())} steps, {happened} happened\n")
    return walk.seen


def test_the_database_allows_what_the_model_allows(monies: Monies, capsys: pytest.CaptureFixture[str]) -> None:
    seen = walk_stored(monies, 120, 3, capsys)
    assert sum(many for what, many in seen.items() if "." not in what) > 40, "the walk went nowhere"
    assert len([what for what in seen if "." in what]) > 10, "too few rules refused"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_the_database_allows_what_the_model_allows_on_many_walks(
    monies: Monies, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    walk_stored(monies, 300, seed, capsys)
