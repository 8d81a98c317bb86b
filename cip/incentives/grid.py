"""The score of one application: criterion by criterion, to two decimals, with reasons.

Points are rounded half up where they leave a criterion, so that what is shown adds up to the total.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import cast

from cip.incentives.bound_call import BoundCall, Given
from cip.incentives.bounds import ONE, ZERO, exact, truth
from cip.incentives.call_facts import Facts
from cip.incentives.points import Found, Scores, below_minimum, find_points
from cip.incentives.weights import Weight, weights_of
from cip.incentives.wording import GRID, as_number, in_words, list_of, points_of, rounded, said
from cip.kernel.texts import Input, Reason, require_reasons
from cip.rulebook.shapes import grid as g

TOTAL = "total"
"""The rule that a minimum of the total speaks for."""
Factors = Mapping[str, Fraction]


@dataclass(frozen=True)
class CriterionScore:
    """What a criterion (or a line of the bonus) adds to the total, weights in points of 100.

    `own`: its own points, before the total's limits and before what other criteria leave to it; `parts`: those of its
    parts, by id.
    """

    id: str
    points: Fraction
    declared_weight: Fraction
    effective_weight: Fraction
    input: Mapping[str, Input]
    because: tuple[Reason, ...]
    own: Fraction = ZERO
    parts: Mapping[str, Fraction] = field(default_factory=dict)
    is_bonus: bool = False

    def __post_init__(self) -> None:
        require_reasons(self.because, f"the points of {self.id}")

    def as_json(self) -> dict[str, object]:
        """The shape that `cip rank` prints."""
        return {
            "id": self.id,
            "points": as_number(self.points),
            "declared_weight": as_number(self.declared_weight),
            "effective_weight": as_number(self.effective_weight),
            "input": dict(self.input),
            "because": [reason.as_json() for reason in self.because],
        }


@dataclass(frozen=True)
class GridScore:
    """The score of an application. `below`: the minimums that it misses, each named by its criterion, part or `total`;
    `blocked`: criteria and parts without which it cannot be ranked.
    """

    total: Fraction
    criteria: tuple[CriterionScore, ...] = ()
    below: tuple[Reason, ...] = ()
    blocked: tuple[str, ...] = ()

    def own_points(self, names: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]) -> Fraction:
        """The own points of criteria, parts and groups together."""
        points = {score.id: score.own for score in self.criteria}
        points |= {name: rounded(part) for score in self.criteria for name, part in score.parts.items()}
        wanted = [one for name in names for one in groups.get(name, (name,))]
        return sum((points.get(name, ZERO) for name in dict.fromkeys(wanted)), ZERO)


def score(
    bound: BoundCall, facts: Facts, scores: Scores, requested: int | None = None, *, factors: Factors | None = None
) -> GridScore:
    """The score of an application: its facts, what people gave by criterion and evaluator, and the cents that it asks
    for (None: what is computed).

    `factors` multiplies the points of criteria before the total (0 leaves one out), to see how much they matter.
    """
    given = bound.given(facts, requested)
    return add_up(bound, given, find_all(bound, given, scores), factors)


def find_all(bound: BoundCall, given: Given, scores: Scores) -> Mapping[str, Found]:
    """What each criterion gives on its own, by id; nothing where the call has no grid."""
    grid = bound.grid
    if grid is None:
        return {}
    return {item.id: find_points(bound, item, grid.not_answered, given, scores) for item in grid.criteria}


def add_up(bound: BoundCall, given: Given, found: Mapping[str, Found], factors: Factors | None = None) -> GridScore:
    """The score from what each criterion gives on its own: the limits of the total, the bonus, the minimums."""
    grid = bound.grid
    if grid is None:
        return GridScore(ZERO)
    criteria = tuple(_criteria(bound, grid, found, given, factors or {}))
    total = sum((one.points for one in criteria), ZERO)
    return GridScore(
        total,
        criteria,
        below=tuple(_below(grid, found, total)),
        blocked=tuple(name for one in found.values() for name in one.blocked),
    )


def _weights(bound: BoundCall) -> Mapping[str, Weight]:
    if "weights" not in bound.kept:
        bound.kept["weights"] = {weight.id: weight for weight in weights_of(bound)}
    return cast("Mapping[str, Weight]", bound.kept["weights"])


def _criteria(
    bound: BoundCall, grid: g.Grid, found: Mapping[str, Found], given: Given, factors: Factors
) -> Iterator[CriterionScore]:
    """Every criterion, then every line of the bonus; each adds what the limits still allow."""
    weights = _weights(bound)
    scale = _scale(grid, found)
    room = exact(grid.most)
    for item in grid.criteria:
        one, weight = found[item.id], weights[item.id]
        own = rounded(one.points or ZERO)
        scaled = rounded((one.points or ZERO) * scale)
        points = min(room, rounded(scaled * factors.get(item.id, ONE)))
        because = [*one.because, *_changed(item.id, own, scaled)]
        if points < scaled and item.id not in factors:
            because.append(said(item.id, GRID["cut"], most=in_words(exact(grid.most)), points=points_of(points)))
        room -= points
        yield CriterionScore(
            item.id, points, weight.declared, weight.effective, one.inputs, tuple(because), own, one.parts
        )
    yield from _bonus(bound, grid, given, room)


def _scale(grid: g.Grid, found: Mapping[str, Found]) -> Fraction:
    """By how much the others weigh more where criteria do not count, those for which the ranking waits aside."""
    declared = {item.id: exact(item.points) for item in grid.criteria}
    out = sum((declared[name] for name, one in found.items() if one.points is None and not one.blocked), ZERO)
    whole = sum(declared.values(), ZERO)
    return whole / (whole - out) if whole > out else ONE


def _changed(name: str, own: Fraction, scaled: Fraction) -> Iterator[Reason]:
    if own != scaled:
        yield said(name, GRID["scaled"], before=in_words(own), points=points_of(scaled))


def _bonus(bound: BoundCall, grid: g.Grid, given: Given, room: Fraction) -> Iterator[CriterionScore]:
    if grid.bonus is None:
        return
    left = min(exact(grid.bonus.cap), room)
    for line in grid.bonus.lines:
        node = bound.conditions[line.when]
        holds, inputs = truth(node, given.view), bound.inputs(given, node)
        worth = exact(line.points)
        points = rounded(min(left, worth)) if holds else ZERO
        left -= points
        yield CriterionScore(
            line.id, points, ZERO, ZERO, inputs, (_said_of_bonus(bound, line, given, points),), points, is_bonus=True
        )


def _said_of_bonus(bound: BoundCall, line: g.BonusLine, given: Given, points: Fraction) -> Reason:
    node = bound.conditions[line.when]
    holds, inputs = truth(node, given.view), bound.inputs(given, node)
    missing = bound.missing(given, node)
    if holds is None and missing:
        return said(line.id, GRID["bonus_unknown"], inputs, facts=list_of(bound.label(name) for name in missing))
    if not holds:
        return said(line.id, GRID["no_bonus"], inputs)
    if points == rounded(exact(line.points)):
        return said(line.id, GRID["bonus"], inputs, points=points_of(points))
    return said(line.id, GRID["bonus_capped"], inputs, points=points_of(points), most=in_words(exact(line.points)))


def _below(grid: g.Grid, found: Mapping[str, Found], total: Fraction) -> Iterator[Reason]:
    for item in grid.criteria:
        one = found[item.id]
        yield from one.below
        if one.points is not None:
            yield from below_minimum(item, rounded(one.points))
    if grid.minimum is not None and total < exact(grid.minimum):
        yield said(TOTAL, GRID["below_total"], points=points_of(total), minimum=in_words(exact(grid.minimum)))
