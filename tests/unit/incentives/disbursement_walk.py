"""A walk through the lives of awards: parts, report, meeting, tax, debts, returns, revocation, over one or two sources.
Sums aim at the edges; the true rules of parts and of money are held against numbers worked out a second time.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from random import Random

from cip.incentives.ledger import AWARDED, SETTLED, Kind
from cip.incentives.money import split
from cip.incentives.money_events import Award, Budget, Due, Event, Expense, Net, Pay, Refund, Revoke, Undue, Unpay
from cip.incentives.money_rules import Money
from cip.incentives.progress import Progress
from cip.incentives.tranches import Part, follows, parts_of, payable_cents, waits_for
from cip.incentives.withholding import Recipient, withholding_of
from cip.kernel.texts import Reason
from cip.rulebook.shapes.call import Tranche
from tests.unit.incentives.laws import shipped_law
from tests.unit.incentives.money_walk import BrokenError, Journal, Split, Walked, hold

DAY = date(2026, 11, 2)
RATE = 4
"""Percent of tax on DAY, as the law of the tests has it."""
OLD = "old"
# Shares in thousandths, what each part asks for, and months of use.
_Row = tuple[int, tuple[str, ...], int | None]
_BOTH = ("report_accepted", "monitoring_meeting")
PLANS: tuple[tuple[_Row, ...], ...] = (
    ((700, (), None), (300, _BOTH, None)),
    ((400, (), None), (400, (), 3), (200, _BOTH, None)),
    ((1_000, ("report_accepted",), None),),
    ((333, (), 1), (333, ("monitoring_meeting",), None), (334, ("report_accepted",), None)),
    ((125, (), 1), (125, (), 2), (125, (), 3), (625, ("report_accepted",), None)),
)


@cache
def withheld_from(cents: int, taxed: bool) -> int:
    """What the true rule keeps back."""
    return withholding_of(cents, Recipient(business=taxed, capital_goods=False), shipped_law(), DAY).cents


@dataclass(frozen=True)
class Tools:
    """The rules that are walked; a planted defect stands in the place of one."""

    parts: Callable[[Sequence[Tranche], int], Sequence[Part]] = parts_of
    payable: Callable[[Part, int, Progress, int], int] = payable_cents
    waits: Callable[[Part, str, Progress, bool], Sequence[Reason]] = waits_for  # type: ignore[assignment]  # a state
    after: Callable[[Sequence[Part], Part, Collection[str]], Sequence[Reason]] = follows
    withheld: Callable[[int, bool], int] = withheld_from
    sharing: Split = split
    settled: tuple[Kind, ...] = SETTLED


@cache
def tranches(plan: tuple[_Row, ...]) -> tuple[Tranche, ...]:
    """A plan as the call's rules have it."""
    text = {"it": "x", "en": "x"}
    return tuple(
        Tranche.model_validate(
            {
                "id": f"p{at}", "label": text, "share": share / 10, "when": text, "asks": list(asks),
                **({} if months is None else {"use_months": months}),
            }
        )
        for at, (share, asks, months) in enumerate(plan)
    )  # fmt: skip


@dataclass
class Facts:
    """The life of an award in plain numbers: what the walk itself knows."""

    accepted: bool = False
    report: str = "none"
    proved: int | None = None
    met: bool = False
    months: int | None = None
    confirmed: set[int] = field(default_factory=set)
    done: list[int] = field(default_factory=list)
    settled: int = 0
    withheld: int = 0
    settled_when_proved: int = 0
    ended: bool = False
    owed: int = 0
    debt: int = 0

    def progress(self) -> Progress:
        """The same, as the rules take it."""
        return Progress(self.report, self.proved, DAY if self.met else None, self.months)  # type: ignore[arg-type]


