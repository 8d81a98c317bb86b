"""People of a firm by sex, contract and age band on a day: counts, never persons. Pure.

In a firm of nine a box of the table is a person: the table is for the firm's own page, no other page, paper or export
reads it, and its kind stands in the permission table for the firm's people alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from cip.kernel.errors import RefusalError

Sex = Literal["woman", "man", "unsaid"]
Contract = Literal["permanent", "fixed_term", "apprentice", "other"]
AgeBand = Literal["under_30", "from_30", "from_45", "from_55"]
Box = tuple[Sex, Contract, AgeBand]

SEXES: tuple[Sex, ...] = get_args(Sex)
CONTRACTS: tuple[Contract, ...] = get_args(Contract)
AGE_BANDS: tuple[AgeBand, ...] = get_args(AgeBand)
MOST = 4_999


class SumsDifferError(RefusalError, ValueError):
    """The boxes do not add up to the number of workers that was given."""

    def __init__(self, boxes: int, workers: int) -> None:
        super().__init__(f"The boxes add up to {boxes}, not to {workers}.")
        self.boxes = boxes
        self.workers = workers


@dataclass(frozen=True, slots=True)
class Workforce:
    """The table on a day. A box that is missing holds nobody: a table is kept only if it adds up to `workers`."""

    on_day: date
    workers: int
    counts: Mapping[Box, int]

    def __post_init__(self) -> None:
        if any(not 0 <= count <= MOST for count in self.counts.values()):
            raise ValueError(f"a box holds 0 to {MOST} people")
        if self.boxes != self.workers:
            raise SumsDifferError(self.boxes, self.workers)

    @property
    def boxes(self) -> int:
        """All boxes together."""
        return sum(self.counts.values())

    def of_sex(self, sex: Sex) -> int:
        """How many of one sex."""
        return sum(count for (one, _contract, _band), count in self.counts.items() if one == sex)

    def of_contract(self, contract: Contract) -> int:
        """How many with one contract."""
        return sum(count for (_sex, one, _band), count in self.counts.items() if one == contract)

    def of_band(self, band: AgeBand) -> int:
        """How many of one age band."""
        return sum(count for (_sex, _contract, one), count in self.counts.items() if one == band)
