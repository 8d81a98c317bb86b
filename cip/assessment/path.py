"""Which questions are asked now, in which order and wording; what is put aside; what depends on an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cip.assessment.answers import Answers
from cip.assessment.bound import BoundPack
from cip.assessment.doubts import soft_warnings
from cip.assessment.facts import record_of, settled_otherwise
from cip.assessment.scores import Run
from cip.kernel.texts import Reason, Text
from cip.rulebook.expressions.scalar import Results
from cip.rulebook.expressions.scope import FactValue
from cip.rulebook.shapes import model

QuestionStatus = Literal["open", "answered", "not_applicable"]


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """A question of the profile that is asked now; `derived` is the value it takes by itself, with the reason."""

    fact: model.Fact
    value: FactValue
    derived: str | None = None
    because: Text | None = None

    @property
    def answered(self) -> bool:
        """Whether a value is known, given or derived."""
        return self.value is not None or self.derived is not None


@dataclass(frozen=True, slots=True)
class IndicatorQuestion:
    """An indicator as it is asked now. `proved` is the reason that a fact proves by itself; `allowed` are those that
    may be marked.
    """

    indicator: model.Indicator
    ask: Text
    status: QuestionStatus
    step: int | None
    reachable: int | None
    marked: str | None
    proved: model.NotApplicable | None
    allowed: tuple[model.NotApplicable, ...]


@dataclass(frozen=True, slots=True)
class DutyQuestion:
    """A duty; `no_case` says that a fact shows that there was none."""

    duty: model.Duty
    answer: str
    no_case: bool


class Walk:
    """The questions for one firm's answers on one pack; computed once, read by pages, papers and tests."""

    def __init__(self, bound: BoundPack, answers: Answers) -> None:
        self.bound = bound
        self.answers = answers
        self._numbers: Results = bound.evaluate(record_of(bound, answers))

    def facts(self) -> tuple[FactQuestion, ...]:
        """The profile's questions asked now, in order."""
        return tuple(self._fact(fact) for fact in self.bound.pack.facts.values() if self.asks(fact.id))

    def asks(self, fact: str) -> bool:
        """Whether a fact is asked: not later, and not known to be hidden."""
        declared = self.bound.pack.facts[fact]
        hidden = declared.applies is not None and self._numbers[f"ask:{fact}"] == 0.0
        return declared.asked and not hidden

    def put_aside(self) -> tuple[str, ...]:
        """Facts and indicators that were answered but are not asked now; they come back with the answers that hid
        them.
        """
        facts = [fact for fact in self.answers.facts if self.bound.pack.facts[fact].asked and not self.asks(fact)]
        steps = [code for code in self.answers.steps if self._numbers[f"x:{code}"] != 1.0]
        return (*facts, *steps)

    def warnings(self) -> tuple[Reason, ...]:
        """Answers that want a second look now, as the result will list them."""
        return tuple(soft_warnings(Run(self.bound, self.answers, self._numbers, self.bound.explainer)))

    @property
    def score(self) -> tuple[float | None, float | None, int]:
        """Both ends of the total and the level, so far."""
        numbers = self._numbers
        return numbers.get("low"), numbers.get("high"), int(numbers.get("level") or 1)

    def _fact(self, fact: model.Fact) -> FactQuestion:
        value = self.answers.facts.get(fact.id)
        if settled_otherwise(fact, value, self._numbers):
            effective = "yes" if self._numbers[fact.id] else "no"
            for derived in fact.derived:
                if derived.value == effective:
                    return FactQuestion(fact, None, derived.value, derived.because)
        return FactQuestion(fact, value)

    def derived(self) -> Mapping[str, tuple[str, Text]]:
        """Facts that take a value by themselves: the value and the reason."""
        questions = (self._fact(fact) for fact in self.bound.pack.facts.values() if fact.derived)
        return {q.fact.id: (q.derived, q.because) for q in questions if q.derived and q.because}

    def indicators(self, area: str) -> tuple[IndicatorQuestion, ...]:
        """The questions of an area, also those that do not apply (they are shown with their reason)."""
        return tuple(self._indicator(indicator) for indicator in self.bound.pack.of_area[area])

    def _indicator(self, indicator: model.Indicator) -> IndicatorQuestion:
        code = indicator.id
        answer = self.answers.steps.get(code)
        proved = next((r for r in indicator.not_applicable if self._is(f"proved:{code}:{r.id}")), None)
        reach = self._numbers[f"r:{code}"]
        status: QuestionStatus = "answered" if answer else "open"
        if self._numbers[f"x:{code}"] != 1.0:
            status = "not_applicable"
        return IndicatorQuestion(
            indicator=indicator,
            ask=self._wording(indicator),
            status=status,
            step=answer.step if answer else None,
            reachable=None if reach is None else int(reach),
            marked=self.answers.not_applicable.get(code),
            proved=proved,
            allowed=tuple(r for r in indicator.not_applicable if not self._denied(code, r)),
        )

    def _is(self, name: str) -> bool:
        return self._numbers.get(name) == 1.0

    def _denied(self, code: str, reason: model.NotApplicable) -> bool:
        if reason.denied:
            return self._is(f"denied:{code}:{reason.id}")
        return reason.when is not None and self._numbers.get(f"proved:{code}:{reason.id}") == 0.0

    def _wording(self, indicator: model.Indicator) -> Text:
        for index, variant in enumerate(indicator.variants):
            if self._is(f"variant:{indicator.id}:{index}"):
                return variant.ask
        return indicator.ask

    def duties(self) -> tuple[DutyQuestion, ...]:
        """The duties in order."""
        return tuple(
            DutyQuestion(
                duty,
                self.answers.duties.get(duty.id, "unknown"),
                self._no_case(duty),
            )
            for duty in self.bound.pack.duties.values()
        )

    def _no_case(self, duty: model.Duty) -> bool:
        """A fact shows that there was no case and nobody said otherwise: an explicit answer stays, to be changed."""
        silent = self.answers.duties.get(duty.id, "unknown") == "unknown"
        return silent and duty.applies is not None and self._numbers[f"case:{duty.id}"] == 0.0


