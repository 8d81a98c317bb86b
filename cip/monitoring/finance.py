"""The money of a programme: of each source of each call its budget, what is awarded, what is paid. Pure; cents."""

from collections.abc import Iterable
from dataclasses import dataclass

from cip.kernel.texts import Text


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A source of money of a call; `paid` is what left it, tax that was kept back included, before anything came back;
    `recovered` is what came back.
    """

    call_id: str
    call_title: str
    alliance_id: str
    source_id: str
    label: Text
    budget: int
    awarded: int
    paid: int
    recovered: int

    @property
    def left(self) -> int:
        """What is not awarded; what is only reserved is still counted here."""
        return self.budget - self.awarded


@dataclass(frozen=True, slots=True)
class MoneySum:
    """The same over several lines."""

    budget: int
    awarded: int
    paid: int
    recovered: int


def sum_of(lines: Iterable[MoneyLine]) -> MoneySum:
    """The lines added up."""
    lines = tuple(lines)
    return MoneySum(
        sum(one.budget for one in lines),
        sum(one.awarded for one in lines),
        sum(one.paid for one in lines),
        sum(one.recovered for one in lines),
    )
