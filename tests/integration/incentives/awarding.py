"""Awards of a published ranking (see Ranks) brought to a state by the actions: what the firms must have on record for
the last checks is written first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from cip.database.engine import Database
from cip.database.work import open_reading
from cip.incentives.actions.decide_award import approve_award, prepare_award
from cip.incentives.actions.notify_awards import notify_award, number_letters
from cip.incentives.actions.record_aid import record_standing
from cip.incentives.actions.record_code import record_code
from cip.incentives.award_states import AwardState
from cip.incentives.awards import StoredAward
from cip.incentives.reads.awards import award_of, awards_of_call
from cip.incentives.reads.prepared import RulesOfDay
from cip.kernel.clock import today
from cip.rulebook.law import read_law
from cip.rulebook.packs import Pack
from tests.integration.incentives.ranks import Ranks, make_ranks

ACT, DAY_BEFORE = "31/2027", timedelta(days=1)


def nothing_pinned(_session: object, _sha256: str) -> Pack:
    """The firms of these tests have no check-up: no pack is ever asked for."""
    raise AssertionError("no pack is read here")


@cache
def rules() -> RulesOfDay:
    """The law of the checkout's rules; no agreement."""
    law = read_law(Path(__file__).parents[3] / "rules")
    return RulesOfDay(nothing_pinned, None, law.parameters)


@dataclass
class Awarding:
    """The office of Olga and Piero with awards; Olga prepares, Piero approves."""

    ranks: Ranks

    @property
    def database(self) -> Database:
        """The database of the office."""
        return self.ranks.database

    @property
    def call_id(self) -> str:
        """The call of the awards."""
        return self.ranks.call_id

    @property
    def today(self) -> date:
        """The day on which things happen now."""
        return today(self.ranks.calling.now)

    def work(self, who: str = "olga") -> object:
        """A Work of somebody."""
        return self.ranks.calling.work(who)

    @property
    def awards(self) -> Sequence[StoredAward]:
        """All awards of the call, in order."""
        with open_reading(self.database) as session:
            return awards_of_call(session, self.call_id)

    def award(self, award_id: str) -> StoredAward:
        """An award as it stands."""
        with open_reading(self.database) as session:
            return award_of(session, award_id)

    def in_order(self, award_id: str, number: int = 1) -> None:
        """Record all that the last checks ask of an award and its firm."""
        award, day = self.award(award_id), self.today - DAY_BEFORE
        with self.ranks.calling.work("olga") as work:
            for kind in ("durc", "catastrophe_insurance"):
                record_standing(
                    work, award.firm_id, kind, "yes", start=day, end=None, source="verifica di prova",
                    law=rules().law or {},
                )  # fmt: skip
            record_code(work, self.call_id, None, "car", "CAR-12345", day - DAY_BEFORE)
            record_code(work, self.call_id, award_id, "cor", f"{9_000_000 + number}", day)
            record_code(work, self.call_id, award_id, "vercor", f"{8_000_000 + number}", day)
            record_code(work, self.call_id, award_id, "cup", f"G17H270000{number:05}", day)

    def prepare(self, award_id: str, who: str = "olga") -> None:
        """Prepare the decision by somebody."""
        with self.ranks.calling.work(who) as work:
            prepare_award(work, award_id, rules())

    def approve(self, award_id: str, who: str = "piero", on: date | None = None) -> None:
        """Approve it by somebody."""
        with self.ranks.calling.work(who) as work:
            approve_award(work, award_id, act_number=ACT, act_on=on or self.today, rules=rules())

    def number(self, award_id: str, first: int = 100, who: str = "olga") -> str:
        """Give its letter a protocol number, which is told."""
        with self.ranks.calling.work(who) as work:
            kept = number_letters(work, self.call_id, [award_id], first=first, on=self.today)
        return kept[award_id].protocol.shown

    def notify(self, award_id: str, who: str = "olga") -> None:
        """Tell the firm."""
        with self.ranks.calling.work(who) as work:
            notify_award(work, award_id)


def _number_and_notify(one: Awarding, award_id: str, number: int) -> None:
    one.number(award_id, 100 + number)
    one.notify(award_id)


STEPS: tuple[tuple[AwardState, Callable[[Awarding, str, int], None]], ...] = (
    ("prepared", lambda one, award_id, _n: one.prepare(award_id)),
    ("approved", lambda one, award_id, _n: one.approve(award_id)),
    ("notified", _number_and_notify),
)


def make_awarded(database: Database, state: AwardState = "notified", *, count: int = 2, firms: int = 8) -> Awarding:
    """An office whose first `count` awards are in `state` (reserved, prepared, approved or notified); the others are
    reserved. Those that fail a condition of the call at the grant are passed over.
    """
    ranks = make_ranks(database, firms=firms)
    ranks.published()
    found = Awarding(ranks)
    wanted = [award.id for award in found.awards][:count]
    for number, award_id in enumerate(wanted, 1):
        found.in_order(award_id, number)
        for reached, step in STEPS if state != "reserved" else ():
            step(found, award_id, number)
            if reached == state:
                break
    return found
