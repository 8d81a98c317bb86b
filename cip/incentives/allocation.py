"""Who gets how much of a budget, in the order of the ranking. Whole cents, and nothing else but what is given here.

Each entry asks for an amount. The call's policy says what happens when the money left is less: nothing, the rest of it
(`if_left`), or the same share for everybody (`pro_rata`). A quota keeps a part of the budget for some entries for as
long as they can use it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from cip.incentives.bounds import ZERO, exact
from cip.rulebook.shapes.base import UNKNOWN
from cip.rulebook.shapes.call import Partial, Policy, Reserve

Status = Literal["funded", "partial", "reserve", "unfunded"]
Why = Literal["full", "rest", "share", "nothing_due", "too_little", "below_line", "no_share", "no_budget"]
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One application in the order of the ranking: the cents that it would get, the quotas that it belongs to."""

    id: str
    cents: int
    quotas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KeptShare:
    """A part of the budget (0-1) that is kept for the entries of a quota."""

    id: str
    share: Fraction

    def of(self, budget: int) -> int:
        """The cents of a budget that are kept, if its entries can use them."""
        return floor(budget * self.share)


@dataclass(frozen=True, slots=True)
class MoneyPolicy:
    """How money is given. `minimum_share` (0-1) is the least part of an amount that is worth giving; `stops`: nobody is
    served below one that could not be.
    """

    partial: Literal["none", "if_left", "pro_rata"] = "none"
    minimum_share: Fraction = ZERO
    stops: bool = True
    reserve: bool = False
    quotas: tuple[KeptShare, ...] = ()

    @classmethod
    def of(cls, policy: Policy) -> "MoneyPolicy":
        """The policy of a call. What its source does not say is read strictly: no parts, and an end at the line."""
        partial = policy.partial if isinstance(policy.partial, Partial) else Partial(kind="none")
        return cls(
            partial=partial.kind,
            minimum_share=exact(partial.minimum_share) / _WHOLE,
            stops=policy.beyond in ("stop", UNKNOWN),
            reserve=isinstance(policy.reserve, Reserve),
            quotas=tuple(KeptShare(quota.id, exact(quota.share) / _WHOLE) for quota in policy.quotas),
        )


@dataclass(frozen=True, slots=True)
class Award:
    """What an entry gets. `why` says by which rule; `available` is the money that it could draw on, in cents."""

    id: str
    cents: int
    status: Status
    why: Why
    available: int


@dataclass(frozen=True, slots=True)
class Given:
    """Cents given to an entry, by which rule, out of how many that it could draw on."""

    cents: int
    why: Why
    available: int


def allocate(budget: int | None, entries: Sequence[Entry], policy: MoneyPolicy) -> tuple[Award, ...]:
    """The award of each entry, in their order; without a known budget nobody gets anything."""
    if budget is None:
        given: Sequence[Given] = [Given(0, "no_budget", 0) for _ in entries]
    elif policy.partial == "pro_rata":
        given = _shared(budget, entries, policy)
    else:
        given = _in_turn(budget, entries, policy)
    return tuple(_award(entry, found, policy) for entry, found in zip(entries, given, strict=True))


def _award(entry: Entry, given: Given, policy: MoneyPolicy) -> Award:
    status: Status
    if entry.cents == 0:
        return Award(entry.id, 0, "unfunded", "nothing_due", given.available)
    if given.cents:
        status = "funded" if given.cents == entry.cents else "partial"
    else:
        status = "reserve" if policy.reserve and given.why != "no_budget" else "unfunded"
    return Award(entry.id, given.cents, status, given.why, given.available)


def _in_turn(budget: int, entries: Sequence[Entry], policy: MoneyPolicy) -> list[Given]:
    """One after the other. What is kept for a quota is lowered to what its entries really use, until that is the same;
    so is what is kept for all of them, since one award may serve two quotas. So nothing stays kept for nobody.
    """
    kept = {quota.id: _kept(budget, entries, quota) for quota in policy.quotas}
    given = _round(budget, entries, policy, kept, sum(kept.values()))
    while (used := _least_used(entries, given, kept)) != kept:
        kept = used
        given = _round(budget, entries, policy, kept, sum(kept.values()))
    together = sum(found.cents for entry, found in zip(entries, given, strict=True) if entry.quotas & kept.keys())
    if together < sum(kept.values()):
        again = _round(budget, entries, policy, kept, together)
        if _least_used(entries, again, kept) == kept:
            return again
    return given


def _least_used(entries: Sequence[Entry], given: Sequence[Given], kept: Mapping[str, int]) -> dict[str, int]:
    """What each quota used of what is kept for it."""
    return {quota: min(cents, _used(entries, given, quota)) for quota, cents in kept.items()}


def _kept(budget: int, entries: Sequence[Entry], quota: KeptShare) -> int:
    return min(quota.of(budget), sum(entry.cents for entry in entries if quota.id in entry.quotas))


def _used(entries: Sequence[Entry], given: Sequence[Given], quota: str) -> int:
    return sum(found.cents for entry, found in zip(entries, given, strict=True) if quota in entry.quotas)


