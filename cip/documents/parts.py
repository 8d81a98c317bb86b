"""The parts of a check-up's report, ready to be printed: every text is in one language, every number is written out.

HTML and PDF are two printings of the same parts.
"""

from dataclasses import dataclass
from typing import Literal

from cip.assessment.answers import DutyAnswer
from cip.assessment.practices import OwnPractice
from cip.assessment.results import GateStatus, ListName, Status
from cip.documents.narrative import NarrativeSection
from cip.kernel.texts import Language
from cip.rulebook.shapes.base import Confidence


@dataclass(frozen=True, slots=True)
class Citation:
    """A parameter of the law as it stood on the day of the check-up; `says` is the whole sentence."""

    key: str
    label: str
    value: str
    source: str
    when: str
    confidence: Confidence
    read_on: str
    counted_on: str
    note: str | None
    says: str = ""

    @property
    def to_verify(self) -> bool:
        """Whether somebody still has to look it up."""
        return self.confidence == "from-memory"


@dataclass(frozen=True, slots=True)
class ActCitation:
    """An act that a duty rests on; `says` is the whole sentence."""

    act: str
    article: str
    when: str
    confidence: Confidence
    read_on: str
    says: str = ""

    @property
    def to_verify(self) -> bool:
        """Whether somebody still has to look it up."""
        return self.confidence == "from-memory"


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything cited, each with the codes that cite it."""

    parameters: tuple[tuple[Citation, str], ...]
    acts: tuple[tuple[ActCitation, str], ...]


@dataclass(frozen=True, slots=True)
class LevelName:
    """A level with its words and the score that it starts from."""

    number: int
    name: str
    what: str
    threshold: str


@dataclass(frozen=True, slots=True)
class HeldPart:
    """A gate that holds the level back, why, and the questions that would settle it."""

    level: int
    text: str
    status: GateStatus
    because: tuple[str, ...]
    tell_us: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextLevel:
    """What the next level asks: points still missing at the low end, and its gates."""

    level: LevelName
    missing: str | None
    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One practice in the table of its area."""

    code: str
    name: str
    status: Status
    answer: str
    step: int | None
    reachable: int | None
    points: str | None
    weight: str
    unproved: bool
    because: tuple[str, ...]
    proof: str | None = None


@dataclass(frozen=True, slots=True)
class AreaPart:
    """One area with its practices; `score` is None where it cannot be scored."""

    id: str
    name: str
    what: str
    why: str
    weight: str | None
    low: float | None
    high: float | None
    score: str | None
    because: tuple[str, ...]
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class DutyPart:
    """A legal duty with the firm's answer, where it is written and whom to ask (in general words)."""

    id: str
    name: str
    ask: str
    status: DutyAnswer
    acts: tuple[ActCitation, ...]
    law: tuple[Citation, ...]
    help: str = ""
    whom: str = ""


@dataclass(frozen=True, slots=True)
class PointsPart:
    """One of the five parts of a priority."""

    id: str
    name: str
    points: str
    most: str


@dataclass(frozen=True, slots=True)
class MeasurePart:
    """A proposed measure with everything that the owner needs to decide."""

    code: str
    name: str
    what: str
    list: ListName
    priority: str
    parts: tuple[PointsPart, ...]
    because: tuple[str, ...]
    cost: str
    lead: str
    layers: tuple[str, ...]
    prerequisites: str
    proof: str
    law: tuple[Citation, ...]
    why: str = ""
    priority_whole: str = ""


@dataclass(frozen=True, slots=True)
class UsedMeasure:
    """A measure that is in use already, and since when."""

    code: str
    name: str
    since: str


@dataclass(frozen=True, slots=True)
class WarningPart:
    """An answer to look at again; `own_reason` is what the owner wrote for keeping it."""

    id: str
    text: str
    own_reason: str | None


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the things to do this month: a duty answered no, a measure for now, or a question to settle."""

    kind: Literal["duty", "measure", "question"]
    id: str
    title: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class OtherMeasure:
    """A measure that could fit, or that is not proposed, and why."""

    code: str
    name: str
    because: tuple[str, ...]
    tell_us: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question without an answer; `narrows` is None where the total does not depend on it.

    `effect` says in words what an answer brings, `ask` is the whole question.
    """

    id: str
    text: str
    narrows: str | None
    effect: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A fact of the firm, as asked and answered."""

    ask: str
    answer: str


@dataclass(frozen=True, slots=True)
class Method:
    """The numbers of the model that the explanation of the score names."""

    cap: str
    need_share: str
    gain_points: str
    survey_answers: int
    most: tuple[PointsPart, ...]
    source: str
    when: str


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes the result traceable: model, pack, engine, days, and how sure its numbers are."""

    model: str
    proposal: bool
    model_note: str
    confirmed: tuple[str, ...]
    sha256: str
    engine: str
    recomputed: bool
    on: str
    on_iso: str
    printed_on: str | None
    law_known_to: str
    law_is_newer: bool
    law_note: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The whole paper.

    `headline` and `range_words` say level and score with what is still open; `possible` is the level that
    missing answers could give. `clause_note` and `need_note` are reasons that hold for every measure alike, said once.
    """

    language: Language
    identity: Identity
    band: str | None
    level: LevelName
    by_score: LevelName
    levels: tuple[LevelName, ...]
    total: str | None
    because: tuple[str, ...]
    held_by: tuple[HeldPart, ...]
    next_level: NextLevel | None
    areas: tuple[AreaPart, ...]
    profile: tuple[ProfileRow, ...]
    duties: tuple[DutyPart, ...]
    measures: tuple[MeasurePart, ...]
    could_fit: tuple[OtherMeasure, ...]
    not_proposed: tuple[OtherMeasure, ...]
    unknown: tuple[OpenQuestion, ...]
    warnings: tuple[str, ...]
    sources: Sources
    method: Method
    headline: str = ""
    range_words: str = ""
    possible: LevelName | None = None
    clause_note: str | None = None
    need_note: str | None = None
    in_use: tuple[UsedMeasure, ...] = ()
    practices: tuple[OwnPractice, ...] = ()
    to_review: tuple[WarningPart, ...] = ()
    things: tuple[Thing, ...] = ()
    narrative: NarrativeSection | None = None

    @property
    def held(self) -> bool:
        """Whether the score alone would give a higher level."""
        return self.level.number < self.by_score.number

    def in_list(self, name: ListName) -> tuple[MeasurePart, ...]:
        """The measures of one list, by rank."""
        return tuple(measure for measure in self.measures if measure.list == name)

    @property
    def first_things(self) -> tuple[MeasurePart, ...]:
        """The measures among the things to do this month: only those ready within two weeks and without cost."""
        codes = [thing.id for thing in self.things if thing.kind == "measure"]
        return tuple(measure for measure in self.measures if measure.code in codes)

    @property
    def listed(self) -> tuple[MeasurePart, ...]:
        """The measures of the three lists; the rest comes later."""
        return tuple(measure for measure in self.measures if measure.list != "later")

    def duties_with(self, status: DutyAnswer) -> tuple[DutyPart, ...]:
        """The duties with one answer."""
        return tuple(duty for duty in self.duties if duty.status == status)

    @property
    def narrowing(self) -> tuple[OpenQuestion, ...]:
        """The open questions that would narrow the total, most useful first."""
        return tuple(question for question in self.unknown if question.narrows is not None)
