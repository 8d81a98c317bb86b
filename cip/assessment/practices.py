"""A firm's own practices, which the model does not know: shown, never scored until somebody validates them."""

from collections.abc import Mapping
from dataclasses import dataclass

from cip.assessment.stored import Section, StoredAnswers

SECTION: Section = "practices"
IDS = tuple(f"p{number}" for number in range(1, 11))


@dataclass(frozen=True, slots=True)
class OwnPractice:
    """One practice: its name and one line on what is done (may be empty)."""

    id: str
    name: str
    what: str

    def as_stored(self) -> dict[str, str]:
        """The value of its answer event."""
        return {"name": self.name, "what": self.what}


def own_practices(stored: StoredAnswers) -> tuple[OwnPractice, ...]:
    """The practices that a firm wrote down, in their order."""
    return practices_in(stored.extra.get(SECTION, {}))


def practices_in(held: Mapping[str, object]) -> tuple[OwnPractice, ...]:
    """The same out of the values by id, as the answer events hold them: {"name", "what"}."""
    return tuple(_practice(identifier, value) for identifier in IDS if isinstance(value := held.get(identifier), dict))


def _practice(identifier: str, value: Mapping[str, object]) -> OwnPractice:
    return OwnPractice(identifier, str(value.get("name") or ""), str(value.get("what") or ""))
