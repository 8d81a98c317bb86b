"""A consultancy's firms at a glance: where each one stands, when it is seen next, what was noted last. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from cip.assessment.coverage import Coverage

# none: no check-up yet, or one without any answer.
PortfolioState = Literal["none", "in_progress", "concluded", "under_review", "validated"]
PORTFOLIO_STATES: tuple[PortfolioState, ...] = get_args(PortfolioState)
LONGEST_CONSULTANCY_NOTE = 4_000


@dataclass(frozen=True, slots=True)
class ConsultancyNote:
    """A note that a consultancy keeps on a firm; `next_on` is the day on which it sees it next."""

    id: str
    firm_id: str
    body_id: str
    made_by: str
    at: datetime
    text: str
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest check-up of a firm, as far as a list needs it; levels are None while there is no such result."""

    firm_id: str
    check_up_id: str
    stage: str
    state: PortfolioState
    changed_at: datetime
    level: int | None = None
    verified_level: int | None = None
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the portfolio."""

    firm_id: str
    firm: str
    newest: Newest | None
    note: ConsultancyNote | None
    next_on: date | None

    @property
    def state(self) -> PortfolioState:
        """Where the firm stands."""
        return "none" if self.newest is None else self.newest.state


def state_of(*, answers: int, results: int, reviews: int, validated_at: datetime | None) -> PortfolioState:
    """Where a check-up stands, by how much it holds of each."""
    if validated_at is not None:
        return "validated"
    if reviews:
        return "under_review"
    if results:
        return "concluded"
    return "in_progress" if answers else "none"


def in_order(entries: list[Entry]) -> list[Entry]:
    """Who is seen next comes first; without a day, by name."""
    return sorted(entries, key=lambda entry: (entry.next_on is None, entry.next_on or date.max, entry.firm.casefold()))
