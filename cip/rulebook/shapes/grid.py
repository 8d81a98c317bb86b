"""Shapes of an evaluation grid: criteria with the rule that gives their points, bonus, and the chain that ends ties."""

from typing import Annotated, Literal

from pydantic import Field

from cip.kernel.texts import Text
from cip.rulebook.shapes.base import Expression, Id, Line, Many, Shape

Points = Annotated[float, Field(ge=0, le=1000)]
Declared = Annotated[float, Field(gt=0, le=1000)]
NotAnswered = Literal["worst", "zero", "block", "exclude"]


class StepRow(Shape):
    """From this number on, so many points."""

    start: float = Field(alias="from")
    points: Points


class Steps(Shape):
    """Points by steps of a number; between two rows the lower counts, below the first there are none."""

    kind: Literal["steps"]
    of: Expression
    rows: Annotated[Many[StepRow], Field(min_length=1)]


class Ratio(Shape):
    """The criterion's points times `of` over `over`; none where `over` is zero, never more than all of them."""

    kind: Literal["share"]
    of: Expression
    over: Expression


class SumRow(Shape):
    """Points that a condition adds."""

    id: Id
    label: Text
    when: Expression
    points: Points


class Sum(Shape):
    """Points that conditions add up to."""

    kind: Literal["sum"]
    of: Annotated[Many[SumRow], Field(min_length=1)]


class NumberRule(Shape):
    """Points from an expression, never below none, never above the criterion's."""

    kind: Literal["number"]
    of: Expression


class ScoreLevel(Shape):
    """What a score means, so that two people give the same for the same."""

    score: Points
    text: Text
    example: Text | None = None


class Judged(Shape):
    """Points given by people, each with a reason; the mean of theirs counts.

    `spread`: from this distance between two scores on, they must meet (consensus).
    """

    kind: Literal["judged"]
    levels: Annotated[Many[ScoreLevel], Field(min_length=2)]
    evaluators: Annotated[int, Field(ge=1, le=9)] = 2
    spread: Points


SimpleRule = Annotated[Steps | Ratio | Sum | NumberRule | Judged, Field(discriminator="kind")]


class SubCriterion(Shape):
    """A part of a criterion, with points of its own."""

    id: Id
    label: Text
    what: Text
    points: Declared
    rule: SimpleRule
    minimum: Points | None = None
    not_answered: NotAnswered | None = None


class Parts(Shape):
    """A criterion made of parts. `sum` adds their points; `mean` gives the criterion's points in the parts' share."""

    kind: Literal["parts"]
    how: Literal["sum", "mean"]
    of: Annotated[Many[SubCriterion], Field(min_length=1)]


Rule = Annotated[Steps | Ratio | Sum | NumberRule | Judged | Parts, Field(discriminator="kind")]


class Criterion(Shape):
    """A criterion: its declared weight in points, and the rule that gives them.

    `not_answered` left out: what the grid says. `weight_known: false`: the source does not say this weight.
    """

    id: Id
    group: Id | None = None
    label: Text
    what: Text
    points: Declared
    weight_known: bool = True
    rule: Rule
    minimum: Points | None = None
    not_answered: NotAnswered | None = None


class BonusLine(Shape):
    """Points beyond the criteria, with the proof that they need."""

    id: Id
    label: Text
    when: Expression
    points: Points
    proof: Text


class Bonus(Shape):
    """Bonus points and the most that they can be together."""

    cap: Points
    lines: Annotated[Many[BonusLine], Field(min_length=1)]


class Grid(Shape):
    """An evaluation grid. `most` is the most that a total can be; `minimum` what it takes to be funded.

    `not_answered` is for facts that nobody stated; a judged criterion without a score always blocks the ranking,
    unless it is declared `zero` or `exclude`.
    """

    version: Line
    most: Declared
    minimum: Points | None = None
    not_answered: NotAnswered = "worst"
    criteria: Annotated[Many[Criterion], Field(min_length=1)]
    bonus: Bonus | None = None


class Tie(Shape):
    """One step of the chain that ends a tie.

    `points`: of some criteria or groups; `number`: of an expression; `amount`: the amount asked; `time`: when it
    arrived (calls of the past only); `draw`: by the public seed.
    """

    by: Literal["points", "number", "amount", "time", "draw"]
    of: Many[Id] = ()
    number: Expression | None = None
    first: Literal["high", "low"] = "high"
    label: Text
