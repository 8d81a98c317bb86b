"""A walk through everything that can happen to money: events aimed at the edges of the state, the real rules held
against the simple model and against what must always be true.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from cip.incentives.ledger import AWARDED, BUDGET_KINDS, SETTLED, Account, Books, Kind, Posting
from cip.incentives.money import SHARE_KINDS, AwardShare, FundingLine, money_of, split
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
    Reserve,
    Revoke,
    Undue,
    Unpay,
    Waive,
)  # fmt: skip
from cip.incentives.money_rules import Money
from tests.unit.incentives.money_model import Held, Model

SOURCES = ("x", "y", "z")
FIRMS = (None, "f", "g")
NAMES = tuple(f"a{at}" for at in range(9))
GHOST = "ghost"
Split = Callable[[int, Sequence[tuple[str, int]]], list[tuple[str, int]]]


class Journal(Books):
    """Books that keep each posting, as the database keeps its rows."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Posting] = []

    def post(self, posting: Posting) -> None:
        """Book it and keep it."""
        super().post(posting)
        self.rows.append(posting)


class BrokenError(AssertionError):
    """The walk found that something is not as it must be."""


@dataclass(frozen=True)
class Walked:
    """How far a walk came, and what it found wrong."""

    steps: int
    seen: Counter[str]
    """How often each event happened and each rule refused one."""
    found: str | None


def hold(is_so: bool, *what: object) -> None:
    """Raise BrokenError unless it is so. Its words are put together only then: most steps find nothing."""
    if not is_so:
        raise BrokenError(" ".join(str(word) for word in what))