class Life:
    """One award from its acceptance on, and an old debt of the same firm."""

    def __init__(self, random: Random, tools: Tools, seen: Counter[str]) -> None:
        self.random, self.tools, self.seen = random, tools, seen
        self.plan = random.choice(PLANS)
        self.cents = random.choice((1, 2, 3, 9, 10, 99, random.randint(1, 200), random.randint(1, 10_000)))
        self.taxed = random.random() < 0.5
        self.facts = Facts(
            accepted=random.random() < 0.7,
            debt=random.choice((0, 1, random.randint(1, max(1, self.cents)), 2 * self.cents)),
        )
        self.money = Money(Journal())
        self.names = self._begin()
        self.order: tuple[int, list[tuple[str, int, int]]] | None = None
        self.paid: list[tuple[int, list[tuple[str, int, int]]]] = []
        self.parts = tuple(tools.parts(tranches(self.plan), self.cents))
        self._whole()

    def _begin(self) -> list[str]:
        """The award over one source or two, and the debt of another one."""
        first = self.random.randint(1, self.cents)
        rooms = [("x", first), ("y", self.cents - first)]
        shares = [(f"a.{source}", source, cents) for source, cents in rooms if cents]
        for name, source, cents in shares:
            self._do(Budget(source, cents))
            self._do(Award(name, source, cents, "f"))
        if self.facts.debt:
            for event in (
                Budget("z", self.facts.debt),
                Award(OLD, "z", self.facts.debt, "f"),
                Pay(OLD, self.facts.debt),
                Revoke(OLD, self.facts.debt),
            ):
                self._do(event)
        return [name for name, _source, _cents in shares]

    def _whole(self) -> None:
        so_far, before = 0, 0
        hold(sum(part.cents for part in self.parts) == self.cents, "parts of", self.cents, self.parts)
        for (share, _asks, _months), part in zip(self.plan, self.parts, strict=True):
            so_far += share
            up_to = (2 * self.cents * so_far + 1_000) // 2_000
            hold((part.up_to, part.cents) == (up_to, up_to - before), part, "should come to", up_to - before)
            before = up_to

    # What may happen.

    def step(self) -> None:
        """One thing happens, or is refused. Raises BrokenError."""
        kinds, weights = _CHOICES
        # What can do nothing now is no step.
        for _try in range(30):
            if self.random.choices(kinds, weights)[0](self):
                break
        self.compare()

    def accept(self) -> bool:
        """The firm accepts."""
        before, self.facts.accepted = self.facts.accepted, True
        return not before

    def hear(self) -> bool:
        """Something that a part waits for happens."""
        facts = self.facts
        if facts.ended:
            return False
        choice = self.random.randrange(4)
        if choice == 0:
            facts.met = True
        elif choice == 1 and (facts.months or 0) < 4:
            facts.months = 1 if facts.months is None else facts.months + 1
        elif choice == 2:
            facts.confirmed.add(self.random.randrange(len(self.parts)))
        elif facts.report == "none":
            facts.report = "open"
        return True

    def settle(self) -> bool:
        """The report is accepted, for a sum at an edge."""
        facts = self.facts
        if facts.report != "open" or self.order is not None or facts.ended:
            return False
        edge = self.random.choice((self.cents, facts.settled, self.random.choice(self.parts).up_to))
        edge = self.random.choice((edge - 1, edge, edge + 1, self.random.randint(0, self.cents)))
        facts.proved = max(0, min(self.cents, edge))
        facts.report, facts.settled_when_proved = "accepted", facts.settled
        if facts.proved:
            for name, cents in self.tools.sharing(facts.proved, self._rooms(*AWARDED)):
                self._do(Expense(name, cents))
        return True

    def prepare(self) -> bool:
        """Somebody wants to pay a part."""
        if self.order is not None or self.facts.ended:
            return False
        at = len(self.facts.done) if self.random.random() < 0.8 else self.random.randrange(len(self.parts))
        if at >= len(self.parts) or at in self.facts.done:
            return False
        cents = self._payable(at)
        if cents is None:
            return True
        self.seen["paid" if cents else "nothing"] += 1
        if cents == 0:
            self.facts.done.append(at)
            return True
        if self.facts.debt and self.random.random() < 0.4:
            cents = self._net(cents)
            if cents == 0:
                self.facts.done.append(at)
                return True
        shared = self.tools.sharing(cents, self._rooms("committed"))
        kept = dict(self.tools.sharing(self.tools.withheld(cents, self.taxed), shared))
        for name, part in shared:
            self._do(Due(name, part))
        self.order = (at, [(name, part, kept.get(name, 0)) for name, part in shared])
        return True

    def _payable(self, at: int) -> int | None:
        """What the rules let pay of a part, None where they refuse; both as worked out here."""
        facts, part = self.facts, self.parts[at]
        done = {self.parts[one].id for one in facts.done}
        why = [
            *self.tools.waits(
                part, "accepted" if facts.accepted else "notified", facts.progress(), at in facts.confirmed
            )
        ]
        why += self.tools.after(self.parts, part, done)
        hold(bool(why) != self._may(at), part.id, "of", self.plan, facts, [reason.rule for reason in why])
        if why:
            self.seen[why[0].rule] += 1
            return None
        settled = sum(self.money.books.of_award(name, *self.tools.settled) for name in self.names)
        cents = self.tools.payable(part, self.cents, facts.progress(), settled)
        most = self.cents if facts.proved is None else facts.proved
        wanted = max(0, min(part.up_to, most) - facts.settled)
        hold(cents == min(wanted, part.cents), part.id, "pays", cents, "not", wanted, facts)
        hold(cents == 0 or facts.settled + cents <= most, part.id, "pays more than is proved:", cents, facts)
        return cents

    def _may(self, at: int) -> bool:
        facts, (_share, asks, months) = self.facts, self.plan[at]
        met = facts.met or "monitoring_meeting" not in asks
        proved = facts.proved is not None or "report_accepted" not in asks
        used = months is None or (facts.months is not None and facts.months >= months)
        told = bool(asks) or months is not None or at in facts.confirmed
        return facts.accepted and met and proved and used and told and set(facts.done) >= set(range(at))

    def _net(self, cents: int) -> int:
        """A part of the debt is set against what would be paid; what is left to pay."""
        facts = self.facts
        edge = min(cents, facts.debt)
        netted = max(1, min(edge, self.random.choice((edge - 1, edge, edge, self.random.randint(1, edge)))))
        for name, part in self.tools.sharing(netted, self._rooms("committed")):
            self._do(Net(OLD, name, part))
        facts.debt -= netted
        facts.settled += netted
        self.seen["netted"] += 1
        return cents - netted

    def execute(self) -> bool:
        """The bank paid."""
        if self.order is None:
            return False
        at, shared = self.order
        cents = sum(part for _name, part, _kept in shared)
        wanted = (2 * cents * RATE + 100) // 200 if self.taxed else 0
        hold(sum(kept for _name, _part, kept in shared) == wanted, "tax of", cents, "is", wanted, shared)
        for name, part, kept in shared:
            self._do(Pay(name, part, kept))
        self.facts.done.append(at)
        self.facts.settled += cents
        self.facts.withheld += wanted
        self.paid.append(self.order)
        self.order = None
        return True

    def cancel(self) -> bool:
        """Somebody cancels, or the bank refuses."""
        if self.order is None:
            return False
        for name, part, _kept in self.order[1]:
            self._do(Undue(name, part))
        self.order = None
        return True

    def come_back(self) -> bool:
        """The newest payment comes back from the bank."""
        if not self.paid or self.order is not None or self.facts.ended or self.paid[-1][0] != self.facts.done[-1]:
            return False
        at, shared = self.paid.pop()
        for name, part, kept in shared:
            self._do(Unpay(name, part, kept))
        self.facts.done.remove(at)
        self.facts.settled -= sum(part for _name, part, _kept in shared)
        self.facts.withheld -= sum(kept for _name, _part, kept in shared)
        # What had been paid too much before the report came back too: it is not paid again.
        self.facts.settled_when_proved = min(self.facts.settled_when_proved, self.facts.settled)
        self.seen["came back"] += 1
        return True

    def revoke(self) -> bool:
        """The award is taken back; what is owed is at an edge of what was paid."""
        facts = self.facts
        if self.order is not None or facts.ended:
            return False
        edge = self.random.choice((0, 1, facts.settled - 1, facts.settled, self.random.randint(0, facts.settled)))
        owed = dict(self.tools.sharing(max(0, min(facts.settled, edge)), self._rooms(*self.tools.settled)))
        for name in self.names:
            self._do(Revoke(name, owed.get(name, 0)))
        facts.ended, facts.owed = True, sum(owed.values())
        self.seen["revoked"] += 1
        return True

    def refund(self) -> bool:
        """The firm gives back; a cent more than it owes is refused."""
        facts = self.facts
        if not facts.ended or not facts.owed:
            return False
        cents = max(1, min(facts.owed, self.random.choice((1, facts.owed - 1, facts.owed))))
        for name, part in self.tools.sharing(cents, self._rooms("owed")):
            hold(self.money.refusal(Refund(name, self.money.books.of_award(name, "owed") + 1)) is not None, name)
            self._do(Refund(name, part))
        facts.owed -= cents
        return True

    # What must be so.

    def _do(self, event: Event) -> None:
        rule = self.money.do(event)
        hold(rule is None, event, "refused:", rule)

    def _rooms(self, *kinds: Kind) -> list[tuple[str, int]]:
        return [(name, self.money.books.of_award(name, *kinds)) for name in self.names]

    def _sum(self, *kinds: Kind) -> int:
        return sum(cents for _name, cents in self._rooms(*kinds))

    def compare(self) -> None:
        """The books say what the walk knows, and no limit was passed."""
        facts = self.facts
        hold(self._sum(*SETTLED) == facts.settled <= self.cents, "settled", facts)
        hold(self._sum("withheld") == facts.withheld, "withheld", facts)
        on_its_way = 0 if self.order is None else sum(part for _name, part, _kept in self.order[1])
        hold(self._sum("due") == on_its_way, "due", on_its_way)
        hold(self._sum("owed") == facts.owed, "owed", facts)
        hold(self.money.books.of_award(OLD, "owed") == facts.debt, "the old debt", facts)
        hold(self._sum(*AWARDED) == (facts.settled if facts.ended else self.cents), "awarded", facts)
        most = self.cents if facts.proved is None else max(facts.proved, facts.settled_when_proved)
        hold(facts.settled <= most, "more is paid than was proved", facts)
        if len(facts.done) == len(self.parts) and not facts.ended and facts.proved is not None:
            hold(facts.settled == most, "all parts are done, and", facts.settled, "of", most, "was paid", facts)
        hold(self.money.books.total() == 0, "the books do not add up to zero")


_WEIGHTS: dict[Callable[[Life], bool], int] = {
    Life.accept: 3, Life.hear: 8, Life.settle: 4, Life.prepare: 14, Life.execute: 10, Life.cancel: 2,
    Life.come_back: 2, Life.revoke: 1, Life.refund: 2,
}  # fmt: skip
_CHOICES = (list(_WEIGHTS), list(_WEIGHTS.values()))


def live(steps: int, seed: int, tools: Tools | None = None) -> Walked:
    """Walk so many steps through one life after the other, or until something is found wrong."""
    random, done, seen = Random(seed), 0, Counter[str]()
    while done < steps:
        until = min(steps, done + random.choice((20, 60, 100)))
        try:
            life = Life(random, tools or Tools(), seen)
            while done < until and not (life.facts.ended and not life.facts.owed):
                done += 1
                life.step()
        except BrokenError as broken:
            return Walked(done, seen, str(broken))
        except ValueError as error:  # a wall behind the rules held
            return Walked(done, seen, repr(error))
    return Walked(done, seen, None)
