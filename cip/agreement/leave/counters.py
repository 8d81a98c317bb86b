"""The counters of parental leave: own paid months, shared paid months, the pool at the higher rate, unpaid months, and
the couple's total.

The drawing order is fixed. Each request draws from the first of own, shared, unpaid that has room for all of it; from
the pool as well, while it draws from the own months, on which the pool lies; and always from the total. Days used
before fill the counters in the same order, the pool first. What the other parent used nobody says here.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from cip.agreement.leave import sentences
from cip.agreement.leave.amounts import months as in_months
from cip.agreement.leave.minutes import minutes_of, shown_number, whole_minutes
from cip.agreement.leave.pay import Pool
from cip.agreement.leave.terms import Terms, say
from cip.kernel.texts import Reason, require_reasons

CounterId = Literal["own", "shared", "pool_80", "unpaid", "couple_total"]
Drawn = Literal["own", "shared", "unpaid", "beyond"]
DRAWN: tuple[Literal["own", "shared", "unpaid"], ...] = ("own", "shared", "unpaid")
"""The order of drawing. What is beyond all three (the months of a parent alone, the longer leave for a disabled child)
draws from the total only.
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many days each counter holds by the law of a day; none where that law has no such months."""

    month_days: Fraction
    own: Fraction
    shared: Fraction
    total: Fraction
    least_total: Fraction
    extended: Fraction
    mother: Fraction
    father: Fraction
    alone: Fraction

    @property
    def unpaid(self) -> Fraction:
        """What is left of the total after the paid months of the two parents."""
        return max(self.total - 2 * self.own - self.shared, Fraction(0))

    @property
    def most(self) -> Fraction:
        """All days that a couple may ever have: its total, or the longer leave for a disabled child."""
        return max(self.total, self.extended)

    @property
    def surely(self) -> Fraction:
        """The days that every parent has, whoever it is."""
        return max(min(self.mother, self.father), self.extended)

    @property
    def not_alone(self) -> Fraction:
        """The days that a parent beside another one has at most."""
        return max(self.mother, self.father, self.extended)

    @property
    def most_of_one(self) -> Fraction:
        """The days that any one parent has at most: beyond them nobody may have leave."""
        return max(self.not_alone, self.alone)

    def room(self, counter: Literal["own", "shared", "unpaid"]) -> Fraction:
        """How many days a counter holds when nothing was used."""
        return {"own": self.own, "shared": self.shared, "unpaid": self.unpaid}[counter]


def limits_of(terms: Terms, *, disabled: bool) -> Limits:
    """The limits on the day of leave."""
    month = terms.law_number("parental_leave_month_days") or Fraction(1)

    def months(key: str) -> Fraction:
        return (terms.law_number(key) or Fraction(0)) * month

    own, shared = months("parental_leave_paid_months_own_each"), months("parental_leave_paid_months_shared")
    alone = months("parental_leave_single_parent_max")
    years = terms.law_number("disabled_child_extension") if disabled else None
    return Limits(
        month_days=month,
        own=own,
        shared=shared or months("parental_leave_paid_months_couple"),
        total=max(months("parental_leave_couple_max_if_father_3m"), alone),
        least_total=months("parental_leave_couple_max"),
        extended=(years or Fraction(0)) * 12 * month,
        mother=months("parental_leave_mother_max"),
        # Who is beyond the shorter limit has taken three months already: the longer one holds.
        father=max(months("parental_leave_father_max"), months("parental_leave_father_max_extended")),
        alone=alone,
    )


@dataclass
class Ledger:
    """What was used of each counter in days: before (None: unknown), and by the requests."""

    before: Fraction | None
    drawn: dict[CounterId, Fraction] = field(default_factory=dict)
    pool_before: Fraction = Fraction(0)

    @property
    def used(self) -> Fraction:
        """All days that are known to be used."""
        return (self.before or Fraction(0)) + self.drawn.get("couple_total", Fraction(0))

    def before_in(self, counter: CounterId, limits: Limits) -> Fraction:
        """The days used before that lie in a counter, by the order of drawing; those that only a parent alone may have
        lie in the total only.
        """
        rest = self.before or Fraction(0)
        if counter == "couple_total":
            return rest
        if counter == "pool_80":
            return self.pool_before
        rest = min(rest, limits.not_alone)
        for name in DRAWN:
            inside = min(rest, limits.room(name))
            if counter == name:
                return inside
            rest -= inside
        return rest

    def room_in(self, counter: Literal["own", "shared", "unpaid"], limits: Limits) -> Fraction:
        """The days that a counter still holds, as far as we know what was used."""
        return limits.room(counter) - self.before_in(counter, limits) - self.drawn.get(counter, Fraction(0))

    def choose(self, days: Fraction, limits: Limits) -> Drawn:
        """The counter from which so many days are drawn: the first that has room for all of them, as long as a parent
        who is not alone may have them.
        """
        if self.used + days > limits.not_alone:
            return "beyond"
        return next((name for name in DRAWN if self.room_in(name, limits) >= days), "beyond")

    def draw(self, counter: Drawn | None, days: Fraction, *, from_pool: bool) -> None:
        """Note days as used: always in the total; in a counter where we know which, and in the pool."""
        names: list[CounterId] = ["couple_total"]
        if counter is not None and counter != "beyond":
            names.append(counter)
        if from_pool:
            names.append("pool_80")
        for name in names:
            self.drawn[name] = self.drawn.get(name, Fraction(0)) + days


@dataclass(frozen=True, slots=True)
class Counter:
    """One counter: what the requests draw, what is used in all, the limit and what is left, in days; None is unknown.
    `day` is how many minutes one day counts.
    """

    id: CounterId
    drawn: Fraction | None
    used: Fraction | None
    limit: Fraction | None
    day: Fraction | None
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, "a counter")

    @property
    def left(self) -> Fraction | None:
        """The days that are left; never below nothing."""
        return None if self.used is None or self.limit is None else max(self.limit - self.used, Fraction(0))

    def as_json(self) -> dict[str, object]:
        """`days` and `minutes` are drawn by the requests; `used_`, `limit_` and `left_` count what came before too."""
        row: dict[str, object] = {"id": self.id}
        for prefix, days in (("", self.drawn), ("used_", self.used), ("limit_", self.limit), ("left_", self.left)):
            known = days is not None and self.day is not None
            row[f"{prefix}minutes"] = whole_minutes(minutes_of(days, self.day)) if known else None  # type: ignore[arg-type]
            row[f"{prefix}days"] = None if days is None else shown_number(days)
        return row | {"because": [reason.as_json() for reason in self.because]}


def counters_of(terms: Terms, ledger: Ledger, limits: Limits, pool: Pool, day: Fraction | None) -> tuple[Counter, ...]:
    """The five counters after all requests; `day` is None where nobody knows how many hours make a day."""
    sizes: dict[CounterId, Fraction | None] = {
        "own": limits.own,
        "shared": limits.shared,
        "pool_80": pool.least if pool.least == pool.most else None,
        "unpaid": limits.unpaid,
        "couple_total": limits.most,
    }
    reasons = _reasons(terms, limits, pool)
    found = []
    for name, limit in sizes.items():
        known = ledger.before is not None or name == "couple_total"
        drawn = ledger.drawn.get(name, Fraction(0)) if known and day is not None else None
        used = None
        because = reasons[name]
        if ledger.before is None:
            because = (*because, say("used_unknown", sentences.USED_UNKNOWN))
        elif drawn is not None:
            used = ledger.before_in(name, limits) + drawn
        if name == "pool_80" and used is not None and pool.least < used:
            # More than surely is there, less than there may be: what was drawn at the higher rate nobody knows.
            drawn = used = None
        found.append(Counter(name, drawn, used, limit, day, because))
    return tuple(found)


def _reasons(terms: Terms, limits: Limits, pool: Pool) -> dict[CounterId, tuple[Reason, ...]]:
    def months(days: Fraction) -> int | float:
        return shown_number(days / limits.month_days)

    total = say("total", sentences.TOTAL, months=months(limits.total), least=months(limits.least_total))
    one = say(
        "one_parent",
        sentences.ONE_PARENT,
        mother=in_months(months(limits.mother)),
        father=in_months(months(limits.father)),
        alone=in_months(months(limits.alone)),
    )
    return {
        "own": (say("own", sentences.OWN, months=months(limits.own)),),
        "shared": (say("shared", sentences.SHARED, months=months(limits.shared)),),
        "pool_80": (_pool_reason(pool),),
        "unpaid": (say("unpaid", sentences.UNPAID, months=months(limits.unpaid)), one),
        "couple_total": (total, one, say("lasts_longer", sentences.LASTS_LONGER)),
    }


def _pool_reason(pool: Pool) -> Reason:
    if not pool.rate:
        return say("pool", sentences.POOL_NONE)
    if pool.most > pool.least:
        most = in_months(shown_number(pool.most / pool.month_days))
        return say("pool_more", sentences.POOL_MORE, rate=pool.rate, months=most)
    return say("pool", sentences.POOL, rate=pool.rate, months=pool.months)
