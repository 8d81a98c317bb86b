"""The quick start: the few open questions that together narrow the total most, for an owner with three minutes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

from cip.assessment.answers import Answers
from cip.assessment.bound import BoundPack
from cip.assessment.facts import record_of
from cip.assessment.results import CheckUp
from cip.assessment.scores import Run
from cip.assessment.unknowns import open_facts
from cip.rulebook.expressions.interpreting import rounded
from cip.rulebook.shapes import model

QUESTIONS = 10
WORKERS = "workers"
# Sets of facts are tried one by one; a model with more facts behind its reachable steps tries the first of them.
_MOST_TRIED = 6


@dataclass(frozen=True, slots=True)
class QuickStart:
    """The chosen questions in the order of asking, and by how many points they narrow the total at least once all are
    answered, whatever the answers; an answer that makes a question not apply may move the total.
    """

    facts: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    narrows: float = 0.0

    @property
    def ids(self) -> tuple[str, ...]:
        """All of them, facts first."""
        return (*self.facts, *self.indicators)


@dataclass(frozen=True, slots=True)
class _Gain:
    """What an indicator gives: `open` points once it is answered, `waits` points more once its facts are known."""

    code: str
    is_open: bool
    points: float
    waits: float
    facts: frozenset[str]


def quick_start(bound: BoundPack, answers: Answers, *, skip: Collection[str] = (), most: int = QUESTIONS) -> QuickStart:
    """Choose up to `most` open questions, leaving out those of `skip` (seen and not known).

    The number of workers comes first while the size is unknown: every weight hangs on it. For the rest, each set of
    facts that settle a reachable step is tried with the indicators that then give most; the best plan wins, the one
    with fewer facts among equals.
    """
    run = Run(bound, answers, bound.evaluate(record_of(bound, answers)), bound.explainer)
    askable = [fact for fact in open_facts(run) if fact not in skip]
    first = frozenset({WORKERS}.intersection(askable) if run.band is None else ())
    gains = [gain for gain in _gains(run) if gain.code not in skip or not gain.is_open]
    best = QuickStart()
    for facts in _sets_of_facts(gains, [fact for fact in askable if fact not in first]):
        plan = _plan(bound, gains, first | facts, most)
        if len(first | facts) <= most and (plan.narrows > best.narrows or not best.ids):
            best = plan
    return best


def _gains(run: Run) -> Iterator[_Gain]:
    """What every indicator that counts can still give; in a size not known, what it gives at least."""
    for code, indicator in run.bound.pack.indicators.items():
        if not run.applies(code):
            continue
        full = indicator.weight * min(run.point_values[code].values())
        step, settled = run.known_step(code), indicator.reachable is None or run.numbers[f"r:{code}"] is not None
        if settled or indicator.reachable is None:
            gain = _Gain(code, step is None, full if step is None else 0.0, 0.0, frozenset())
        else:
            waits = full * _widest(indicator.reachable.step, step)
            facts = frozenset(run.bound.conditions.reads(indicator.reachable.when)) - set(run.answers.facts)
            gain = _Gain(code, step is None, full - waits if step is None else 0.0, waits, facts)
        if gain.points + gain.waits > 0:
            yield gain


def _widest(lower_top: int, step: int | None) -> float:
    """How far the two possible shares of a step lie apart; of an open one, at most."""
    steps = range(model.TOP_STEP + 1) if step is None else (step,)
    return max(min(1.0, value / lower_top) - min(1.0, value / model.TOP_STEP) for value in steps)


def _sets_of_facts(gains: list[_Gain], askable: list[str]) -> Iterator[frozenset[str]]:
    """Every set of facts that could settle a reachable step, the smallest first."""
    useful = [fact for fact in askable if any(fact in gain.facts for gain in gains)][:_MOST_TRIED]
    for size in range(len(useful) + 1):
        yield from map(frozenset, combinations(useful, size))


def _plan(bound: BoundPack, gains: list[_Gain], facts: frozenset[str], most: int) -> QuickStart:
    """These facts, and the open indicators that give most beside them."""
    worth = {gain.code: gain.points + (gain.waits if gain.facts <= facts else 0.0) for gain in gains}
    open_codes = [gain.code for gain in gains if gain.is_open and worth[gain.code] > 0]
    chosen = sorted(open_codes, key=lambda code: -rounded(worth[code]))[: max(0, most - len(facts))]
    settled = [gain.code for gain in gains if not gain.is_open]
    return QuickStart(
        tuple(fact for fact in bound.pack.facts if fact in facts),
        tuple(code for code in bound.pack.indicators if code in chosen),
        rounded(sum(worth[code] for code in (*chosen, *settled))),
    )


def is_quick(check_up: CheckUp) -> bool:
    """Whether a result rests on less than half of the indicators that count, as after a quick start."""
    statuses = [indicator.status for indicator in check_up.indicators]
    return statuses.count("unknown") > statuses.count("known") > 0
