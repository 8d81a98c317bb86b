"""What a firm may see of its survey, and when: the protection rules of the model (5.3) over a whole survey. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from cip.kernel.texts import MissingReasonError
from cip.voice.cells import Cell, Counts, hidden
from cip.voice.labels import label
from cip.voice.rules import Asked, Protection
from cip.voice.waves import Before, movement, same_options

State = Literal["open", "pooled", "published"]
Why = Literal["until_closed", "few_workers", "few_answers", "enough"]


@dataclass(frozen=True, slots=True)
class Published:
    """What everybody who may see results sees of one survey. `answers` is None unless something is published."""

    state: State
    because: Why
    answers: int | None = None
    cells: Mapping[str, tuple[Cell, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.because:
            raise MissingReasonError("a publication needs the rule that decided it")


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier survey of the same firm that has results of its own."""

    headcount: int
    published: Published
    asked: Sequence[Asked]


@dataclass(frozen=True, slots=True)
class Closed:
    """A survey as it is counted: headcount on the day it opened, answers, counts by question."""

    headcount: int
    answers: int
    counts: Mapping[str, Counts]


def is_over(closes_on: date, closed_on: date | None, on: date) -> bool:
    """Whether no answer can come any more: closed by hand, or its last day is past."""
    return (closed_on is not None and closed_on <= on) or on > closes_on


def publish(
    survey: Closed, asked: Sequence[Asked], protection: Protection, *, over: bool, earlier: Sequence[Earlier] = ()
) -> Published:
    """The publication of a firm's survey: nothing before it is over, nothing of few workers or few answers.

    The same survey with the same earlier ones always gives the same publication, so reading it twice tells nothing
    more.
    """
    if not over:
        return Published("open", "until_closed")
    if survey.headcount < protection.minimum:
        return Published("pooled", "few_workers")
    if survey.answers < protection.minimum:
        return Published("pooled", "few_answers")
    cells = {
        question.id: tuple(hidden(survey.answers, "panel") for _ in survey.counts[question.id])
        if question.panel
        else label(
            question,
            survey.counts[question.id],
            survey.answers,
            protection,
            _before(question, survey, earlier, protection.waves),
        )
        for question in asked
    }
    return Published("published", "enough", survey.answers, cells)


def _before(question: Asked, survey: Closed, earlier: Sequence[Earlier], replaced: int) -> list[Before]:
    """What the earlier publications said of the options of a question."""
    out = []
    for wave in earlier:
        cells = same_options(question, wave.asked, wave.published.cells)
        if wave.published.answers is not None and cells is not None:
            answers, headcounts = (wave.published.answers, survey.answers), (wave.headcount, survey.headcount)
            moved = movement(answers, headcounts, replaced)
            out.append(Before(cells, moved))
    return out


def may_compare(first: Earlier, second: Earlier, protection: Protection) -> bool:
    """Whether two waves may stand side by side: both published, and more than four people apart. Waves of the same
    headcount may not either: somebody may have been replaced.
    """
    both = first.published.state == second.published.state == "published"
    apart = abs(first.headcount - second.headcount)
    return both and apart > protection.waves
