"""What a consultant should look at on a visit: the answers that matter most for this very firm. Pure."""

from dataclasses import dataclass
from typing import Literal

from cip.assessment.results import CheckUp

MOST_ANSWERS = 8


@dataclass(frozen=True, slots=True)
class Matter:
    """A question to bring up: still open (`narrows`: by how many points its answer shrinks the total at least), or a
    high step whose proof nobody gave.
    """

    id: str
    why: Literal["open", "unproved"]
    narrows: float | None = None


def what_matters(result: CheckUp) -> tuple[Matter, ...]:
    """The eight answers that matter most: the first eight of `unknown`, then the steps 3 and 4 without proof."""
    return tuple(_all(result)[:MOST_ANSWERS])


def more_to_prove(result: CheckUp) -> tuple[str, ...]:
    """The steps 3 and 4 without proof that found no place among the eight."""
    shown = {matter.id for matter in what_matters(result)}
    return tuple(code for code in result.unproved if code not in shown)


def _all(result: CheckUp) -> list[Matter]:
    found = [Matter(item.id, "open", item.narrows) for item in result.unknown[:MOST_ANSWERS]]
    return found + [Matter(code, "unproved") for code in result.unproved]
