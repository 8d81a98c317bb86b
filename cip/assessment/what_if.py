"""`what_if(bound, answers, codes)`: the check-up as it would be with some measures more. Pure and deterministic.

The indicators that a chosen measure raises stand at its target, never above the reachable step and never lower than
they are; unknown ones count as reached, those that do not apply stay out. The measure counts as in use from the day of
the check-up, with its proof. So neither the lowest score nor the level ever falls.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cip.assessment.answers import Answers, StepAnswer
from cip.assessment.bound import BoundPack
from cip.assessment.engine import check_up_bound
from cip.assessment.facts import record_of
from cip.assessment.fitting import done, suits, target_of
from cip.assessment.recommending import cost_and_lead
from cip.assessment.results import CheckUp, NotProposed
from cip.assessment.scores import Run
from cip.assessment.wording import engine_reason
from cip.kernel.days import add_months
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Reason, Text, require_reasons
from cip.rulebook.expressions.interpreting import rounded
from cip.rulebook.shapes import model


class UnknownMeasureError(RefusalError):
    """Codes that no measure of the pack has."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(f"there is no measure {', '.join(self.codes)}")


@dataclass(frozen=True, slots=True)
class Raised:
    """An indicator that a chosen measure raises: its step before (None: unknown) and with the measure."""

    indicator: str
    before: int | None
    after: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """A measure that counts. `added` is the measure that needs it first, if nobody chose it. `alone` are the points
    that it adds to the lowest score by itself, `marginal` those that would be missing without it (None: no total).
    Two measures that raise the same indicator share its points: their `marginal` is smaller than their `alone`.
    """

    id: str
    added: str | None
    raised: tuple[Raised, ...]
    alone: float | None
    marginal: float | None
    cost: int
    lead: model.Lead
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, self.id)


@dataclass(frozen=True, slots=True)
class Opened:
    """A measure that was not chosen and whose hard prerequisites are there now."""

    id: str
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, self.id)


@dataclass(frozen=True, slots=True)
class GateOpened:
    """A gate that opens at once, or not before a day (`from_day`)."""

    gate: str
    level: int
    from_day: date | None
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, self.gate)


