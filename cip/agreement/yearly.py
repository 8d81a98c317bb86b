"""The yearly data of a firm to the committee: numbers only, small cells hidden before they leave the firm (F-05). Pure.

A number of people under the limit is never kept: the cell says "fewer than the limit". So is one that leaves fewer than
the limit of the firm's people outside of it, for then everybody knows of each who did not. Sums over firms are
intervals, made of nothing but what the cells say, so no subtraction tells more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from cip.kernel.texts import MissingReasonError

Field = Literal[
    "women", "men", "hourly_leave_women", "hourly_leave_men", "hourly_leave_hours", "flexible_time", "part_time",
    "agile_work", "care_hours", "welfare",
]  # fmt: skip
Said = Literal["count", "few", "most", "hidden", "unsaid"]

FIELDS: tuple[Field, ...] = get_args(Field)
# Hours tell how much those took who took any: hidden with them.
HOURS_OF: Mapping[Field, tuple[Field, ...]] = {"hourly_leave_hours": ("hourly_leave_women", "hourly_leave_men")}
# Of which part of the firm's people a number is a part.
_WITHIN: Mapping[Field, tuple[Field, ...]] = {
    "hourly_leave_women": ("women",),
    "hourly_leave_men": ("men",),
    **dict.fromkeys(("flexible_time", "part_time", "agile_work", "care_hours", "welfare"), ("women", "men")),
}
MOST = 100_000
LEAST_FIRMS = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """What is kept of one number: how it is said, and the range that this tells."""

    said: Said
    low: int
    high: int | None
    because: str

    def __post_init__(self) -> None:
        if not self.because:
            raise MissingReasonError("a cell needs the rule that decided it")


@dataclass(frozen=True, slots=True)
class YearlyData:
    """What a firm sent for a year; a later sending of the same year replaces the one before it and both are kept."""

    id: str
    adherence_id: str
    firm_id: str
    year: int
    number: int
    cells: Mapping[Field, Cell]
    sent_on: date
    made_by: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A number over several firms: from how many firms, and between which bounds (`high` None: nobody can tell)."""

    firms: int
    low: int
    high: int | None


def cells_of(numbers: Mapping[Field, int | None], limit: int) -> dict[Field, Cell]:
    """The cells that leave the firm for these numbers (None: not said). Raises ValueError for a limit under 2 or a
    number that is none.
    """
    if limit < 2:
        raise ValueError("a limit under two hides nobody")
    if any(value is not None and not 0 <= value <= MOST for value in numbers.values()):
        raise ValueError("a number of people or hours is not negative")
    cells: dict[Field, Cell] = {}
    for field in FIELDS:  # what a number is a part of stands before it
        if field not in HOURS_OF:
            cells[field] = _people_cell(numbers.get(field), _range(field, cells), limit)
    for field, people in HOURS_OF.items():
        cells[field] = _hours_cell(numbers.get(field), [cells[one] for one in people])
    return {field: cells[field] for field in FIELDS}


def impossible(numbers: Mapping[Field, int | None]) -> tuple[Field, ...]:
    """The numbers that are larger than the people they are a part of."""
    return tuple(
        field
        for field in FIELDS
        if (value := numbers.get(field)) is not None and (whole := _whole(field, numbers)) is not None and value > whole
    )


def newest(data: Iterable[YearlyData]) -> dict[tuple[str, int], YearlyData]:
    """Of each adherence and year the sending that counts."""
    return {(one.adherence_id, one.year): one for one in sorted(data, key=lambda one: one.number)}


def least_firms(limit: int | None) -> int:
    """Over how many firms a sum is shown at least, under the limit for small cells of an agreement (None: none said).

    A firm knows its own cells and takes them away from a sum. Of one it is itself, of two the other firm is left over:
    three are the fewest of which no single firm's cells come out. The agreement's limit for people holds for firms too
    where it is higher: who lets a sham firm join, or speaks for two firms, still faces a sum of several others.
    """
    return max(LEAST_FIRMS, limit or 0)


def summary(data: Iterable[YearlyData], year: int, least: int) -> dict[Field, Sum | None] | None:
    """The sums of a year over firms, None while fewer than `least` sent theirs. A number that fewer of them said is
    None too: what counts is how many are in that sum, not how many sent something.
    """
    of_year = sorted((one for (_, said), one in newest(data).items() if said == year), key=lambda one: one.sent_on)
    sent = list({one.firm_id: one for one in of_year}.values())  # a firm that joined twice counts once
    if len(sent) < least:
        return None
    return {field: _sum([one.cells[field] for one in sent], least) for field in FIELDS}


def _sum(cells: list[Cell], least: int) -> Sum | None:
    said = [cell for cell in cells if cell.said != "unsaid"]
    if len(said) < least:
        return None
    highs = [cell.high for cell in said]
    high = None if any(one is None for one in highs) else sum(one for one in highs if one is not None)
    return Sum(len(said), sum(cell.low for cell in said), high)


def _people_cell(value: int | None, whole: tuple[int, int] | None, limit: int) -> Cell:
    """The cell of a number of people who are a part of `whole`, the range that the cells sent with it tell: what is
    hidden there must not be told by how this one is said.
    """
    if value is None:
        return Cell("unsaid", 0, None, "F-05")
    if value < limit:
        return Cell("few", 0, limit - 1, "F-05")
    if whole is not None and whole[0] - value < limit:
        return Cell("most", max(limit, whole[0] - limit + 1), whole[1], "F-05")
    return Cell("count", value, value, "F-05")


def _range(field: Field, cells: Mapping[Field, Cell]) -> tuple[int, int] | None:
    parts = [cells[one] for one in _WITHIN.get(field, ())]
    highs = [cell.high for cell in parts if cell.high is not None]
    if not parts or len(highs) < len(parts):
        return None
    return sum(cell.low for cell in parts), sum(highs)


def _hours_cell(value: int | None, people: list[Cell]) -> Cell:
    if value is None:
        return Cell("unsaid", 0, None, "F-05")
    if any(cell.said in ("few", "unsaid") for cell in people):
        return Cell("hidden", 0, None, "F-05")
    return Cell("count", value, value, "F-05")


def _whole(field: Field, numbers: Mapping[Field, int | None]) -> int | None:
    parts = [numbers.get(one) for one in _WITHIN.get(field, ())]
    return sum(one for one in parts if one is not None) if parts and None not in parts else None
