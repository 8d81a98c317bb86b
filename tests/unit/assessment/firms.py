"""Random valid firms on the real pack, made from its own facts, indicators, duties, needs and measures.

A firm is decoded from bytes: a byte 0 is "unknown" everywhere, so what fails shrinks to a firm with few answers.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random

from hypothesis import settings
from hypothesis import strategies as st

from cip.assessment.answers import DUTY_ANSWERS, Answers, DutyAnswer, NeedsAnswer, StepAnswer
from cip.assessment.bound import BoundPack, bind
from cip.assessment.engine import check_up_bound
from cip.assessment.explaining import NEEDED
from cip.assessment.path import Walk
from cip.assessment.results import CheckUp
from cip.kernel.canonical import canonical_json
from cip.rulebook.checking import check_rules
from cip.rulebook.expressions.scope import FactValue
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model

RULES = Path(__file__).parents[3] / "rules"
MODEL = "cip-2026"
ON = date(2026, 3, 2)
STEPS = range(5)
CASE_FACTS = ("leave_cases_24m", "carers_told")
"""The facts that decide a reachable step: answering them only narrows (model, section 3.5)."""

# Each example scores a whole check-up: `make long` tries three times as many as a change does.
_LONG = bool(os.environ.get("CIP_LONG"))
many = settings(max_examples=300 if _LONG else 100, deadline=None)
"""What every property runs with."""
pairs = settings(max_examples=100 if _LONG else 35, deadline=None)
"""What a property of two firms runs with: each example scores dozens of check-ups."""


@lru_cache(maxsize=1)
def the_pack() -> Pack:
    """The real pack, read once."""
    checked = check_rules(RULES, NEEDED, only_model=MODEL, with_cases=False)
    assert not checked.diagnostics, checked.diagnostics[0]
    return checked.packs[MODEL]


def the_bound(on: date = ON) -> BoundPack:
    """The real pack on a day, bound once."""
    return bind(the_pack(), on)


def result_of(answers: Answers, on: date = ON) -> CheckUp:
    """The check-up of a firm."""
    return check_up_bound(the_bound(on), answers)


def bytes_of(result: CheckUp) -> str:
    """The canonical JSON of a check-up: what is stored and compared."""
    return canonical_json(result.as_json())


def some_values(fact: model.Fact) -> tuple[FactValue, ...]:
    """Known values of a fact, among them every one at which something in the model changes."""
    if fact.type == "choice":
        return tuple(option.id for option in fact.options)
    return _VALUES.get(fact.id) or _VALUES[fact.type]


_VALUES: dict[str, tuple[FactValue, ...]] = {
    "yes_no": (True, False),
    "whole": (0, 1, 2, 4999),
    "percent": (0, 0.5, 40, 100),
    "hours": (0, 0.5, 40, 168),
    "workers": (1, 2, 4, 5, 7, 9, 10, 15, 19, 20, 49, 50, 249, 250, 4999),
    "seats": (1, 2, 10),
    "ateco": ("47.71", "10"),
    "ccnl": ("C011", "H052"),
    "municipality": ("015146", "108033", "999001"),
    "representation": (("none",), ("rsa",), ("rsa", "rls"), ("rsa", "rsu", "rls", "rst"), ("rst",)),
}


@dataclass
class _Bytes:
    """Reads one byte after the other; 0 where they end."""

    left: Iterator[int]

    def next(self) -> int:
        return next(self.left, 0)

    def known(self, density: int) -> bool:
        """Whether a question is answered at all: never where the byte is 0, always at density 255 otherwise."""
        value = self.next()
        return 0 < value <= density

    def pick(self, count: int) -> int:
        return self.next() % count


LENGTH = 2 * (23 + 34 + 34 + 10 + 16 + 44) + 20


def firm_of(content: bytes, *, bound: BoundPack | None = None, marks: bool = True) -> Answers:
    """The firm that some bytes describe; always one that a FILE could hold."""
    bound = bound or the_bound()
    source = _Bytes(iter(content))
    density = {section: _density(source.next()) for section in ("facts", "steps", "marks", "duties", "needs", "in_use")}
    least, most = sorted((source.pick(5), source.pick(5)))
    facts = {
        fact.id: values[source.pick(len(values))]
        for fact in bound.pack.facts.values()
        if source.known(density["facts"]) and (values := some_values(fact))
    }
    steps = {
        code: _step(source, bound, indicator, least, most)
        for code, indicator in bound.pack.indicators.items()
        if source.known(density["steps"])
    }
    not_applicable = _marks(source, bound, facts, density["marks"] // 4) if marks else {}
    return Answers(
        facts=facts,
        steps={code: answer for code, answer in steps.items() if code not in not_applicable},
        not_applicable=not_applicable,
        duties=_duties(source, bound, density["duties"]),
        needs=_needs(source, bound, facts, density["needs"]),
        in_use={
            code: bound.on - timedelta(days=31 * source.pick(24))
            for code in bound.pack.measures
            if source.known(density["in_use"] // 4)
        },
    )


def _density(byte: int) -> int:
    """How many of 255 bytes count as an answer: none, few, half, nearly all, all."""
    return (0, 40, 128, 240, 255)[byte % 5]


def _step(source: _Bytes, bound: BoundPack, indicator: model.Indicator, least: int, most: int) -> StepAnswer:
    step = least + source.pick(most - least + 1)
    proof = source.pick(3)
    if proof == 0:
        return StepAnswer(step)
    return StepAnswer(step, day=bound.on - timedelta(days=proof)) if proof == 1 else StepAnswer(step, count=proof)


def _marks(source: _Bytes, bound: BoundPack, facts: Mapping[str, FactValue], density: int) -> dict[str, str]:
    walk = Walk(bound, Answers(facts=facts))
    allowed = {q.indicator.id: q.allowed for area in bound.pack.areas for q in walk.indicators(area)}
    return {code: reasons[0].id for code, reasons in allowed.items() if reasons and source.known(density)}


def _duties(source: _Bytes, bound: BoundPack, density: int) -> dict[str, DutyAnswer]:
    return {duty: DUTY_ANSWERS[source.pick(len(DUTY_ANSWERS))] for duty in bound.pack.duties if source.known(density)}


def _needs(source: _Bytes, bound: BoundPack, facts: Mapping[str, FactValue], density: int) -> NeedsAnswer:
    workers = facts.get("workers")
    most = min(9, workers) if isinstance(workers, int) else 9
    respondents = 1 + source.pick(most) if source.known(density) else None
    people = respondents if respondents is not None else workers if isinstance(workers, int) else 9
    counts = {need: source.pick(people + 1) for need in bound.pack.needs if source.known(density)}
    return NeedsAnswer(
        respondents, counts, pooled=_pool(source, bound, density) if source.known(density // 4) else None
    )


def _pool(source: _Bytes, bound: BoundPack, density: int) -> NeedsAnswer:
    """The counts of a pool of firms; some of its needs are not told."""
    people = 10 + source.pick(20)
    counts = {need: source.pick(people + 1) for need in bound.pack.needs if source.known(density)}
    unknown = frozenset(need for need in bound.pack.needs if need not in counts and source.known(density // 2))
    return NeedsAnswer(people, counts, unknown)


firms = st.binary(min_size=LENGTH, max_size=LENGTH).map(firm_of)
"""Any firm: from nothing answered to everything."""


def seeded_firms(count: int, seed: int = 2026) -> Iterator[Answers]:
    """Many firms fast, always the same, for probes and whole columns."""
    random = Random(seed)
    return (firm_of(random.randbytes(LENGTH)) for _ in range(count))


def with_fact(answers: Answers, fact: str, value: FactValue) -> Answers:
    """The same firm with one more, or another, known fact."""
    return replace(answers, facts={**answers.facts, fact: value})


def without_fact(answers: Answers, fact: str) -> Answers:
    """The same firm with a fact unknown."""
    return replace(answers, facts={key: value for key, value in answers.facts.items() if key != fact})


def with_step(answers: Answers, code: str, step: int) -> Answers:
    """The same firm with one more, or another, known step."""
    marks = {key: reason for key, reason in answers.not_applicable.items() if key != code}
    return replace(answers, steps={**answers.steps, code: StepAnswer(step)}, not_applicable=marks)


def without_step(answers: Answers, code: str) -> Answers:
    """The same firm with a step unknown."""
    return replace(answers, steps={key: answer for key, answer in answers.steps.items() if key != code})


def refused_marks_dropped(answers: Answers, bound: BoundPack | None = None) -> Answers:
    """The same firm without the marks that its facts deny (after a fact was changed)."""
    walk = Walk(bound or the_bound(), answers)
    allowed = {q.indicator.id: {r.id for r in q.allowed} for a in walk.bound.pack.areas for q in walk.indicators(a)}
    return replace(
        answers,
        not_applicable={code: reason for code, reason in answers.not_applicable.items() if reason in allowed[code]},
    )


def complete(step: int, facts: Mapping[str, FactValue] | None = None, *, proved: bool = True) -> Answers:
    """A firm that stands at one step everywhere, with proof, and that answers no other question than `facts`."""
    answer = StepAnswer(step, count=3 if proved else None)
    return Answers(facts=dict(facts or {}), steps=dict.fromkeys(the_pack().indicators, answer))


Change = Callable[[Answers], Answers]
