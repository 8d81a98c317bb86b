"""The single undertaking: the firms that count as one on a day, as a graph of dated ties. Pure.

A tie holds from its first to its last day, both included; None is open. Chains count whatever firms they pass through,
and either way round. Ties through natural persons count from the day on which the law lets them.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from cip.incentives.aid_law import PERSON_LINKS, Law, flag_on

TieKind = Literal["majority", "control", "agreement", "natural_person"]
TIE_KINDS: tuple[TieKind, ...] = get_args(TieKind)
_PERSON: TieKind = "natural_person"


@dataclass(frozen=True, slots=True)
class Tie:
    """Two firms (by their names or codes) tied for some time."""

    a: str
    b: str
    kind: TieKind
    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the tie is there on a day; its first and last day are."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Undertaking:
    """The firms that are one with a firm on a day, itself included, and through which tie each one came in."""

    firm: str
    firms: frozenset[str]
    through: Mapping[str, Tie]
    left_out: tuple[Tie, ...]
    """Ties through natural persons that touch these firms and did not count that day."""


def undertaking_of(firm: str, ties: Iterable[Tie], law: Law, on: date) -> Undertaking:
    """Every firm tied to one on a day. Raises ParameterError on a day of which the law says nothing."""
    persons_count = flag_on(law, PERSON_LINKS, on)
    in_force = sorted((tie for tie in ties if tie.holds_on(on)), key=_order)
    by_person = [tie for tie in in_force if tie.kind == _PERSON and not persons_count]
    neighbours = _neighbours(tie for tie in in_force if persons_count or tie.kind != _PERSON)
    through: dict[str, Tie] = {}
    reached, waiting = {firm}, deque([firm])
    while waiting:
        for other, tie in neighbours.get(waiting.popleft(), ()):
            if other not in reached:
                reached.add(other)
                through[other] = tie
                waiting.append(other)
    left_out = tuple(tie for tie in by_person if {tie.a, tie.b} & reached)
    return Undertaking(firm, frozenset(reached), through, left_out)


def _neighbours(ties: Iterable[Tie]) -> dict[str, list[tuple[str, Tie]]]:
    """For each firm those that a tie leads to, either way round."""
    found: dict[str, list[tuple[str, Tie]]] = {}
    for tie in ties:
        found.setdefault(tie.a, []).append((tie.b, tie))
        found.setdefault(tie.b, []).append((tie.a, tie))
    return found


def _order(tie: Tie) -> tuple[str, str, str, date, date]:
    return tie.a, tie.b, tie.kind, tie.start or date.min, tie.end or date.max
