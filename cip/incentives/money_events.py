"""What can happen to the money of a call, one event at a time. `cip.incentives.money_rules` says which rule refuses an
event and what it moves. Whole cents, every sum at least one cent (`owed` and `withheld` at least none).
"""

from dataclasses import dataclass
from typing import Literal

Ended = Literal["waived", "revoked"]
_LEAST = {"cents": 1, "owed": 0, "withheld": 0}


class _Sums:
    """Sums of an event: whole cents, none too small. A negative one would turn every limit around."""

    __slots__ = ()

    def __post_init__(self) -> None:
        """Raises ValueError where a sum is none."""
        for name, least in _LEAST.items():
            cents = getattr(self, name, least)
            if type(cents) is not int or cents < least:
                raise ValueError(f"{name} of {type(self).__name__} is a whole number of cents, at least {least}")


@dataclass(frozen=True, slots=True)
class Budget(_Sums):
    """A source is given money, or more of it."""

    source: str
    cents: int


@dataclass(frozen=True, slots=True)
class Reserve(_Sums):
    """Money of a source is kept for an award that is still to be decided."""

    award: str
    source: str
    cents: int
    firm: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """What was reserved for an award is available again."""

    award: str


@dataclass(frozen=True, slots=True)
class Award(_Sums):
    """A firm is awarded money of a source; what was reserved under the same id becomes the award."""

    id: str
    source: str
    cents: int
    firm: str | None = None


@dataclass(frozen=True, slots=True)
class Due(_Sums):
    """A part of an award is to be paid now."""

    award: str
    cents: int


@dataclass(frozen=True, slots=True)
class Undue(_Sums):
    """A part of an award that was to be paid is not, for now."""

    award: str
    cents: int


@dataclass(frozen=True, slots=True)
class Pay(_Sums):
    """A part of an award is paid: what is due first, then what is not due yet. `withheld` of it is kept as tax."""

    award: str
    cents: int
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Unpay(_Sums):
    """A payment did not reach the firm after all: it is still to be paid. `withheld` of it had been kept as tax. Sums
    that were set against a debt look like payments here: who names the payment makes sure that it was one.
    """

    award: str
    cents: int
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Expense(_Sums):
    """Expenses of an award are accepted as proved."""

    award: str
    cents: int


@dataclass(frozen=True, slots=True)
class Waive:
    """The firm gives an award up: what is unpaid is available again."""

    award: str


@dataclass(frozen=True, slots=True)
class Revoke(_Sums):
    """An award is taken back: what is unpaid is available again, `owed` of what was paid has to come back."""

    award: str
    owed: int


@dataclass(frozen=True, slots=True)
class Net(_Sums):
    """What a firm owes for one award is set against what is still to be paid to it for another."""

    owing: str
    against: str
    cents: int


@dataclass(frozen=True, slots=True)
class Refund(_Sums):
    """The firm gives back a part of what it owes. It is not awarded again here."""

    award: str
    cents: int


@dataclass(frozen=True, slots=True)
class Interest(_Sums):
    """Interest on what a firm owes is added to its debt."""

    award: str
    cents: int


@dataclass(frozen=True, slots=True)
class InterestPaid(_Sums):
    """The firm pays a part of the interest."""

    award: str
    cents: int


Event = (
    Budget | Reserve | Release | Award | Due | Undue | Pay | Unpay | Expense | Waive | Revoke | Net | Refund | Interest
    | InterestPaid
)  # fmt: skip
