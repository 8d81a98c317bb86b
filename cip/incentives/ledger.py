"""The books of the money: accounts, postings that balance to zero, balances. Pure; whole cents.

Money never appears or goes: each posting takes it from some accounts and puts it on others. Per source of money the
accounts of `BUDGET_KINDS` add up to the budget at any time; what is proved and what is owed back stand beside it, each
against an account of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

# funds: where the budget comes from, as a negative. available: what nobody was promised. reserved: kept for a ranking.
# committed: awarded and not yet due. due: to be paid. paid: what reached the firm, or was set against what it owed.
# withheld: the tax kept back from a payment. accepted, against unproved: expenses that were proved. owed and recovered,
# against claims: what has to come back, and what did. interest and interest_paid, against interest_claims: its price.
Kind = Literal[
    "funds", "available", "reserved", "committed", "due", "paid", "withheld",
    "unproved", "accepted", "claims", "owed", "recovered", "interest_claims", "interest", "interest_paid",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
BUDGET_KINDS: tuple[Kind, ...] = ("available", "reserved", "committed", "due", "paid", "withheld")
"""What a budget is split into; the sum of these is the budget."""
AWARDED: tuple[Kind, ...] = ("committed", "due", "paid", "withheld")
"""What an award is split into: the sum of these is what is awarded."""
SETTLED: tuple[Kind, ...] = ("paid", "withheld")
"""What of an award is paid, the tax kept back included: it was paid for the firm."""
AGAINST: tuple[Kind, ...] = ("funds", "unproved", "claims", "interest_claims")
"""Accounts that stand on the other side: never above zero. All others are never below."""


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """One account: its kind, the source of money, and the award where it is that of one."""

    kind: Kind
    source: str
    award: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """One line of a posting: cents onto an account (negative: from it), never zero."""

    account: Account
    cents: int


@dataclass(frozen=True, slots=True)
class Posting:
    """Money that moves at once; its legs add up to zero. Raises ValueError where they do not."""

    what: str
    legs: tuple[Leg, ...]

    def __post_init__(self) -> None:
        if len(self.legs) < 2 or any(leg.cents == 0 for leg in self.legs):
            raise ValueError("a posting has at least two legs, none of them empty")
        if sum(leg.cents for leg in self.legs) != 0:
            raise ValueError("the legs of a posting add up to zero")


def move(what: str, taken: Iterable[tuple[Account, int]], given: Account) -> Posting:
    """The posting that takes cents from accounts and puts all of them on one; accounts that give nothing are left out.

    Raises ValueError where nothing is taken.
    """
    legs = tuple(Leg(account, -cents) for account, cents in taken if cents)
    return Posting(what, (*legs, Leg(given, -sum(leg.cents for leg in legs))))


class NegativeError(ValueError):
    """A posting would take more from an account than stands on it."""


class Books:
    """All accounts with what stands on them, in cents."""

    def __init__(self, balances: Mapping[Account, int] | None = None) -> None:
        """Books that open with these balances; nothing says that they add up to zero."""
        self._balances: dict[Account, int] = {}
        # Sums that are asked for at each event: a call may have thousands of awards.
        self._awards: dict[tuple[str, Kind], int] = defaultdict(int)
        self._sources: dict[tuple[str, Kind], int] = defaultdict(int)
        for account, cents in (balances or {}).items():
            self._add(account, cents)

    def post(self, posting: Posting) -> None:
        """Book a posting, all of it or nothing. Raises NegativeError where an account would pass zero."""
        after = {leg.account: self._balances.get(leg.account, 0) for leg in posting.legs}
        for leg in posting.legs:
            after[leg.account] += leg.cents
        for account, cents in after.items():
            if (cents > 0) if account.kind in AGAINST else (cents < 0):
                raise NegativeError(f"{account.kind} of {account.award or account.source} would stand at {cents} cents")
        for leg in posting.legs:
            self._add(leg.account, leg.cents)

    def of_award(self, award: str, *kinds: Kind) -> int:
        """What stands on the accounts of an award that are of these kinds, in cents."""
        return sum(self._awards.get((award, kind), 0) for kind in kinds)

    def of_source(self, source: str, *kinds: Kind) -> int:
        """What stands on all accounts of a source that are of these kinds, its awards included, in cents."""
        return sum(self._sources.get((source, kind), 0) for kind in kinds)

    def budget(self, source: str) -> int:
        """What a source was given, in cents."""
        return -self.of_source(source, "funds")

    def balances(self) -> Iterator[tuple[Account, int]]:
        """Every account with its cents, in their order."""
        yield from sorted(self._balances.items())

    def total(self) -> int:
        """The sum of everything: zero, unless the books are broken."""
        return sum(self._balances.values())

    def _add(self, account: Account, cents: int) -> None:
        self._balances[account] = self._balances.get(account, 0) + cents
        self._sources[account.source, account.kind] += cents
        if account.award:
            self._awards[account.award, account.kind] += cents
