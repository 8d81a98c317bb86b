"""How many of the questions that are asked a consultant has looked at. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from cip.assessment.path import Walk
from cip.assessment.reviewing import Question, holding
from cip.assessment.stored import StoredAnswers


@dataclass(frozen=True, slots=True)
class Coverage:
    """`looked` of the questions `asked` have a review that holds for the firm's answer as it is."""

    looked: int
    asked: int

    @property
    def whole(self) -> bool:
        """Whether nothing that is asked was left out."""
        return self.looked >= self.asked

    def as_value(self) -> dict[str, int]:
        """The numbers as the event that validates keeps them."""
        return {"looked": self.looked, "asked": self.asked}


def coverage_of(walk: Walk, stored: StoredAnswers) -> Coverage:
    """The coverage of a check-up: `walk` says what is asked now, `stored` what was looked at."""
    asked = asked_now(walk)
    return Coverage(len(holding(stored).keys() & set(asked)), len(asked))


def asked_now(walk: Walk) -> tuple[Question, ...]:
    """All that is asked now and that no fact settles by itself, in order."""
    facts: list[Question] = [("facts", question.fact.id) for question in walk.facts()]
    areas = walk.bound.pack.areas
    asked = (question for area in areas for question in walk.indicators(area) if question.proved is None)
    indicators: list[Question] = [("indicators", question.indicator.id) for question in asked]
    duties: list[Question] = [("duties", question.duty.id) for question in walk.duties()]
    return (*facts, *indicators, *duties)


def read_coverage(raw: Mapping[str, object]) -> Coverage | None:
    """The coverage that a validation wrote down; None if it is older than that."""
    looked, asked = raw.get("looked"), raw.get("asked")
    return Coverage(looked, asked) if isinstance(looked, int) and isinstance(asked, int) else None
