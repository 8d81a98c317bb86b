"""What came of a case of the rules."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case: where it stands, and every difference (none if it passed)."""

    id: str
    place: str
    differences: tuple[str, ...]