@dataclass(frozen=True, slots=True)
class CostClass:
    """The chosen measures of one cost class (0-3). Classes are ranges for a person and a year, so they are counted and
    never added up.
    """

    cost: int
    words: Text
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The check-up before and after a choice of measures; `ignored` are those that cannot count, with the reason."""

    before: CheckUp
    after: CheckUp
    answers: Answers
    chosen: tuple[Chosen, ...]
    ignored: tuple[NotProposed, ...]
    opened: tuple[Opened, ...]
    gates: tuple[GateOpened, ...]
    costs: tuple[CostClass, ...]
    lead: model.Lead | None
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, "the choice")

    @property
    def codes(self) -> tuple[str, ...]:
        """The measures that count, in the order of the catalogue."""
        return tuple(item.id for item in self.chosen)

    @property
    def points(self) -> float | None:
        """Points gained at the low end of the total; None where there is no total."""
        if self.before.low is None or self.after.low is None:
            return None
        return rounded(self.after.low - self.before.low)

    @property
    def added(self) -> tuple[Chosen, ...]:
        """The measures that nobody chose and that others need first."""
        return tuple(item for item in self.chosen if item.added)


def what_if(bound: BoundPack, answers: Answers, codes: Collection[str]) -> WhatIf:
    """The check-up of `answers` with the measures `codes` (in any order) beside what is there already.

    Hard prerequisites that are not known to be there are added. A measure in use, or not meant for this firm, is
    ignored with its reason. Raises UnknownMeasureError for codes that are not in the pack.
    """
    if unknown := sorted(set(codes) - set(bound.pack.measures)):
        raise UnknownMeasureError(unknown)
    run = _run(bound, answers)
    needed, ignored = _needed(run, set(codes))
    after_answers = with_measures(run, needed)
    before = check_up_bound(bound, answers)
    after = check_up_bound(bound, after_answers) if needed else before
    chosen = _chosen(run, needed)
    after_run = _run(bound, after_answers)
    assumed = engine_reason("what_if", "assumed", dict.fromkeys(needed, True))
    return WhatIf(
        before=before,
        after=after,
        answers=after_answers,
        chosen=chosen,
        ignored=ignored,
        opened=tuple(_opened(run, after_run)),
        gates=tuple(_gates(run, after_run)),
        costs=tuple(_costs(bound, chosen)),
        lead=max((item.lead for item in chosen), default=None),
        because=(assumed, *after.because) if needed else (engine_reason("what_if", "nothing", {}),),
    )


def with_measures(run: Run, codes: Iterable[str]) -> Answers:
    """The answers of a run with measures in use from its day and what they raise at the target, with proof."""
    steps = dict(run.answers.steps)
    in_use = dict(run.answers.in_use)
    for code in codes:
        in_use.setdefault(code, run.bound.on)
        for raised in _raises(run, code):
            held = steps.get(raised.indicator)
            if held is None or held.step < raised.after:
                steps[raised.indicator] = StepAnswer(raised.after, day=run.bound.on)
    return replace(run.answers, steps=steps, in_use=in_use)


def _run(bound: BoundPack, answers: Answers) -> Run:
    return Run(bound, answers, bound.evaluate(record_of(bound, answers)), bound.explainer)


def _raises(run: Run, code: str) -> Iterator[Raised]:
    """What a measure raises for this firm, beside what stands there already."""
    for raised in run.bound.pack.measures[code].raises:
        if run.applies(raised.indicator):
            target, step = target_of(run, raised), run.known_step(raised.indicator)
            if step is None or step < target:
                yield Raised(raised.indicator, step, target)


def _needed(run: Run, codes: set[str]) -> tuple[dict[str, str | None], tuple[NotProposed, ...]]:
    """The measures that count, in the catalogue's order, each with the measure that needs it first where nobody chose
    it; and those that cannot.
    """
    found: dict[str, str | None] = {}
    ignored: list[NotProposed] = []
    for code in (code for code in run.bound.pack.measures if code in codes):
        chain = _chain(run, code)
        refused = [item for first in chain if (item := suits(run, run.bound.pack.measures[first])).verdict == "no"]
        if refused:
            ignored.append(NotProposed(code, tuple(reason for item in refused for reason in item.because)))
            continue
        for first, needing in chain.items():
            found.setdefault(first, None if first in codes else needing)
    return {code: found[code] for code in run.bound.pack.measures if code in found}, tuple(ignored)


def _chain(run: Run, code: str) -> dict[str, str | None]:
    """A measure and the hard prerequisites, near and far, that are not known to be there; each with the one that needs
    it.
    """
    chain: dict[str, str | None] = {code: None}
    waiting = [code]
    while waiting:
        needing = waiting.pop()
        for first in run.bound.pack.needs_first[needing]:
            if first not in chain and done(run, first) != "yes":
                chain[first] = needing
                waiting.append(first)
    return chain


def _chosen(run: Run, needed: Mapping[str, str | None]) -> tuple[Chosen, ...]:
    start, whole = _low(run, ()), _low(run, needed)
    found = []
    for code, needing in needed.items():
        alone = _difference(_low(run, [code]), start)
        marginal = _difference(whole, _low(run, [other for other in needed if other != code]))
        cost, lead = cost_and_lead(run.bound.pack.measures[code], run.band)
        because = (*_why(run, code, needing), _points(code, alone, marginal), *_raising(run, code))
        found.append(Chosen(code, needing, tuple(_raises(run, code)), alone, marginal, cost, lead, because))
    return tuple(found)


def _low(run: Run, codes: Iterable[str]) -> float | None:
    """The total's low end as printed, with measures."""
    return run.bound.score(record_of(run.bound, with_measures(run, codes)))["low"]


