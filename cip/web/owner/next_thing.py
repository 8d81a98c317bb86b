"""Something worth doing in a firm's space."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NextThing:
    """Something worth doing: a word for the template, and where; `day` is its last day, `late` that this is over."""

    what: str
    address: str
    day: date | None = None
    late: bool = False
