"""The ledger of a call as people read it: sums by source on a day, transactions with legs, sums by award. Pure."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cip.incentives.awards import StoredAward
from cip.incentives.ledger import AWARDED, BUDGET_KINDS, SETTLED, Kind
from cip.incentives.money import AwardShare, total
from cip.incentives.publication import harmless
from cip.kernel.money import plain_euros


@dataclass(frozen=True, slots=True)
class SourceSums:
    """What stood on the accounts of a source at the end of a day, its awards included, in cents."""

    source_id: str
    sums: Mapping[Kind, int]

    def of(self, *kinds: Kind) -> int:
        """What stood on the accounts of these kinds."""
        return sum(self.sums.get(kind, 0) for kind in kinds)

    @property
    def budget(self) -> int:
        """What the source was given."""
        return self.of(*BUDGET_KINDS)

    @property
    def awarded(self) -> int:
        """What firms were awarded of it, paid or not."""
        return self.of(*AWARDED)

    @property
    def settled(self) -> int:
        """What was paid of it, tax that was kept back included."""
        return self.of(*SETTLED)


def together(sources: Sequence[SourceSums]) -> SourceSums:
    """All sources of a call as one."""
    sums: dict[Kind, int] = {}
    for one in sources:
        for kind, cents in one.sums.items():
            sums[kind] = sums.get(kind, 0) + cents
    return SourceSums("", sums)


@dataclass(frozen=True, slots=True)
class EntryLeg:
    """One line of a transaction: cents onto an account (negative: from it); the award where the account is of one."""

    source_id: str
    award_id: str | None
    kind: Kind
    cents: int


@dataclass(frozen=True, kw_only=True)
class MoneyEntry:
    """One transaction: its number in the call, what happened, on which day it counts, who wrote it when, and why."""

    id: str
    seq: int
    what: str
    on_day: date
    at: datetime
    by_label: str
    reference: str
    reason: str
    legs: tuple[EntryLeg, ...]

    @property
    def cents(self) -> int:
        """How much was moved."""
        return sum(leg.cents for leg in self.legs if leg.cents > 0)

    @property
    def award_id(self) -> str | None:
        """The award that it is about, None for one about a source."""
        return next((leg.award_id for leg in self.legs if leg.award_id), None)


@dataclass(frozen=True, slots=True)
class AwardSums:
    """An award with what it holds of every source."""

    award: StoredAward
    shares: Sequence[AwardShare]

    def of(self, *kinds: Kind) -> int:
        """What it holds on accounts of these kinds, in cents."""
        return total(self.shares, *kinds)

    @property
    def awarded(self) -> int:
        """What is awarded, paid or not."""
        return self.of(*AWARDED)


COLUMNS = (
    "number", "day", "written_at", "what", "reference", "reason", "by", "source", "application", "firm", "account",
    "euros",
)  # fmt: skip


def as_csv(
    entries: Sequence[MoneyEntry],
    firms: Mapping[str, tuple[str, int]],
    who: Mapping[str, str],
    words: Callable[[str], str],
) -> str:
    """The transactions as a table, one leg a row. `who` names who wrote them, `words` puts what happened and the names
    of accounts into words. No cell is taken for a formula.
    """
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for entry in entries:
        texts = (words(entry.what), entry.reference, entry.reason, who.get(entry.by_label, ""))
        what, reference, reason, by = (harmless(text) for text in texts)
        head = (entry.seq, entry.on_day.isoformat(), entry.at.isoformat(), what, reference, reason, by)
        for leg in entry.legs:
            firm, number = firms.get(leg.award_id or "", ("", 0))
            whose = (leg.source_id, number or "", harmless(firm), words(leg.kind))
            rows.writerow((*head, *whose, plain_euros(leg.cents)))
    return out.getvalue()
