"""The firm's answer and the consultant's beside it: what stands between them, and what a validation still holds for.

Pure. A review is an event of the section `reviews` under "section.question"; it remembers the answer of the firm that
it looked at (`of`), so that a later change by the firm shows by itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from pydantic import JsonValue

from cip.assessment.stored import Section, StoredAnswers
from cip.kernel.days import parse_day

ReviewedSection = Literal["facts", "indicators", "duties"]
Question = tuple[Section, str]
REVIEWED_SECTIONS: tuple[ReviewedSection, ...] = ("facts", "indicators", "duties")
# not_reviewed: nobody looked. confirmed: the consultant gives the same answer. corrected: another one, with a reason.
# changed: the firm has changed its answer since somebody looked or validated, so it waits to be looked at again.
State = Literal["not_reviewed", "confirmed", "corrected", "changed"]
LONGEST_REASON = 1_000


@dataclass(frozen=True, slots=True)
class Review:
    """What the consultant answers: `value` in the shape of a check-up's FILE, `of` the firm's answer that was looked at
    (None: there was none), why it differs, the day on which the proof was seen, the evidences looked at.
    """

    value: JsonValue
    of: JsonValue = None
    reason: str = ""
    seen: date | None = None
    evidence: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether it is another answer than the firm's. Only the proof beside a step is no other answer."""
        return not same_answer(self.value, self.of)

    def as_value(self) -> dict[str, JsonValue]:
        """The event's value; what is empty is left out."""
        found: dict[str, JsonValue] = {"value": self.value, "of": self.of}
        if self.reason:
            found["reason"] = self.reason
        if self.seen is not None:
            found["seen"] = self.seen.isoformat()
        if self.evidence:
            found["evidence"] = list(self.evidence)
        return found


def read_review(raw: JsonValue) -> Review:
    """The review of an event's value. Raises ValueError if it is none."""
    if not isinstance(raw, dict) or not {"value", "of"} <= raw.keys():
        raise ValueError("this is no review")
    seen, evidence = raw.get("seen"), raw.get("evidence") or []
    return Review(
        value=raw["value"],
        of=raw["of"],
        reason=str(raw.get("reason") or ""),
        seen=parse_day(str(seen)) if seen else None,
        evidence=tuple(str(item) for item in cast("list[JsonValue]", evidence)),
    )


def key_of(question: Question) -> str:
    """The id under which the review of a question is kept."""
    return ".".join(question)


def question_of(key: str) -> Question:
    """The question behind such an id. Raises ValueError for another one."""
    section, _, identifier = key.partition(".")
    if section not in REVIEWED_SECTIONS or not identifier:
        raise ValueError(f"nothing is reviewed under {key!r}")
    return cast("Section", section), identifier


def reviews_of(stored: StoredAnswers) -> dict[Question, Review]:
    """Every review of a check-up."""
    return {question_of(key): read_review(raw) for key, raw in stored.reviews.items()}


def holding(stored: StoredAnswers) -> dict[Question, Review]:
    """The reviews whose answer of the firm is still the one that was looked at."""
    return {question: review for question, review in reviews_of(stored).items() if stored.value(*question) == review.of}


def same_answer(one: JsonValue, other: JsonValue) -> bool:
    """Whether two answers in the shape of a FILE say the same: a step is the same with and without its proof."""
    return _bare(one) == _bare(other)


def _bare(value: JsonValue) -> JsonValue:
    return value["step"] if isinstance(value, dict) and "step" in value else value


@dataclass(frozen=True, slots=True)
class Side:
    """Both answers to one question and how they stand; `before` is the firm's answer that was validated or looked at,
    where it has changed since.
    """

    question: Question
    state: State
    firm: JsonValue
    review: Review | None
    before: JsonValue = None

    @property
    def gap(self) -> bool:
        """Whether the two answers differ now."""
        return self.review is not None and self.state != "changed" and self.review.differs


def side_of(question: Question, now: StoredAnswers, validated: StoredAnswers | None) -> Side:
    """How one question stands; `validated` are the answers that the last validation saw, None if there was none."""
    firm = now.value(*question)
    raw = now.reviews.get(key_of(question))
    review = None if raw is None else read_review(raw)
    if review is not None and review.of == firm:
        return Side(question, "corrected" if review.differs else "confirmed", firm, review)
    if review is not None:
        return Side(question, "changed", firm, review, review.of)
    before = firm if validated is None else validated.value(*question)
    if before != firm:
        return Side(question, "changed", firm, None, before)
    return Side(question, "not_reviewed", firm, None)


def changed_since(now: StoredAnswers, validated: StoredAnswers) -> tuple[Question, ...]:
    """The answers that count and that the firm has changed since a validation, in a fixed order."""
    return tuple(
        (cast("Section", section), identifier)
        for section, held in now.file.items()
        for identifier in sorted(held.keys() | validated.file[section].keys())
        if held.get(identifier) != validated.file[section].get(identifier)
    )


def count_states(sides: Mapping[Question, Side]) -> dict[State, int]:
    """How many questions stand how."""
    found: dict[State, int] = {"not_reviewed": 0, "confirmed": 0, "corrected": 0, "changed": 0}
    for side in sides.values():
        found[side.state] += 1
    return found


def codes_seen(reviews: Mapping[Question, Review]) -> Iterator[str]:
    """The indicators whose proof somebody saw."""
    return (identifier for (section, identifier), item in reviews.items() if section == "indicators" and item.seen)
