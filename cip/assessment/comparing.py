"""`compare(before, after)`: why one check-up is not what the other was. Pure and deterministic.

The way from one to the other goes in steps: the new answers on the old model and day, then the new day (law, months of
use), then the new model. Each step is a whole check-up, so what the steps change adds up to the whole change.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cip.assessment.answers import Answers
from cip.assessment.bound import BoundPack, bind
from cip.assessment.differences import (
    AnswerDifference,
    Because,
    Flat,
    answer_reason,
    day_reasons,
    flat,
    folded,
    in_order,
    model_reasons,
    takes,
)
from cip.assessment.engine import check_up_bound
from cip.assessment.facts import record_of
from cip.assessment.results import CheckUp, CouldFit, NotProposed, ProposedMeasure
from cip.assessment.wording import engine_reason
from cip.kernel.texts import Reason, require_reasons
from cip.rulebook.expressions.interpreting import rounded
from cip.rulebook.packs import Pack, PackError

Cause = Literal["answers", "day", "model"]
CAUSES: tuple[Cause, ...] = ("answers", "day", "model")
Kind = Literal["total", "level", "area", "gate", "duty", "measure"]
Ends = tuple[float | None, float | None]
State = Ends | int | str | None
ABSENT = "absent"
"""Where a measure or an area stands that a model does not have."""


@dataclass(frozen=True, slots=True)
class Side:
    """One check-up: its model, its day and its answers."""

    pack: Pack
    on: date
    answers: Answers

    @property
    def bound(self) -> BoundPack:
        """The model on its day. Raises PackError where it has no numbers for it."""
        return bind(self.pack, self.on)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a step changed. Totals and areas stand as their two ends, levels as numbers, duties by their
    answer, gates by their status (None: not holding), measures by their list, `could_fit`, `not_proposed` or `absent`.
    """

    kind: Kind
    id: str
    before: State
    after: State
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, self.id)


@dataclass(frozen=True, slots=True)
class Step:
    """What one cause changed, from one whole check-up to the next."""

    cause: Cause
    before: CheckUp
    after: CheckUp
    changes: tuple[Change, ...]
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, self.cause)

    @property
    def low(self) -> float | None:
        """Points of the total's low end; None where one of the two has no total."""
        return difference(self.before.low, self.after.low)

    @property
    def high(self) -> float | None:
        """Points of the total's high end."""
        return difference(self.before.high, self.after.high)

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two check-ups, the steps between them, the answers that changed, and how the measures fared."""

    before: CheckUp
    after: CheckUp
    steps: tuple[Step, ...]
    answers: tuple[AnswerDifference, ...]
    done: tuple[str, ...]
    still_open: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def low(self) -> float | None:
        """Points of the total's low end, over all steps."""
        return difference(self.before.low, self.after.low)

    @property
    def high(self) -> float | None:
        """Points of the total's high end."""
        return difference(self.before.high, self.after.high)


def compare(before: Side, after: Side) -> Comparison:
    """What changed from one check-up to the other, each change with its cause and reasons.

    Raises PackError only where a model has no numbers for its own day.
    """
    shared = _on_old_model(before, after)
    start, end = before.bound, after.bound
    answers = tuple(_answer_differences(start, flat(before.answers), shared))
    run = check_up_bound
    results = [run(start, before.answers), run(start, folded(shared))]
    steps = [_step("answers", results[0], results[1], Because((), {}), answers)]
    moved = _moved(before.pack, after.on)
    if moved is not None:
        results.append(run(moved, folded(shared)))
        steps.append(_step("day", results[1], results[2], day_reasons(start, moved, folded(shared))))
    results.append(run(end, after.answers))
    steps.append(_step("model", results[-2], results[-1], _model(before, after, joined=moved is None)))
    first, last = results[0], results[-1]
    proposed = [measure.id for measure in last.measures]
    known = {measure.id for measure in first.measures}
    return Comparison(
        before=first,
        after=last,
        steps=tuple(steps),
        answers=answers,
        done=tuple(code for code in after.pack.measures if code in after.answers.in_use.keys() - before.answers.in_use),
        still_open=tuple(code for code in proposed if code in known),
        new=tuple(code for code in proposed if code not in known),
    )


def difference(before: float | None, after: float | None) -> float | None:
    """Points between two numbers as printed."""
    return None if before is None or after is None else rounded(after - before)


def _on_old_model(before: Side, after: Side) -> Flat:
    """The new answers as the old model reads them. What it does not know waits for the model's step, and what the new
    model no longer asks stays as it was until then.
    """
    new, old = flat(after.answers), flat(before.answers)
    if before.pack.sha256 == after.pack.sha256:
        return new
    kept = {question: value for question, value in old.items() if not takes(after.pack, question, value)}
    return kept | {question: value for question, value in new.items() if takes(before.pack, question, value)}