def _difference(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else rounded(after - before)


def _why(run: Run, code: str, needing: str | None) -> Iterator[Reason]:
    """Why a measure is there though nobody chose it, and what is not known about whether it fits."""
    if needing:
        explain = run.explain
        names = {"measure": explain.measure(needing), "first": explain.measure(code)}
        yield engine_reason(f"measures.{needing}.after.{code}", "added", {code: False}, **names)
    yield from suits(run, run.bound.pack.measures[code]).because


def _points(code: str, alone: float | None, marginal: float | None) -> Reason:
    if alone is None or marginal is None:
        return engine_reason(f"measures.{code}.raises", "points_none", {})
    return engine_reason(f"measures.{code}.raises", "points", alone=alone, marginal=marginal)


def _raising(run: Run, code: str) -> Iterator[Reason]:
    """One reason for each indicator of a measure, also for those that do not move."""
    for raised in run.bound.pack.measures[code].raises:
        indicator = raised.indicator
        rule, question = f"measures.{code}.raises.{indicator}", run.explain.question(indicator)
        step, target = run.known_step(indicator), target_of(run, raised)
        inputs = {"step": step, "target": target}
        if not run.applies(indicator):
            yield engine_reason(rule, "raised_outside", inputs, question=question)
        elif step is None:
            yield engine_reason(rule, "raised_unknown", inputs, question=question, target=target)
        else:
            sentence = "raised" if step < target else "raised_not"
            yield engine_reason(rule, sentence, inputs, question=question, step=step, target=target)


def _opened(before: Run, after: Run) -> Iterator[Opened]:
    """Measures whose hard prerequisites are all there now and were not before."""
    for code, measure in before.bound.pack.measures.items():
        first = before.bound.pack.needs_first[code]
        missing = [item for item in first if done(before, item) != "yes"]
        if not missing or code in after.answers.in_use or suits(before, measure).verdict == "no":
            continue
        if all(done(after, item) == "yes" for item in first):
            names = before.explain.measures(missing)
            inputs = dict.fromkeys(missing, True)
            reason = engine_reason(f"measures.{code}.after", "opened", inputs, measure=names)
            yield Opened(code, (reason, *suits(before, measure).because))


def _gates(before: Run, after: Run) -> Iterator[GateOpened]:
    """Gates that open with the choice, and those that open once it has been in use long enough."""
    for gate in before.bound.pack.content.gates:
        state = f"g:{gate.id}"
        if before.numbers[state] == 1.0:
            continue
        if after.numbers[state] == 1.0:
            yield GateOpened(gate.id, gate.level, None, (engine_reason(f"gates.{gate.id}", "gate_opened", {}),))
        elif gate.kind == "measure_in_use":
            yield from _gate_later(before, after, gate)


def _gate_later(before: Run, after: Run, gate: model.Gate) -> Iterator[GateOpened]:
    """The day on which the measure in use for longest will have been in use for the gate's months."""
    days = {code: day for code, day in after.answers.in_use.items() if _counts(after, code, gate)}
    new = [code for code in days if code not in before.answers.in_use]
    if not new or any(code in before.answers.in_use for code in days):
        return
    day = add_months(before.bound.on, gate.months or 0)
    codes = ", ".join(new)
    reason = engine_reason(f"gates.{gate.id}", "gate_later", day=day, months=gate.months or 0, measures=codes)
    yield GateOpened(gate.id, gate.level, day, (reason,))


def _counts(run: Run, code: str, gate: model.Gate) -> bool:
    return run.bound.pack.measures[code].kind == gate.measure_kind


def _costs(bound: BoundPack, chosen: Iterable[Chosen]) -> Iterator[CostClass]:
    by_class: dict[int, list[str]] = {}
    for item in chosen:
        by_class.setdefault(item.cost, []).append(item.id)
    for cost, codes in sorted(by_class.items()):
        yield CostClass(cost, bound.explainer.words(f"cost_{cost}"), tuple(codes))


def points_alone(bound: BoundPack, answers: Answers) -> dict[str, float | None]:
    """For each measure of the pack: by how many points it would raise the total's low end, together with what it needs
    first and nothing else (None: no total).
    """
    run = _run(bound, answers)
    start = _low(run, ())
    return {code: _difference(_low(run, _chain(run, code)), start) for code in bound.pack.measures}


def waiting_for_others(bound: BoundPack, answers: Answers, result: CheckUp) -> tuple[str, ...]:
    """The measures that are not proposed only because another comes first: choosing them adds that one."""
    run = _run(bound, answers)
    refused = (bound.pack.measures[item.id] for item in result.not_proposed)
    return tuple(measure.id for measure in refused if _waits(run, measure))


def _waits(run: Run, measure: model.Measure) -> bool:
    first = run.bound.pack.needs_first[measure.id]
    missing = any(done(run, code) == "no" for code in first)
    return missing and all(suits(run, run.bound.pack.measures[code]).verdict != "no" for code in (measure.id, *first))
