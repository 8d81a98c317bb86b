"""The rate of pay of a request (an estimate: INPS pays): by the end of maternity or paternity leave and the day of
birth, the child's age on the day of leave, and the counter that the request draws from.
"""

from dataclasses import dataclass
from fractions import Fraction

from cip.agreement.leave import sentences
from cip.agreement.leave.amounts import Amount, months
from cip.agreement.leave.minutes import shown_number
from cip.agreement.leave.requests import Child, History
from cip.agreement.leave.terms import Point, Terms, say
from cip.kernel.texts import Reason, Text, Value

_NOTHING = 0


@dataclass(frozen=True, slots=True)
class Pool:
    """The days at the higher rate: at least and at most, by what is known; `rate` and `month_days` by law."""

    least: Fraction
    most: Fraction
    rate: int
    month_days: Fraction

    @property
    def months(self) -> int | float:
        """The least number of months, as it is shown."""
        return shown_number(self.least / self.month_days)


def pool_of(terms: Terms, child: Child, history: History) -> Pool:
    """How many months the couple has at the higher rate: the best of the two ends of leave and of the day of birth.

    An end that nobody told may be any: then the pool lies between what is known and all that the law may give.
    """
    month = terms.law_number("parental_leave_month_days") or Fraction(1)
    rate = terms.law_number("parental_leave_80pct_rate")
    if rate is None:
        return Pool(Fraction(0), Fraction(0), 0, month)
    key = "parental_leave_80pct_months"
    ends = (history.maternity, history.paternity)
    known = [terms.law_number(key, end.day) or Fraction(0) for end in ends if end.day is not None]
    if child.born is not None:
        row = terms.law("parental_leave_80pct_by_birth", child.born)
        # Birth alone gives the first month and no more: the parameter says whether, not how many.
        known.append(Fraction(1 if row is not None and row.value is True else 0))
    least = max(known, default=Fraction(0))
    open_end = any(end.day is None and end.taken is not False for end in ends)
    # A child born on a day that nobody told may have the month that birth alone gives.
    surely = max(least, Fraction(1)) if child.born is None else least
    most = max(surely, _most_months(terms, key)) if open_end else surely
    return Pool(least * month, most * month, int(rate), month)


def _most_months(terms: Terms, key: str) -> Fraction:
    values = [row.value for row in terms.book.law.parameters[key].values]
    return max(Fraction(str(value)) for value in values if isinstance(value, int | float))


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a request draws, as far as it is known: its days (None: unknown), the counter (None: unknown which), and how
    many days of the pool were used before it.
    """

    days: Fraction | None
    counter: str | None
    pool_used: Fraction


@dataclass(frozen=True, slots=True)
class Pay:
    """The rate in per cent (None: unknown), why, and whether the request lies, or may lie, in the pool."""

    rate: int | None
    point: Point
    from_pool: bool = False


def pay_of(terms: Terms, child: Child, pool: Pool, drawing: Drawing) -> Pay:
    """The rate of a request that is allowed."""
    age = child.age_on(terms.day)
    limit = terms.law_number("parental_leave_paid_age_limit_30pct")
    if age is None or limit is None:
        return _pay(None, (), say("rate", sentences.RATE_NEEDS_BIRTH))
    if age >= limit and not child.disabled:
        return _pay(_NOTHING, _paid_age(terms), _say(sentences.UNPAID_AGE, age=int(limit)))
    if drawing.days is None:
        return _pay(None, (), say("rate", sentences.RATE_NEEDS_DAY))
    if drawing.counter is None:
        return _pay(None, (), say("rate", sentences.RATE_NEEDS_USED))
    if drawing.counter in ("unpaid", "beyond"):
        return _beyond_paid(terms, child, drawing.counter)
    return _paid(terms, age, pool, drawing, drawing.days)


def _paid(terms: Terms, age: int, pool: Pool, drawing: Drawing, days: Fraction) -> Pay:
    """Within the paid months: the higher rate where the pool surely, the base rate where it surely no longer, pays."""
    rate = terms.law_number("parental_leave_base_rate")
    if rate is None:
        return _pay(None, (), say("rate", sentences.RATE_NEEDS_LAW))
    base = int(rate)
    based = _say(sentences.PAID_BASE, rate=base)
    sources = terms.sources("parental_leave_base_rate", "parental_leave_paid_age_limit_30pct")
    young = terms.law_number("parental_leave_80pct_child_age")
    if young is None:
        return _pay(base, sources, based)
    if age >= young:
        old = _say(sentences.HIGH_TOO_OLD, rate=pool.rate, age=int(young))
        return _pay(base, (*sources, *terms.sources("parental_leave_80pct_child_age")), based, old)
    high = terms.sources("parental_leave_80pct_rate", "parental_leave_80pct_child_age")
    left_least, left_most = pool.least - drawing.pool_used, pool.most - drawing.pool_used
    if drawing.counter != "own" or days > left_most:
        sentence = sentences.HIGH_OVER if pool.most else sentences.HIGH_NONE
        return _pay(base, (*sources, *high), based, _say(sentence, rate=pool.rate))
    if days <= left_least:
        sentence = sentences.PAID_HIGH if pool.least == pool.most else sentences.PAID_HIGH_OR_MORE
        paid = _say(sentence, rate=pool.rate, months=months(pool.months), age=int(young))
        return Pay(pool.rate, Point((paid,), law=high), from_pool=True)
    return Pay(None, Point((say("rate", sentences.RATE_NEEDS_ENDS),), law=high), from_pool=True)


def _beyond_paid(terms: Terms, child: Child, counter: str) -> Pay:
    low = terms.law_number("parental_leave_base_rate")
    longer = terms.law_number("disabled_child_extension_pay")
    if child.disabled and longer is not None:
        spoken = _say(sentences.PAID_EXTENSION, rate=int(longer))
        return _pay(int(longer), terms.sources("disabled_child_extension_pay"), spoken)
    if counter == "beyond":
        return _pay(None, terms.sources("parental_leave_single_parent_max"), say("rate", sentences.RATE_BEYOND))
    if low is None:
        return _pay(None, (), say("rate", sentences.RATE_NEEDS_LAW))
    return _pay(_NOTHING, terms.sources("parental_leave_base_rate"), _say(sentences.UNPAID_MONTHS, rate=int(low)))


def _paid_age(terms: Terms) -> tuple[str, ...]:
    return terms.sources("parental_leave_paid_age_limit_30pct")


def _say(sentence: Text, **values: Value | Amount) -> Reason:
    return say("rate", sentence, **values)


def _pay(rate: int | None, sources: tuple[str, ...], *because: Reason) -> Pay:
    return Pay(rate, Point(because, law=sources))