def _moved(pack: Pack, on: date) -> BoundPack | None:
    """The old model on the new day; None where it has no numbers for it."""
    try:
        return bind(pack, on)
    except PackError:
        return None


def _model(before: Side, after: Side, *, joined: bool) -> Because:
    if before.pack.sha256 == after.pack.sha256:
        return Because((engine_reason("pack", "same_model", {"sha256": after.pack.sha256}),), {})
    found = model_reasons(before.pack, after.pack)
    new = {key: value for key, value in flat(after.answers).items() if not takes(before.pack, key, value)}
    more = [answer_reason(after.pack, key, None, new[key]) for key in in_order(after.pack, new)]
    if joined:
        more.insert(0, engine_reason("on", "both", {}))
    return Because((*found.all, *more), found.areas)


def _answer_differences(bound: BoundPack, old: Flat, new: Flat) -> Iterator[AnswerDifference]:
    """The changed answers put in one after the other, so that their points add up."""
    values = dict(old)
    state = _numbers(bound, values)
    for question in in_order(bound.pack, old.keys() | new.keys()):
        before, after = old.get(question), new.get(question)
        if before == after:
            continue
        if after is None:
            values.pop(question)
        else:
            values[question] = after
        following = _numbers(bound, values)
        yield AnswerDifference(
            question=question,
            low=difference(state["total"][0], following["total"][0]),
            high=difference(state["total"][1], following["total"][1]),
            moved=frozenset(name for name in following if following[name] != state[name]),
            because=answer_reason(bound.pack, question, before, after),
        )
        state = following


def _numbers(bound: BoundPack, values: Flat) -> dict[str, Ends]:
    """What an answer may move: the total, the areas, the level and the gates."""
    found = bound.evaluate(record_of(bound, folded(values)))
    state: dict[str, Ends] = {
        "total": (found["low"], found["high"]),
        "level": (found["level"], found["level_by_score"]),
    }
    state |= {f"area:{area}": (found[f"area_low:{area}"], found[f"area_high:{area}"]) for area in bound.pack.areas}
    return state | {f"gate:{gate.id}": (found[f"g:{gate.id}"], None) for gate in bound.pack.content.gates}


def _step(
    cause: Cause, before: CheckUp, after: CheckUp, because: Because, answers: tuple[AnswerDifference, ...] = ()
) -> Step:
    reasons = tuple(answer.because for answer in answers) or because.all or (engine_reason("answers", "same", {}),)
    changes = tuple(
        Change(kind, identifier, was, now, _reasons(kind, identifier, after, because, answers) or reasons)
        for kind, identifier, was, now in _changes(before, after)
    )
    return Step(cause, before, after, changes, reasons)


def _reasons(
    kind: Kind, identifier: str, after: CheckUp, because: Because, answers: Iterable[AnswerDifference]
) -> tuple[Reason, ...]:
    """The answers that moved it, or what the law or the model says about it; a measure has reasons of its own."""
    if kind == "measure":
        rows: tuple[ProposedMeasure | CouldFit | NotProposed, ...] = (
            *after.measures,
            *after.could_fit,
            *after.not_proposed,
        )
        return next((row.because for row in rows if row.id == identifier), ())
    name = identifier if kind in ("total", "level") else f"{kind}:{identifier}"
    moving = tuple(item.because for item in answers if name in item.moved or item.question == ("duties", identifier))
    if moving:
        return moving
    return because.areas.get(identifier, ()) + because.all if kind == "area" else because.all


def _changes(before: CheckUp, after: CheckUp) -> Iterator[tuple[Kind, str, State, State]]:
    old, new = _states(before), _states(after)
    for key in dict.fromkeys((*old, *new)):
        kind, identifier = key
        missing: State = ABSENT if kind in ("measure", "area", "duty") else None
        was, now = old.get(key, missing), new.get(key, missing)
        if was != now:
            yield kind, identifier, was, now


def _states(result: CheckUp) -> Mapping[tuple[Kind, str], State]:
    """Everything of a check-up that a comparison shows, in the order of showing."""
    states: dict[tuple[Kind, str], State] = {
        ("level", "level"): result.level,
        ("total", "total"): (result.low, result.high),
    }
    states |= {("area", area.id): (area.low, area.high) for area in result.areas}
    states |= {("gate", held.gate): held.status for held in result.held_by}
    states |= {("duty", duty.id): duty.status for duty in result.duties}
    states |= {("measure", item.id): item.list for item in result.measures}
    states |= {("measure", item.id): "could_fit" for item in result.could_fit}
    states |= {("measure", item.id): "not_proposed" for item in result.not_proposed}
    return states
