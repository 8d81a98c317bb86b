"""What a firm owes back: what was set against later payments, what it gave back, what is still due, its interest. Pure.

A debt is never floored and never lost: owed in whole = set against + given back + still due, to the cent. No law that
we read says which interest is asked on a grant that is taken back: the office enters the rate for the call, with its
source, and until then there is none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from cip.kernel.money import half_up

RecoveryKind = Literal["owed", "netted", "refunded", "interest", "interest_paid"]
RECOVERY_KINDS: tuple[RecoveryKind, ...] = ("owed", "netted", "refunded", "interest", "interest_paid")
LONGEST_REFERENCE, LONGEST_SOURCE = 120, 500
RATE_PARTS = 10_000
"""A rate is stored in hundredths of a percent a year."""
YEAR_DAYS = 365
"""A year counts 365 days, a leap year too: simple interest, never on interest."""
MOST_RATE = 5_000
MOST_INSTALMENTS = 60


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """One thing that happened to a debt: what, how many cents, on which day, by which paper; `against_award_id` is the
    award from which it was set off.
    """

    id: str
    award_id: str
    kind: RecoveryKind
    cents: int
    on_day: date
    reference: str
    by_label: str
    against_award_id: str | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of interest that the office entered for a call: from which day, hundredths of a percent a year, source."""

    starts_on: date
    rate: int
    source: str


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of a payment plan: cents by a day."""

    due_on: date
    cents: int


@dataclass(frozen=True, kw_only=True)
class Debt:
    """What a firm owes for an award, in cents: `owed` is what is still due, `whole` what was due in all."""

    award_id: str
    call_id: str
    body_id: str
    firm_id: str
    owed: int
    recovered: int
    interest: int
    interest_paid: int
    due_on: date | None = None
    happened: tuple[Recovery, ...] = ()
    rates: tuple[Rate, ...] = ()
    plan: tuple[Instalment, ...] = ()

    @property
    def whole(self) -> int:
        """What was owed in all."""
        return self.owed + self.recovered

    @property
    def netted(self) -> int:
        """What was set against later payments."""
        return total(self.happened, "netted")

    @property
    def repaid(self) -> int:
        """What the firm gave back."""
        return total(self.happened, "refunded")

    @property
    def settled(self) -> bool:
        """Whether nothing is due any more, interest included."""
        return self.owed == 0 and self.interest == 0

    @property
    def adds_up(self) -> bool:
        """Whether everything that was owed from the decision on is accounted for, here and in the ledger, and so is
        its interest.
        """
        begun, back = total(self.happened, "owed"), self.netted + self.repaid
        asked, paid = total(self.happened, "interest"), total(self.happened, "interest_paid")
        held = (self.whole, self.recovered, self.interest + self.interest_paid, self.interest_paid)
        return held == (begun, back, asked, paid)

    def late(self, on: date) -> bool:
        """Whether something is due and its last day is over."""
        return self.owed > 0 and self.due_on is not None and on > self.due_on

    def interest_until(self, on: date) -> int:
        """The interest in whole up to a day, cents: from the day after the last day to pay, that day included."""
        if self.due_on is None:
            return 0
        return interest(self.principal(), self.rates, self.due_on + timedelta(days=1), on)

    def principal(self) -> tuple[tuple[date, int], ...]:
        """From each day on, what was due: it falls on the day on which something came in."""
        signs = {"owed": 1, "netted": -1, "refunded": -1}
        changes: dict[date, int] = {}
        for one in self.happened:
            if one.kind in signs:
                changes[one.on_day] = changes.get(one.on_day, 0) + signs[one.kind] * one.cents
        steps, left = [], 0
        for day in sorted(changes):
            left += changes[day]
            steps.append((day, left))
        return tuple(steps)


def total(happened: Iterable[Recovery], *kinds: RecoveryKind) -> int:
    """The cents of everything of these kinds."""
    return sum(one.cents for one in happened if one.kind in kinds)


def interest(principal: Sequence[tuple[date, int]], rates: Sequence[Rate], start: date, until: date) -> int:
    """Simple interest in cents, day by day from `start` to `until` (both count): what was due on a day, by the rate of
    that day, over 365; rounded half up once at the end. A day before the first rate bears none.
    """
    stop = until + timedelta(days=1)
    days = {start, stop, *(day for day, _cents in principal), *(rate.starts_on for rate in rates)}
    marks = sorted(day for day in days if start <= day <= stop)
    exact = Fraction(0)
    for first, after in pairwise(marks):
        exact += Fraction(_due(principal, first) * _rate(rates, first) * (after - first).days, RATE_PARTS * YEAR_DAYS)
    return half_up(exact)


def instalments(cents: int, count: int, first: date, monthly: Sequence[date]) -> tuple[Instalment, ...]:
    """A debt in so many parts that add up to it: equal, the cents that are left over on the first ones. `monthly` are
    the days of the parts after the first. Raises ValueError for no part, or more parts than cents.
    """
    if not 1 <= count <= min(cents, MOST_INSTALMENTS) or len(monthly) != count - 1:
        raise ValueError("a payment plan has at least one part, and no part is empty")
    each, over = divmod(cents, count)
    days = (first, *monthly)
    return tuple(Instalment(day, each + (n < over)) for n, day in enumerate(days))


def _due(principal: Sequence[tuple[date, int]], on: date) -> int:
    return next((cents for day, cents in reversed(principal) if day <= on), 0)


def _rate(rates: Sequence[Rate], on: date) -> int:
    # Of two rates for one day the later entry counts.
    held = [rate for rate in rates if rate.starts_on <= on]
    return max(reversed(held), key=lambda rate: rate.starts_on).rate if held else 0
