"""What may be said of one number: the number itself, "few", "most", "between", or nothing; always with the rule why."""

from dataclasses import dataclass, replace
from typing import Literal

from cip.kernel.texts import MissingReasonError

Said = Literal["count", "few", "most", "between", "hidden"]
Rule = Literal["counted", "few", "most", "rest", "capacity", "waves", "panel", "known"]

Counts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One published number: how it is said, the range that this tells everybody, and the rule that decided it."""

    said: Said
    low: int
    high: int
    because: Rule

    def __post_init__(self) -> None:
        if not self.because:
            raise MissingReasonError("a published number needs the rule that decided it")

    def holds(self, value: int) -> bool:
        """Whether a value lies in the range."""
        return self.low <= value <= self.high

    def as_json(self) -> dict[str, object]:
        """The cell as stored and printed."""
        return {"said": self.said, "low": self.low, "high": self.high, "because": self.because}


def by_size(count: int, answers: int, few: int) -> Cell:
    """A count alone: "few" under `few`, "most" over answers minus `few` (what everybody said is known of each)."""
    if count < few:
        return Cell("few", 0, few - 1, "few")
    if count > answers - few:
        return Cell("most", max(few, answers - few + 1), answers, "most")
    return Cell("count", count, count, "counted")


def hidden(answers: int, because: Rule) -> Cell:
    """Nothing is said."""
    return Cell("hidden", 0, answers, because)


def hide(cell: Cell, answers: int, because: Rule) -> Cell:
    """The cell with nothing said any more."""
    return replace(cell, said="hidden", low=0, high=answers, because=because)
