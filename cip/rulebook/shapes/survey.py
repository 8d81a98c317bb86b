"""Shapes of `survey/`: the questions that workers are asked, the protection, and the words of each language."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from cip.rulebook.shapes.base import Id, Line, Many, Name, Shape

MOST_QUESTIONS = 12
MOST_CARDS = 12
Code = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Whole = Annotated[int, Field(ge=1)]
REASONS = (
    "until_closed",
    "few_workers",
    "few_answers",
    "enough",
    "counted",
    "few",
    "most",
    "rest",
    "capacity",
    "waves",
    "panel",
    "known",
    "pool_answers",
    "pool_firms",
    "pool_share",
    "pool_known",
)
"""The sentences that every language has for what is shown and what is not."""


class ProtectionRules(Shape):
    """The parameters of the protection; no survey can be opened with less (`cip.voice.rules.Protection`)."""

    minimum: Annotated[int, Field(ge=5)]
    few: Annotated[int, Field(ge=3)]
    pool_answers: Annotated[int, Field(ge=10)]
    pool_firms: Annotated[int, Field(ge=3)]
    pool_share: Annotated[int, Field(ge=1, le=50)]
    panel: Annotated[int, Field(ge=30)]
    waves: Annotated[int, Field(ge=4)]


class SurveyQuestion(Shape):
    """A question: one option, several up to a limit, or a free line. Options are its own, those of an earlier
    question (`options_of`), or so many cards with measures.
    """

    id: Name
    kind: Literal["one", "several", "line"]
    limit: Annotated[int, Field(ge=2)] | None = None
    options: Many[Id] = ()
    options_of: Name | None = None
    cards: Annotated[int, Field(ge=2, le=MOST_CARDS)] | None = None
    longest: Whole | None = None
    panel: bool = False

    @model_validator(mode="after")
    def _whole(self) -> Self:
        sources = [bool(self.options), self.options_of is not None, self.cards is not None]
        if sum(sources) != (self.kind != "line"):
            raise ValueError("a question has `options`, `options_of` or `cards`; a line has none of them")
        if (self.kind == "several") != (self.limit is not None):
            raise ValueError("`limit` belongs to questions of the kind `several`, and only to them")
        if (self.kind == "line") != (self.longest is not None):
            raise ValueError("`longest` belongs to questions of the kind `line`, and only to them")
        if len(set(self.options)) != len(self.options):
            raise ValueError("an option stands twice")
        return self


class SurveyStructure(Shape):
    """`structure.yaml`."""

    id: Id
    status: Literal["proposal", "confirmed"]
    source: Line
    minutes: Annotated[float, Field(gt=0, le=4)]
    open_days: Whole
    answer_within_days: Whole
    keep_days: Whole
    protection: ProtectionRules
    questions: Annotated[Many[SurveyQuestion], Field(min_length=1, max_length=MOST_QUESTIONS)]


class QuestionWords(Shape):
    """A question in one language."""

    ask: Line
    help: Line | None = None
    options: dict[str, Line] = Field(default_factory=dict)


class SurveyWords(Shape):
    """A language file; `cards` says measures by their code as whoever works there would."""

    language: Code
    name: Line
    questions: dict[str, QuestionWords]
    cards: dict[Id, Line] = Field(default_factory=dict)
    no_answer: Line
    reasons: dict[str, Line]
