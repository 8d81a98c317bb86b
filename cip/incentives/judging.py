"""What is kept of an evaluation, as plain values: places on the panel, reviews, scores with their history, meetings,
sample files. Pure.

Points are kept as whole hundredths: a grid with finer scores is refused when its evaluators are drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from cip.incentives.evaluation import GONE_STATES, IN_STATES, OPEN_STATES, Given, Item, ReviewState
from cip.kernel.errors import RefusalError

LONGEST_ITEM, LONGEST_TITLE, LONGEST_WHY, LONGEST_TEXT = 80, 200, 1_000, 4_000
MOST_HUNDREDTHS = 100_000
HUNDRED = 100


class FinePointsError(RefusalError):
    """The grid has scores that are finer than a hundredth of a point."""

    def __init__(self, item: str) -> None:
        super().__init__(f"The scores of {item} have more than two decimals: they cannot be kept.")


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place on the panel of a call; `number` names them where names are left out."""

    id: str
    call_id: str
    person_id: str
    number: int
    named_at: datetime
    named_by: str
    ended_at: datetime | None = None
    ended_because: str | None = None

    @property
    def sits(self) -> bool:
        """Whether they still judge."""
        return self.ended_at is None

    @property
    def label(self) -> str:
        """What stands for them in a ranking and its bundle: never a name."""
        return f"evaluator-{self.number}"


@dataclass(frozen=True, slots=True)
class Panel:
    """The people who judge the applications of a call; `body_id` is the office that named them."""

    call_id: str
    body_id: str
    places: tuple[Place, ...]

    @property
    def id(self) -> str:
        """The call's id: a call has one panel."""
        return self.call_id

    @property
    def sitting(self) -> tuple[Place, ...]:
        """Those who still judge, by number."""
        return tuple(place for place in self.places if place.sits)

    def place_of(self, person_id: str) -> Place | None:
        """The place that somebody has now, None if they have none."""
        return next((place for place in self.sitting if place.person_id == person_id), None)


@dataclass(frozen=True, slots=True)
class Review:
    """One review as stored. `file_number` is the pseudonym of the application."""

    id: str
    call_id: str
    application_id: str
    place_id: str
    person_id: str
    evaluator: int
    file_number: int
    state: ReviewState
    given_at: datetime
    handed_in_at: datetime | None
    handed_seq: int | None

    @property
    def open(self) -> bool:
        """Whether it is still to be handed in."""
        return self.state in OPEN_STATES

    @property
    def done(self) -> bool:
        """Whether its scores are handed in and stand."""
        return self.state in IN_STATES

    @property
    def gone(self) -> bool:
        """Whether it is no longer this person's."""
        return self.state in GONE_STATES


@dataclass(frozen=True, slots=True)
class JudgedFile:
    """An application under its pseudonym, as the office follows its evaluation."""

    application_id: str
    call_id: str
    body_id: str
    number: int

    @property
    def id(self) -> str:
        """The application's id."""
        return self.application_id


@dataclass(frozen=True, slots=True)
class SavedScore:
    """A score as it was saved: `points` is None where only a reason was written."""

    seq: int
    item: str
    points: Fraction | None
    reason: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class Step:
    """A move of a review."""

    seq: int
    from_state: ReviewState | None
    to_state: ReviewState
    made_at: datetime
    made_by: str
    why: str


@dataclass(frozen=True, slots=True)
class Consensus:
    """What a meeting proposes, and which reviews agreed with it so far."""

    id: str
    application_id: str
    number: int
    met_on: date
    note: str
    made_at: datetime
    made_by: str
    scores: Mapping[str, Given]
    agreed: frozenset[str]


@dataclass(frozen=True, slots=True)
class KeptDraw:
    """A draw as kept: `asked_sha256` is the digest of everything that it rests on, its seed included."""

    number: int
    seed: str
    asked_sha256: str
    needed: int
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class SampleItem:
    """What a sample file says on an item, and the score that is right for it."""

    text: str
    points: Fraction
    reason: str


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A sample file of a call."""

    id: str
    call_id: str
    number: int
    title: str
    items: Mapping[str, SampleItem]

    @property
    def gold(self) -> dict[str, Fraction]:
        """The right score of each item."""
        return {id: item.points for id, item in self.items.items()}


@dataclass(frozen=True, slots=True)
class FileProgress:
    """How far an application is: how many people judge it, how many handed in. Counts only, never a score.

    `hidden` is True where whoever asks has it to judge themselves: then not even the counts are told. `meet` is True
    once all is in and the scores lie far apart without an agreement.
    """

    application_id: str
    number: int
    given: int
    handed_in: int
    closed: int
    hidden: bool = False
    meet: bool = False


def hundredths(points: Fraction) -> int:
    """Points as they are kept. Raises ValueError if they have more than two decimals."""
    kept = points * HUNDRED
    if kept.denominator != 1:
        raise ValueError("points have at most two decimals")
    return int(kept)


def points(kept: int) -> Fraction:
    """What is kept, as points."""
    return Fraction(kept, HUNDRED)


def need_whole_hundredths(items: tuple[Item, ...]) -> None:
    """Refuse a grid whose scores cannot be kept. Raises FinePointsError."""
    for item in items:
        if any((score * HUNDRED).denominator != 1 for score in item.scores):
            raise FinePointsError(item.id)