class Walk:
    """One ledger from its beginning, with the model beside it."""

    def __init__(self, money: Money, random: Random, sharing: Split, seen: Counter[str]) -> None:
        self.money, self.random, self.sharing, self.seen = money, random, sharing, seen
        self.model = Model()
        self.kept: list[tuple[int, dict[Account, int]]] = []
        self.sources = SOURCES[: random.randint(1, len(SOURCES))]
        self.firms = FIRMS[: random.randint(1, len(FIRMS))]

    # What to try next.

    def amount(self, room: int) -> int:
        """Cents, at least one: mostly at the edge of what there is room for."""
        random = self.random
        choice = random.random()
        if choice < 0.6:
            return max(1, room + random.choice((-1, 0, 0, 1)))
        return random.randint(1, max(1, room if choice < 0.9 else 2 * room + 3))

    def pick(self, fits: Callable[[Held], bool]) -> str:
        """An award that fits; now and then any other, or none that there is."""
        choice = self.random.random()
        if choice < 0.04:
            return GHOST
        held = self.model.held
        names = [name for name, one in held.items() if fits(one)] if choice < 0.9 else list(held)
        return self.random.choice(names) if names else self.random.choice(NAMES)

    def next_event(self) -> Event:
        """An event that the state suggests."""
        kinds, weights = _CHOICES
        make = self.random.choices(kinds, cum_weights=weights)[0]
        return make(self)

    def budget(self) -> Event:
        """Money for a source."""
        return Budget(self.random.choice(self.sources), self.random.choice((1, 7, 100, self.random.randint(1, 5_000))))

    def _promise(self) -> tuple[str, str, int, str | None]:
        random, held = self.random, self.model.held
        fresh = [name for name in NAMES if name not in held]
        name = random.choice(fresh) if fresh and random.random() < 0.85 else random.choice(NAMES)
        source = random.choice(self.sources) if random.random() < 0.97 else GHOST
        room = self.model.left(source)
        # All of what is left ends the walk of a source: mostly a part of it is promised.
        cents = self.amount(room if random.random() < 0.4 else room // 3)
        return name, source, cents, random.choice(self.firms)

    def reserve(self) -> Event:
        """Money kept."""
        return Reserve(*self._promise())

    def award(self) -> Event:
        """An award, of what is kept or of what is left."""
        kept = [name for name, one in self.model.held.items() if one.state == "reserved"]
        if kept and self.random.random() < 0.6:
            name = self.random.choice(kept)
            one = self.model.held[name]
            if self.random.random() < 0.9:
                room = self.random.choice((one.reserved, one.reserved + self.model.left(one.source)))
                return Award(name, one.source, self.amount(room), one.firm)
        return Award(*self._promise())

    def release(self) -> Event:
        """What was kept is free."""
        return Release(self.pick(lambda one: one.state == "reserved"))

    def _of(self, name: str) -> Held:
        return self.model.held.get(name) or Held("", None, "")

    def due(self) -> Event:
        """A part is to be paid."""
        name = self.pick(lambda one: one.unpaid > one.due)
        one = self._of(name)
        return Due(name, self.amount(one.unpaid - one.due))

    def undue(self) -> Event:
        """A part is not, for now."""
        name = self.pick(lambda one: one.due > 0)
        return Undue(name, self.amount(self._of(name).due))

    def pay(self) -> Event:
        """A part is paid, tax kept back or not."""
        name = self.pick(lambda one: one.unpaid > 0)
        one = self._of(name)
        cents = self.amount(self.random.choice((one.unpaid, one.due, one.unpaid // 2)))
        withheld = self.random.choice((0, 0, cents * 4 // 100, self.random.randint(0, cents), cents, cents + 1))
        return Pay(name, cents, withheld)

    def unpay(self) -> Event:
        """A payment did not arrive."""
        name = self.pick(lambda one: one.state == "open" and one.paid > 0)
        one = self._of(name)
        tax = self.random.choice((0, one.withheld, one.withheld + 1, self.random.randint(0, one.withheld)))
        return Unpay(name, max(1, tax + self.amount(one.paid - one.withheld) - self.random.choice((0, 1))), tax)

    def expense(self) -> Event:
        """Expenses are accepted."""
        name = self.pick(lambda one: one.accepted < one.awarded)
        one = self._of(name)
        return Expense(name, self.amount(self.random.choice((one.awarded - one.accepted, one.awarded // 2))))

    def waive(self) -> Event:
        """A firm gives up."""
        return Waive(self.pick(lambda one: one.state == "open"))

    def revoke(self) -> Event:
        """An award is taken back."""
        name = self.pick(lambda one: one.state == "open" and one.paid > 0)
        return Revoke(name, self.random.choice((0, self.amount(self._of(name).paid))))

    def net(self) -> Event:
        """A debt is set against another award."""
        owing = self.pick(lambda one: one.owed > 0)
        firm = self._of(owing).firm
        against = self.pick(lambda one: one.unpaid > 0 and (one.firm == firm or self.random.random() < 0.1))
        owed, unpaid = self._of(owing).owed, self._of(against).unpaid
        return Net(owing, against, self.amount(self.random.choice((owed, unpaid, min(owed, unpaid)))))

    def refund(self) -> Event:
        """A debt is paid."""
        name = self.pick(lambda one: one.owed > 0)
        return Refund(name, self.amount(self._of(name).owed))

    def interest(self) -> Event:
        """A debt grows."""
        return Interest(self.pick(lambda one: one.owed > 0), self.random.randint(1, 9))

    def interest_paid(self) -> Event:
        """Its price is paid."""
        name = self.pick(lambda one: one.charged > one.charge_paid)
        one = self._of(name)
        return InterestPaid(name, self.amount(one.charged - one.charge_paid))

    # One step, and what must be so after it.

    def step(self) -> None:
        """Try one event. Raises BrokenError."""
        if self.random.random() < 0.03:
            self.shared_payment()
            return
        self.try_one(self.next_event())

    def try_one(self, event: Event) -> None:
        """Let rules and model take the same event, and compare."""
        # As the database does it: only what the event touches is known there.
        stored = self._stored(event) if self.random.random() < 0.1 else None
        rule, wanted = self.money.refusal(event), None
        if stored is not None and rule is None:
            wanted = self.money.postings(event)
        hold(self.money.do(event) == rule, event, "what is refused is not done")
        ok = self.model.take(event)
        hold((rule is None) == ok, event, rule or "happened")
        self.seen[rule or type(event).__name__] += 1
        if stored is not None:
            hold(stored.refusal(event) == rule, event, "the stored sums say otherwise")
            hold(wanted is None or stored.postings(event) == wanted, event, "the stored sums move otherwise")
        self._compare(event)

    def shared_payment(self) -> None:
        """A payment of a firm that stands on several sources, shared out over what each still has to pay."""
        firm = self.random.choice(self.firms)
        rooms = [
            (name, one.unpaid) for name, one in self.model.held.items() if one.state == "open" and one.firm == firm
        ]
        room = sum(cents for _name, cents in rooms)
        cents = self.amount(room)
        try:
            parts = self.sharing(cents, rooms)
        except ValueError:
            hold(cents > room, cents, "find no room in", rooms)
            return
        by_name = dict(rooms)
        hold(sum(part for _name, part in parts) == cents <= room, parts, "of", cents, "in", rooms)
        hold(all(part == by_name[name] for name, part in parts[:-1]), parts, "of", cents, "in", rooms, "not in order")
        for name, part in parts:
            hold(0 < part <= by_name[name], parts, "of", cents, "in", rooms, "more than one has room for")
            self.try_one(Pay(name, part))

    def _compare(self, event: Event) -> None:
        names = [getattr(event, key) for key in ("award", "id", "owing", "against") if hasattr(event, key)]
        for name in names:
            self._compare_award(event, name)
        for source in self.sources:
            self._compare_source(event, source)

    def _compare_award(self, event: Event, name: str) -> None:
        of, one = self.money.books.of_award, self.model.held.get(name) or Held("", None, "")
        for kinds, cents in (
            (("reserved",), one.reserved),
            (AWARDED, one.awarded),
            (("due",), one.due),
            (SETTLED, one.paid),
            (("withheld",), one.withheld),
            (("accepted",), one.accepted),
            (("owed",), one.owed),
            (("interest",), one.charged - one.charge_paid),
        ):
            hold(of(name, *kinds) == cents, event, kinds, "of", name, "should be", cents)
        hold(of(name, "owed", "recovered") == one.claimed, event, "a part of the debt was lost")
        hold(of(name, "interest", "interest_paid") == one.charged, event, "a part of the interest was lost")

    def _compare_source(self, event: Event, source: str) -> None:
        of, budget = self.money.books.of_source, self.model.budgets.get(source, 0)
        awarded, paid, reserved = of(source, *AWARDED), of(source, *SETTLED), of(source, "reserved")
        hold(self.money.books.budget(source) == budget == of(source, *BUDGET_KINDS), event, "budget of", source)
        hold(reserved + awarded <= budget and paid <= awarded, event, source, "is overspent")
        hold(of(source, "available") == self.model.left(source), event, "left of", source)

    def look_at_all(self) -> None:
        """What is too dear to look at after each step; where the rows stand now is kept to be made again."""
        books = self.money.books
        balances = dict(books.balances())
        hold(sum(balances.values()) == 0 == books.total(), "the books do not add up to zero")
        by_award: Counter[tuple[str, Kind]] = Counter()
        for account, cents in balances.items():
            by_award[account.award, account.kind] += cents
        for name in NAMES:
            for kind in SHARE_KINDS:
                hold(by_award[name, kind] == books.of_award(name, kind) >= 0, kind, "of", name)
        self.kept.append((len(self.rows()), balances))

    def rows(self) -> list[Posting]:
        """The postings so far."""
        books = self.money.books
        assert isinstance(books, Journal)
        return books.rows

    def look_back(self) -> None:
        """Each moment that was kept comes out of the rows up to it."""
        replayed: Counter[Account] = Counter()
        rows, at = self.rows(), 0
        for until, balances in self.kept:
            hold(until <= len(rows), "rows are gone")
            for posting in rows[at:until]:
                for leg in posting.legs:
                    replayed[leg.account] += leg.cents
            at = until
            hold(all(replayed[account] == cents for account, cents in balances.items()), "the rows up to", until)

    def _stored(self, event: Event) -> Money:
        """The ledger as the database gives it to the rules: running sums, and only the awards that are touched."""
        books, known = self.money.books, self.model.held
        names = {getattr(event, key) for key in ("award", "id", "owing", "against") if hasattr(event, key)}
        lines = [_line(books, source, at) for at, source in enumerate(self.sources)]
        shares = [_share(books, name, known[name]) for name in sorted(names) if name in known]
        # Without a firm all are one firm's; the database always knows whose an award is.
        money = money_of(lines, shares, {name: known[name].firm or "" for name in names if name in known})
        money.awards = {name: type(one)(one.source, one.firm or None, one.ended) for name, one in money.awards.items()}
        return money


def _line(books: Books, source: str, seq: int) -> FundingLine:
    sums = {kind: books.of_source(source, kind) for kind in ("available", *SHARE_KINDS)}
    return FundingLine(
        id=source, call_id="c", source_id=source, seq=seq, budget=books.budget(source), **sums
    )  # fmt: skip


def _share(books: Books, name: str, one: Held) -> AwardShare:
    return AwardShare(
        id=name, award_id=name, line_id=one.source, source_id=one.source, granted=one.granted,
        ended=one.state if one.state in ("waived", "revoked") else None,  # type: ignore[arg-type]
        **{kind: books.of_award(name, kind) for kind in SHARE_KINDS},
    )  # fmt: skip


_WEIGHTS: dict[Callable[[Walk], Event], int] = {
    Walk.budget: 3, Walk.reserve: 8, Walk.release: 4, Walk.award: 14, Walk.due: 9, Walk.undue: 5, Walk.pay: 18,
    Walk.unpay: 3, Walk.expense: 9, Walk.waive: 3, Walk.revoke: 5, Walk.net: 10, Walk.refund: 5, Walk.interest: 4,
    Walk.interest_paid: 5,
}  # fmt: skip
_CHOICES = (list(_WEIGHTS), [sum(list(_WEIGHTS.values())[: at + 1]) for at in range(len(_WEIGHTS))])


def new_money() -> Money:
    """An empty ledger with the true rules."""
    return Money(Journal())


def walk(steps: int, seed: int, make: Callable[[], Money] = new_money, sharing: Split = split) -> Walked:
    """Walk so many steps over one ledger after the other, or until something is found wrong."""
    random, done, seen = Random(seed), 0, Counter[str]()
    while done < steps:
        one = Walk(make(), random, sharing, seen)
        until = min(steps, done + random.choice((15, 40, 80, 160)))
        try:
            for source in one.sources:
                one.try_one(Budget(source, random.choice((1, 100, random.randint(2, 10_000)))))
            while done < until:
                done += 1
                one.step()
                if done % 16 == 0:
                    one.look_at_all()
            one.look_at_all()
            one.look_back()
        except BrokenError as broken:
            return Walked(done, seen, str(broken))
        except (ValueError, KeyError) as error:  # a wall behind the rules held
            return Walked(done, seen, repr(error))
    return Walked(done, seen, None)
