"""What became of the indicators that the measures of a plan should move, from one check-up to the next. Pure.

Between two check-ups much happens: the sentences say what moved, never that a measure moved it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cip.assessment.plan import Plan, PlannedMeasure
from cip.assessment.plan_wording import plan_reason
from cip.kernel.texts import Reason, Text
from cip.rulebook.packs import Pack


@dataclass(frozen=True, slots=True)
class Taken:
    """One check-up of the series: T0, T1 or T2, the day of its latest result, the step of each answered indicator, and
    since when each measure is in use.
    """

    stage: str
    on: date
    steps: Mapping[str, int]
    in_use: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Effect:
    """One indicator of one measure: its step at each check-up (None: not known), and what that says."""

    indicator: str
    name: Text
    steps: tuple[int | None, ...]
    because: Reason


@dataclass(frozen=True, slots=True)
class MeasureEffect:
    """One measure of the plan: since when it is in use (None: not yet, or not known), and its indicators."""

    code: str
    since: date | None
    effects: tuple[Effect, ...]


def effects(plan: Plan, taken: Sequence[Taken], pack: Pack) -> tuple[MeasureEffect, ...]:
    """The measures of a plan that were not dropped, with their indicators at each check-up of `taken`, oldest first."""
    kept = (item for item in plan.measures if item.state != "dropped" and item.code in pack.measures)
    return tuple(_of_measure(item, taken, pack) for item in kept)


def _of_measure(item: PlannedMeasure, taken: Sequence[Taken], pack: Pack) -> MeasureEffect:
    since = _since(item, taken)
    return MeasureEffect(item.code, since, tuple(_effects(item.code, since, taken, pack)))


def _since(item: PlannedMeasure, taken: Sequence[Taken]) -> date | None:
    """What the latest check-up answers, else what the plan says of a measure in use."""
    answered = next((each.in_use[item.code] for each in reversed(taken) if item.code in each.in_use), None)
    return answered or (item.start if item.state in ("in_use", "done") else None)


def _effects(code: str, since: date | None, taken: Sequence[Taken], pack: Pack) -> Iterator[Effect]:
    for raised in pack.measures[code].raises:
        indicator = pack.indicators[raised.indicator]
        steps = tuple(each.steps.get(indicator.id) for each in taken)
        yield Effect(indicator.id, indicator.name, steps, _because(code, indicator.name, since, steps, taken))


def _because(code: str, name: Text, since: date | None, steps: Sequence[int | None], taken: Sequence[Taken]) -> Reason:
    rule = f"measures.{code}.raises"
    known = [step for step in steps if step is not None]
    if len(known) < 2:
        return plan_reason(rule, "effect", "unknown", {"answers": len(known)}, indicator=name)
    before, after = known[0], known[-1]
    inputs = {"before": before, "after": after, "since": since.isoformat() if since else None}
    if since is None or since > taken[-1].on:
        return plan_reason(rule, "effect", "too_early", inputs, indicator=name)
    sentence = "same" if after == before else "rose" if after > before else "fell"
    return plan_reason(rule, "effect", sentence, inputs, indicator=name, before=before, after=after)
