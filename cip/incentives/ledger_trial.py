"""What `cip ledger try` answers: events on an empty ledger, and how the money stands after them. Pure; whole cents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cip.incentives.ledger import AWARDED, SETTLED
from cip.incentives.money_events import Award, Budget, Event
from cip.incentives.money_rules import Money


@dataclass(frozen=True, slots=True)
class Tried:
    """One event, n from 1, and the rule that refused it if one did: then it changed nothing."""

    n: int
    event: Event
    rule: str | None

    @property
    def ok(self) -> bool:
        """Whether it happened."""
        return self.rule is None


@dataclass(frozen=True, slots=True)
class SourceStands:
    """A source that has a budget; cents. `left` is what of the budget nobody was awarded."""

    budget: int
    awarded: int
    paid: int
    owed: int
    left: int


@dataclass(frozen=True, slots=True)
class AwardStands:
    """An award that was ever made; cents."""

    awarded: int
    paid: int
    accepted: int
    owed: int


@dataclass(frozen=True, slots=True)
class Trial:
    """Events with their outcome, and what sources and awards hold after them; both in the order of their beginning."""

    events: Sequence[Tried]
    sources: dict[str, SourceStands]
    awards: dict[str, AwardStands]

    def as_json(self) -> dict[str, object]:
        """The agreed keys."""
        return {
            "events": [{"n": one.n, "ok": one.ok, "rule": one.rule} for one in self.events],
            "balances": {
                name: {
                    "budget": one.budget,
                    "awarded": one.awarded,
                    "paid": one.paid,
                    "owed": one.owed,
                    "left": one.left,
                }
                for name, one in self.sources.items()
            },
            "awards": {
                name: {"awarded": one.awarded, "paid": one.paid, "accepted": one.accepted, "owed": one.owed}
                for name, one in self.awards.items()
            },
        }


def try_events(events: Iterable[Event]) -> Trial:
    """Let events happen one after the other to an empty ledger; those that a rule refuses change nothing."""
    money = Money()
    tried = [Tried(n, event, money.do(event)) for n, event in enumerate(events, start=1)]
    happened = [one.event for one in tried if one.ok]
    sources = dict.fromkeys(event.source for event in happened if isinstance(event, Budget))
    awards = dict.fromkeys(event.id for event in happened if isinstance(event, Award))
    return Trial(
        tried,
        {source: _source(money, source) for source in sources},
        {award: _award(money, award) for award in awards},
    )


def _source(money: Money, source: str) -> SourceStands:
    books = money.books
    budget, awarded = books.budget(source), books.of_source(source, *AWARDED)
    paid, owed = books.of_source(source, *SETTLED), books.of_source(source, "owed")
    return SourceStands(budget=budget, awarded=awarded, paid=paid, owed=owed, left=budget - awarded)


def _award(money: Money, award: str) -> AwardStands:
    books = money.books
    return AwardStands(
        awarded=money.awarded(award),
        paid=money.paid(award),
        accepted=books.of_award(award, "accepted"),
        owed=books.of_award(award, "owed"),
    )