def _round(
    budget: int, entries: Sequence[Entry], policy: MoneyPolicy, kept: Mapping[str, int], together: int
) -> list[Given]:
    """All entries once, with so many cents kept for each quota, and no more than `together` for all of them."""
    left, waiting = budget, dict(kept)
    coming = Counter[frozenset[str]]()
    for entry in entries:
        coming[entry.quotas] += entry.cents
    stopped: list[frozenset[str]] = []
    out: list[Given] = []
    for entry in entries:
        coming[entry.quotas] -= entry.cents
        available = max(0, left - min(together, _held_back(entry, waiting, coming)))
        # Who belongs to no further quota than one that could not be served has no other money to draw on.
        beyond = policy.stops and any(entry.quotas <= quotas for quotas in stopped)
        given = Given(0, "below_line", available) if beyond else _from(available, entry, policy)
        if given.cents < entry.cents:
            stopped.append(entry.quotas)
        left -= given.cents
        together -= max((min(given.cents, waiting[quota]) for quota in entry.quotas & waiting.keys()), default=0)
        for quota in entry.quotas & waiting.keys():
            waiting[quota] = max(0, waiting[quota] - given.cents)
        out.append(given)
    return out


def _held_back(entry: Entry, waiting: Mapping[str, int], coming: Mapping[frozenset[str], int]) -> int:
    """What is kept for quotas other than an entry's own: never more than those still to come ask for."""
    kept = sum(cents for quota, cents in waiting.items() if quota not in entry.quotas)
    return min(kept, sum(cents for quotas, cents in coming.items() if quotas - entry.quotas))


def _from(available: int, entry: Entry, policy: MoneyPolicy) -> Given:
    if entry.cents <= available:
        return Given(entry.cents, "full", available)
    if policy.partial == "if_left" and available >= max(1, _least(entry, policy)):
        return Given(available, "rest", available)
    return Given(0, "too_little", available)


def _least(entry: Entry, policy: MoneyPolicy) -> int:
    """The fewest cents that may be given to an entry instead of its amount."""
    return ceil(entry.cents * policy.minimum_share)


def _shared(budget: int, entries: Sequence[Entry], policy: MoneyPolicy) -> list[Given]:
    """The same share for everybody; a quota whose entries got less than is kept for them shares that among them."""
    parts = _parts(budget, entries, policy)
    pool, settled = budget, dict[str, int]()
    waiting = list(policy.quotas)
    while short := next((q for q in waiting if _is_short(budget, entries, q, parts)), None):
        waiting.remove(short)
        members = [entry for entry in entries if short.id in entry.quotas and entry.id not in settled]
        theirs = {entry.id for entry in entries if short.id in entry.quotas}
        held = sum(cents for one, cents in settled.items() if one in theirs)
        settled |= _parts(min(pool, _kept(budget, entries, short) - held), members, policy)
        pool = budget - sum(settled.values())
        parts = settled | _parts(pool, [entry for entry in entries if entry.id not in settled], policy)
    return [
        Given(parts[entry.id], "full" if parts[entry.id] == entry.cents else _why(parts[entry.id]), budget)
        for entry in entries
    ]


def _why(cents: int) -> Why:
    return "share" if cents else "no_share"


def _is_short(budget: int, entries: Sequence[Entry], quota: KeptShare, parts: Mapping[str, int]) -> bool:
    return sum(parts[entry.id] for entry in entries if quota.id in entry.quotas) < _kept(budget, entries, quota)


def _parts(pool: int, entries: Sequence[Entry], policy: MoneyPolicy) -> dict[str, int]:
    """The parts of a pool by entry. Last in the ranking first, entries leave until everybody's part is large enough."""
    staying = [entry for entry in entries if entry.cents]
    while staying and sum(_least(entry, policy) for entry in staying) > pool:
        staying.pop()
    out = dict.fromkeys((entry.id for entry in entries), 0)
    return out | _divided(pool, staying, {entry.id: _least(entry, policy) for entry in staying})


def _divided(pool: int, entries: Sequence[Entry], least: Mapping[str, int]) -> dict[str, int]:
    """A pool in proportion to the amounts, to the cent: nobody gets more than the amount or less than `least`.

    Whom rounding would leave below `least` gets exactly that; the others share what remains, and the cents that are
    left over go to the largest remainders (equal ones: by id).
    """
    asked = sum(entry.cents for entry in entries)
    if asked <= pool:
        return {entry.id: entry.cents for entry in entries}
    exactly = {entry.id: Fraction(entry.cents * pool, asked) for entry in entries}
    low = [entry for entry in entries if floor(exactly[entry.id]) < least[entry.id]]
    if low:
        at_least = {entry.id: least[entry.id] for entry in low}
        others = [entry for entry in entries if entry.id not in at_least]
        return at_least | _divided(pool - sum(at_least.values()), others, least)
    parts = {identifier: floor(part) for identifier, part in exactly.items()}
    over = pool - sum(parts.values())
    for identifier in sorted(exactly, key=lambda one: (parts[one] - exactly[one], one))[:over]:
        parts[identifier] += 1
    return parts


def awarded(awards: Iterable[Award]) -> int:
    """The sum of some awards, in cents."""
    return sum(award.cents for award in awards)
