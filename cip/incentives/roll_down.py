"""Who is next on the reserve list when money comes back, by the call's own rules for money. Pure.

Awards that stand keep what they have; those that ended keep what was paid. The rest of the budget goes down the list
of the ranking by the same allocation that made it. Nobody is awarded anything by this: people act on it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

from cip.incentives.allocation import Award, Entry, KeptShare, MoneyPolicy, allocate
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.days import add_months
from cip.kernel.money import euros
from cip.kernel.texts import Reason, Text, Value, require_reasons

# none: the call has no reserve list. over: its months are over. changed: something was noted since the ranking, so it
# has to be made again first. shares: everybody gets a share, so more money changes what all get.
Block = Literal["none", "over", "changed", "shares"]
_SAID: Mapping[str, Text] = {
    "free": Text(
        it="Liberi {free}: linee {budget}, contributi in corso {live}, già pagati e non più in corso {spent}.",
        en="Free {free}: lines {budget}, awards that stand {live}, paid and no longer standing {spent}.",
    ),
    "none": Text(
        it="Il bando non ha una lista di riserva. Per usare i soldi serve una nuova graduatoria.",
        en="The call has no reserve list. A new ranking is needed to use the money.",
    ),
    "over": Text(it="La lista di riserva valeva fino al {until}.", en="The reserve list was valid until {until}."),
    "changed": Text(
        it="Dopo la graduatoria è stato annotato qualcosa che può cambiare i posti. Prima fate la nuova versione.",
        en="Something was noted after the ranking that may change places. Make the next version first.",
    ),
    "shares": Text(
        it="Il bando dà a tutte la stessa quota. I soldi liberi si danno con una nuova graduatoria.",
        en="The call gives everybody the same share. Free money is given by a new ranking.",
    ),
    "full": Text(
        it="Posto {rank}: ci sta per intero, {cents} su {available} disponibili.",
        en="Place {rank}: it fits in whole, {cents} of {available} available.",
    ),
    "rest": Text(
        it="Posto {rank}: prende il resto, {cents} su {wanted}, come permette il bando.",
        en="Place {rank}: it takes the rest, {cents} of {wanted}, as the call allows.",
    ),
    "too_little": Text(
        it="Posto {rank}: chiede {wanted}, per questo posto restano {available}.",
        en="Place {rank}: it asks for {wanted}, {available} is left for this place.",
    ),
    "below_line": Text(
        it="Posto {rank}: viene dopo chi non ci sta, e il bando si ferma lì.",
        en="Place {rank}: it comes after one that does not fit, and the call stops there.",
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What a roll-down is made from. `entries`: everybody in the ranking, in its order, with what they would get in
    whole. `live`: cents of awards that stand, by entry. `ended`: entries whose award ended, or whose firm gave up its
    place. `spent`: cents that awards outside this list still hold, those paid before an award ended among them.
    `published_on`: the first day of the list, `months` how long it is valid.
    """

    entries: Sequence[Entry]
    live: Mapping[str, int]
    ended: Collection[str]
    budget: int
    spent: int
    published_on: date
    months: int | None
    changed: bool

    @property
    def free(self) -> int:
        """The cents that nobody has."""
        return max(0, self.budget - sum(self.live.values()) - self.spent)

    @property
    def until(self) -> date | None:
        """The last day of the list; None where there is none."""
        return None if self.months is None else add_months(self.published_on, self.months)


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody on the reserve list: place in the ranking, cents that they would get now (0: none), of how many."""

    entry_id: str
    rank: int
    cents: int
    wanted: int
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, f"the place of {self.entry_id} on the reserve list")


@dataclass(frozen=True)
class Proposal:
    """Whom free money would go to; cents before and after. `blocks`: why nobody may act on it directly."""

    free: int
    waiting: tuple[InLine, ...]
    blocks: tuple[Block, ...]
    until: date | None
    because: tuple[Reason, ...]

    @property
    def next(self) -> tuple[InLine, ...]:
        """Those that would get something, in their order."""
        return tuple(one for one in self.waiting if one.cents)

    @property
    def left(self) -> int:
        """What would be free afterwards."""
        return self.free - sum(one.cents for one in self.waiting)

    @property
    def open(self) -> bool:
        """Whether somebody may award it as proposed."""
        return bool(self.next) and not self.blocks

    @cached_property
    def digest(self) -> str:
        """Names exactly this proposal: who acts on it has seen nothing else."""
        return sha256_of(canonical_json({"free": self.free, "next": [[one.entry_id, one.cents] for one in self.next]}))


def propose(line: Line, policy: MoneyPolicy, on: date) -> Proposal:
    """Who is next on a day, with the reasons of each."""
    waiting = [one for one in line.entries if one.cents and one.id not in line.live and one.id not in line.ended]
    ranks = {one.id: rank for rank, one in enumerate(line.entries, 1)}
    awards = allocate(line.free, waiting, _left_of(line, policy)) if policy.reserve else ()
    blocks = tuple(_blocks(line, policy, on))
    said: dict[str, Value] = {
        "free": euros(line.free),
        "budget": euros(line.budget),
        "live": euros(sum(line.live.values())),
        "spent": euros(line.spent),
        "until": line.until or on,
    }
    return Proposal(
        free=line.free,
        waiting=tuple(_in_line(award, entry, ranks) for award, entry in zip(awards, waiting, strict=False)),
        blocks=blocks,
        until=line.until,
        because=tuple(Reason(f"reserve.{rule}", _SAID[rule], said) for rule in ("free", *blocks)),
    )


def _left_of(line: Line, policy: MoneyPolicy) -> MoneyPolicy:
    """The policy for what is free: of each quota, what awards that stand have not used yet."""
    if not line.free:
        return replace(policy, quotas=())
    used = {
        quota.id: sum(line.live.get(one.id, 0) for one in line.entries if quota.id in one.quotas)
        for quota in policy.quotas
    }
    left = {quota.id: min(line.free, max(0, quota.of(line.budget) - used[quota.id])) for quota in policy.quotas}
    return replace(policy, quotas=tuple(KeptShare(id, Fraction(cents, line.free)) for id, cents in left.items()))


def _blocks(line: Line, policy: MoneyPolicy, on: date) -> list[Block]:
    if not policy.reserve:
        return ["none"]
    found: list[Block] = []
    if line.until is not None and on > line.until:
        found.append("over")
    if policy.partial == "pro_rata":
        found.append("shares")
    if line.changed:
        found.append("changed")
    return found


def _in_line(award: Award, entry: Entry, ranks: Mapping[str, int]) -> InLine:
    why = {"share": "rest", "no_share": "too_little"}.get(award.why, award.why)
    said: dict[str, Value] = {
        "rank": ranks[entry.id],
        "cents": euros(award.cents),
        "wanted": euros(entry.cents),
        "available": euros(award.available),
    }
    reason = Reason(f"reserve.{why}", _SAID[why], said, {"cents": award.cents, "wanted": entry.cents})
    return InLine(entry.id, ranks[entry.id], award.cents, entry.cents, (reason,))
