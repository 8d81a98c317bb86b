"""An accepted award of a firm, partly paid, for the tests of what follows it: report, meeting, breach, debt."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta

from cip.database.engine import Database
from cip.database.work import Work, open_reading
from cip.incentives.actions.reserve_awards import record_award_move
from cip.incentives.actions.write_report import NewLine, add_line, send_report
from cip.incentives.awards import StoredAward
from cip.incentives.expenses import ExpenseReport
from cip.incentives.money import total
from cip.incentives.reads.expenses import report_of
from cip.incentives.reads.money import shares_of
from cip.kernel.clock import today
from tests.integration.incentives.answering import award, notified, pay, working
from tests.integration.incentives.ranks import Ranks, make_ranks

PAID_PERCENT = 70


@dataclass
class Following:
    """The first award of the call, accepted and paid in part; `other` is the second one, accepted too."""

    ranks: Ranks
    award: StoredAward
    other: StoredAward
    lines: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        """The database of the office."""
        return self.ranks.database

    @property
    def day(self) -> date:
        """The Italian day of the tests."""
        return today(self.ranks.calling.now)

    @property
    def paid(self) -> int:
        """What was paid of the award."""
        return self.held("paid", "withheld")

    @property
    def report(self) -> ExpenseReport:
        """Its report."""
        with open_reading(self.database) as session:
            found = report_of(session, self.award.id)
        assert found is not None
        return found

    def held(self, *kinds: str, award_id: str = "") -> int:
        """What stands on accounts of the award, in cents."""
        id = award_id or self.award.id
        with open_reading(self.database) as session:
            return total(shares_of(session, [id])[id], *kinds)  # type: ignore[arg-type]

    def office(self, who: str = "olga", days: int = 0) -> AbstractContextManager[Work]:
        """A Work of somebody of the office, some days later; the clock stays there."""
        self.ranks.calling.now += timedelta(days=days)
        return self.ranks.calling.work(who)

    def firm(self, one: StoredAward | None = None) -> AbstractContextManager[Work]:
        """A Work of who answers for the firm."""
        return working(self.ranks, one or self.award)

    def cost(self, cents: int, *, category: str = "cover", number: str = "", one: StoredAward | None = None) -> str:
        """Add a cost of so many cents; the id of its line."""
        found = one or self.award
        line = NewLine(
            kind="cost", category=category, number=number or f"F/{cents}", issued_on=self.day, supplier_code="X1",
            supplier="Ditta di prova", net_cents=cents, claimed_cents=cents, cup="G17H27000000001",
        )  # fmt: skip
        with self.firm(found) as work:
            return add_line(work, found.id, line)

    def send(self) -> None:
        """Send the report."""
        with self.firm() as work:
            send_report(work, self.award.id)

    def now(self) -> StoredAward:
        """The award as it stands."""
        return award(self.ranks, self.award.id)


def make_following(database: Database, *, paid: bool = True) -> Following:
    """Two accepted awards of two firms; 70 % of the first is paid."""
    ranks = make_ranks(database)
    # Ids are drawn anew each time: the smaller award comes first, so that its debt fits into the other.
    first, second = sorted(notified(ranks), key=lambda one: one.cents)[:2]
    with ranks.calling.work("system") as work:
        for one in (first, second):
            record_award_move(work, one.id, "accept", by="test")
    if paid:
        pay(ranks, first.id, first.cents * PAID_PERCENT // 100)
    return Following(ranks, award(ranks, first.id), award(ranks, second.id))