def dependents(bound: BoundPack, identifier: str) -> tuple[str, ...]:
    """What depends on an answer: ids of facts, indicators, duties and measures whose question, wording or condition
    reads it, or reads a fact that depends on it.
    """
    found: dict[str, None] = {}
    waiting = [identifier]
    while waiting:
        new = [item for item in _reading(bound, waiting.pop(0)) if item not in found and item != identifier]
        found.update(dict.fromkeys(new))
        waiting += [item for item in new if item in bound.pack.facts]
    return tuple(found)


def _reading(bound: BoundPack, identifier: str) -> tuple[str, ...]:
    """What reads an answer itself."""
    pack, reads = bound.pack, bound.conditions.reads
    found: dict[str, None] = {}
    for fact in pack.facts.values():
        if any(identifier in reads(text) for text in (fact.applies, *(d.when for d in fact.derived))):
            found[fact.id] = None
    for indicator in pack.indicators.values():
        if any(identifier in reads(text) for text in _texts(indicator)):
            found[indicator.id] = None
    conditions = {duty.id: duty.applies for duty in pack.duties.values()}
    conditions |= {measure.id: measure.applies for measure in pack.measures.values()}
    found.update(dict.fromkeys(item for item, text in conditions.items() if identifier in reads(text)))
    if identifier == "workers":
        some_sizes = (item.id for item in pack.measures.values() if len(item.sizes) < len(model.BANDS))
        found.update(dict.fromkeys(some_sizes))
    return tuple(found)


def _texts(indicator: model.Indicator) -> list[str | None]:
    texts: list[str | None] = [indicator.applies]
    texts += [text for reason in indicator.not_applicable for text in (reason.when, reason.denied)]
    texts += [indicator.reachable.when if indicator.reachable else None]
    return [*texts, *(variant.when for variant in indicator.variants)]


def changes_between(bound: BoundPack, before: Answers, after: Answers) -> dict[str, tuple[str, ...]]:
    """For each changed answer, what depends on it: the list that a page shows after a save."""
    changed = [fact for fact in bound.pack.facts if before.facts.get(fact) != after.facts.get(fact)]
    return {fact: found for fact in changed if (found := dependents(bound, fact))}
