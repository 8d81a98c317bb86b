"""What a union has seen of a firm with its own eyes, and its visits: days, never what stands in a paper. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

# A paper (rules, a form, minutes), a notice on the board, a register or an account, a payslip line, a place or a tool.
Item = Literal["paper", "board_notice", "register", "payslip_line", "place"]
ITEMS: tuple[Item, ...] = get_args(Item)
VisitState = Literal["planned", "made", "given_up"]
AHEAD_DAYS = 365
"""How far ahead a visit may be planned."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something was seen for a clause on a day, by a union."""

    id: str
    clause_id: str
    body_id: str
    item: Item
    seen_on: date


@dataclass(frozen=True, slots=True)
class UnionVisit:
    """A visit of a union to a firm."""

    id: str
    adherence_id: str
    body_id: str
    planned_on: date
    made_on: date | None = None
    given_up_on: date | None = None

    @property
    def state(self) -> VisitState:
        """Where it stands."""
        if self.made_on is not None:
            return "made"
        return "given_up" if self.given_up_on is not None else "planned"


def last_seen(sightings: Iterable[Sighting]) -> dict[str, Sighting]:
    """Of each clause the latest sighting, whichever union it was."""
    found: dict[str, Sighting] = {}
    for one in sorted(sightings, key=lambda sighting: (sighting.seen_on, sighting.id)):
        found[one.clause_id] = one
    return found
