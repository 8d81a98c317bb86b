"""The money of a call as stored: one source with what became of its budget, and what an award holds of one. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cip.incentives.ledger import Account, Books, Kind
from cip.incentives.money_events import Ended
from cip.incentives.money_rules import Known, Money

LINE_KINDS: tuple[Kind, ...] = (
    "available", "reserved", "committed", "due", "paid", "withheld", "accepted", "owed", "recovered", "interest",
    "interest_paid",
)  # fmt: skip
SHARE_KINDS: tuple[Kind, ...] = LINE_KINDS[1:]


@dataclass(frozen=True, kw_only=True)
class FundingLine:
    """A source of money of a call; cents. What it was given is split into what is available, reserved, committed (not
    yet due), due, paid and withheld.
    """

    id: str
    call_id: str
    source_id: str
    seq: int
    budget: int
    available: int
    reserved: int
    committed: int
    due: int
    paid: int
    withheld: int
    accepted: int
    owed: int
    recovered: int
    interest: int
    interest_paid: int

    @property
    def awarded(self) -> int:
        """What firms were awarded of it, paid or not."""
        return self.committed + self.due + self.paid + self.withheld


@dataclass(frozen=True, kw_only=True)
class AwardShare:
    """What an award holds of one source; cents. `ended` where it was waived or revoked."""

    id: str
    award_id: str
    line_id: str
    source_id: str
    ended: Ended | None
    granted: int
    reserved: int
    committed: int
    due: int
    paid: int
    withheld: int
    accepted: int
    owed: int
    recovered: int
    interest: int
    interest_paid: int

    @property
    def awarded(self) -> int:
        """What is awarded of it, paid or not."""
        return self.committed + self.due + self.paid + self.withheld

    @property
    def settled(self) -> int:
        """What is paid, tax that was kept back and sums set against a debt included."""
        return self.paid + self.withheld


def total(shares: Iterable[AwardShare], *kinds: Kind) -> int:
    """What stands on these accounts over all shares of an award, in cents."""
    return sum(getattr(share, kind) for share in shares for kind in kinds)


def split(cents: int, rooms: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Cents shared out in order: each takes what it has room for before the next gets any; who gets nothing is left
    out. Raises ValueError where there is not enough room.
    """
    parts, rest = [], cents
    for name, room in rooms:
        part = min(rest, room)
        if part:
            parts.append((name, part))
        rest -= part
    if rest:
        raise ValueError(f"{rest} cents find no room")
    return parts


def money_of(lines: Iterable[FundingLine], shares: Iterable[AwardShare], firms: dict[str, str]) -> Money:
    """The rules of money over what is stored: sources are lines by id, awards are shares by id, `firms` says whose
    each award is. Accounts on the other side are made to match: only what moves is looked at.
    """
    shares = tuple(shares)
    held = _accounts(tuple(lines), shares)
    # One that was reserved and released holds nothing any more: it may be reserved again.
    known = {
        share.id: Known(share.line_id, firms[share.award_id], share.ended)
        for share in shares
        if share.granted or share.reserved
    }
    return Money(Books({account: cents for account, cents in held.items() if cents}), known)


def _accounts(lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> dict[Account, int]:
    held: dict[Account, int] = {}
    for line in lines:
        held[Account("funds", line.id)] = -line.budget
        held[Account("available", line.id)] = line.available
    for share in shares:
        for kind in SHARE_KINDS:
            held[Account(kind, share.line_id, share.id)] = getattr(share, kind)
        against: tuple[tuple[Kind, int], ...] = (
            ("unproved", share.accepted),
            ("claims", share.owed + share.recovered),
            ("interest_claims", share.interest + share.interest_paid),
        )
        for kind, cents in against:
            account = Account(kind, share.line_id)
            held[account] = held.get(account, 0) - cents
    return held
