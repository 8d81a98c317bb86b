"""The points of one criterion or part: what its rule gives for the facts and scores of an application, and why.

With facts unknown a rule gives a range of points; the declared policy says which of them count. A criterion's points
are never below none and never above its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import cast

from cip.incentives.bound_call import BoundCall, Given
from cip.incentives.bounds import ONE, ZERO, End, Range, View, exact, hull, number, truth
from cip.incentives.evaluation import CONSENSUS
from cip.incentives.wording import GRID, as_number, in_words, list_of, points_of, rounded, said
from cip.incentives.worlds import worlds
from cip.kernel.texts import Input, Reason, Value, require_reasons
from cip.rulebook.expressions.nodes import Arith, Node
from cip.rulebook.shapes import grid as g

Scores = Mapping[str, Mapping[str, Fraction]]
"""Scores that people gave: by criterion or part, by evaluator."""
Item = g.Criterion | g.SubCriterion
ByFacts = g.Steps | g.Ratio | g.Sum | g.NumberRule


@dataclass(frozen=True)
class Found:
    """What a criterion or part gives: its points (None where it does not count), why, from which inputs.

    `blocked`: what nobody scored or stated and the call does not do without. `parts`: the points of parts by id.
    """

    points: Fraction | None
    because: tuple[Reason, ...]
    inputs: Mapping[str, Input] = field(default_factory=dict)
    blocked: tuple[str, ...] = ()
    parts: Mapping[str, Fraction] = field(default_factory=dict)
    below: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        require_reasons(self.because, "the points of a criterion")


def find_points(bound: BoundCall, item: Item, policy: g.NotAnswered, given: Given, scores: Scores) -> Found:
    """The points of a criterion or part. `policy` is what counts while facts are unknown, unless the item says."""
    own = item.not_answered
    rule = item.rule
    if isinstance(rule, g.Parts):
        return _of_parts(bound, cast("g.Criterion", item), rule, own or policy, given, scores)
    if isinstance(rule, g.Judged):
        return _judged(item, rule, scores.get(item.id, {}))
    return _by_facts(bound, item, rule, own or policy, given)


def most_points(bound: BoundCall, item: Item) -> Fraction:
    """The most that a criterion or part can give to anybody: by its structure, whatever the facts turn out to be."""
    rule = item.rule
    if isinstance(rule, g.Parts):
        found = [(most_points(bound, part), exact(part.points)) for part in rule.of]
        return _together(cast("g.Criterion", item), rule, found)
    if isinstance(rule, g.Judged):
        return exact(rule.levels[-1].score)
    return cast("Fraction", points_range(bound, item, rule, bound.nothing_stated).high)


def rules_of(bound: BoundCall, rule: ByFacts) -> tuple[Node, ...]:
    """The parsed expressions of a rule that reads facts."""
    if isinstance(rule, g.Sum):
        return tuple(bound.conditions[row.when] for row in rule.of)
    if isinstance(rule, g.Ratio):
        return bound.numbers[rule.of], bound.numbers[rule.over]
    return (bound.numbers[rule.of],)


def points_range(bound: BoundCall, item: Item, rule: ByFacts, view: View) -> Range:
    """The least and the most points that a rule may give in a view; both ends are fractions."""
    most = exact(item.points)
    cases = worlds(view, bound.pack.facts, rules_of(bound, rule))
    return hull(_clipped(_range(bound, rule, case, most), most) for case in cases)


def _clipped(found: Range, most: Fraction) -> Range:
    """Within none and the most; what may be no number at all may give none."""
    low = min(max(found.low, ZERO), most) if found.total else ZERO
    return Range(low, min(max(found.high, ZERO), most))


def _range(bound: BoundCall, rule: ByFacts, view: View, most: Fraction) -> Range:
    if isinstance(rule, g.Steps):
        return _steps(rule, number(bound.numbers[rule.of], view))
    if isinstance(rule, g.Sum):
        return _sum([(truth(bound.conditions[row.when], view), exact(row.points)) for row in rule.of])
    if isinstance(rule, g.NumberRule):
        return number(bound.numbers[rule.of], view)
    share = number(Arith("/", bound.numbers[rule.of], bound.numbers[rule.over]), view)
    part = _clipped(share, ONE)
    return Range(part.low * most, part.high * most)


def _steps(rule: g.Steps, value: Range) -> Range:
    reached = [_step(rule, value.low)]
    reached += [exact(row.points) for row in rule.rows if value.low < exact(row.start) <= value.high]
    return Range(min(reached), max(reached), total=value.total)


def _step(rule: g.Steps, value: End) -> Fraction:
    rows = [row for row in rule.rows if exact(row.start) <= value]
    return exact(rows[-1].points) if rows else ZERO


def _sum(rows: list[tuple[bool | None, Fraction]]) -> Range:
    sure = sum((points for holds, points in rows if holds), ZERO)
    return Range(sure, sure + sum((points for holds, points in rows if holds is None), ZERO))


def _by_facts(bound: BoundCall, item: Item, rule: ByFacts, policy: g.NotAnswered, given: Given) -> Found:
    """Applications with the same answers have the same points for the same reasons."""
    rules = rules_of(bound, rule)
    inputs = bound.inputs(given, *rules)
    place = (item.id, policy, tuple(inputs.items()))
    if place not in bound.kept:
        bound.kept[place] = _computed(bound, item, rule, policy, given)
    return cast("Found", bound.kept[place])


def _computed(bound: BoundCall, item: Item, rule: ByFacts, policy: g.NotAnswered, given: Given) -> Found:
    rules = rules_of(bound, rule)
    inputs = bound.inputs(given, *rules)
    found = points_range(bound, item, rule, given.view)
    missing = bound.missing(given, *rules)
    low = Fraction(found.low)
    if found.low == found.high or not missing:
        return Found(low, tuple(_explained(bound, item, rule, given, low)), inputs)
    said_of = {"facts": list_of(bound.label(name) for name in missing)}
    if policy == "worst":
        return Found(low, (said(item.id, GRID["worst"], inputs, points=points_of(low), **said_of),), inputs)
    reason = said(item.id, GRID[policy], inputs, **said_of)
    return Found(ZERO if policy == "zero" else None, (reason,), inputs, blocked=(item.id,) if policy == "block" else ())


def _explained(bound: BoundCall, item: Item, rule: ByFacts, given: Given, points: Fraction) -> Iterator[Reason]:
    """Why the rule gives these points."""
    inputs = bound.inputs(given, *rules_of(bound, rule))
    values: dict[str, Value] = {"points": points_of(points), "most": in_words(exact(item.points))}
    if isinstance(rule, g.Sum):
        yield from _rows(bound, item, rule, given)
        return
    of = number(bound.numbers[rule.of], given.view)
    sentence = "number" if of.settled else "no_number"
    if of.settled and isinstance(rule, g.Steps):
        reached = [row.start for row in rule.rows if exact(row.start) <= of.low]
        start = reached[-1] if reached else rule.rows[0].start
        sentence = "step" if reached else "no_step"
        values |= {"value": in_words(Fraction(of.low)), "start": in_words(exact(start))}
    elif of.settled and isinstance(rule, g.Ratio):
        over = number(bound.numbers[rule.over], given.view)
        sentence = "share" if over.low else "share_of_nothing"
        values |= {"of": in_words(Fraction(of.low)), "over": in_words(Fraction(over.low)) if over.settled else ""}
    yield said(item.id, GRID[sentence], inputs, **{key: values[key] for key in values})


def _rows(bound: BoundCall, item: Item, rule: g.Sum, given: Given) -> Iterator[Reason]:
    held = [row for row in rule.of if truth(bound.conditions[row.when], given.view)]
    for row in held:
        inputs = bound.inputs(given, bound.conditions[row.when])
        yield said(item.id, GRID["row"], inputs, row=row.label, points=points_of(exact(row.points)))
    if not held:
        yield said(item.id, GRID["no_row"], bound.inputs(given, *rules_of(bound, rule)))


def _judged(item: Item, rule: g.Judged, scores: Mapping[str, Fraction]) -> Found:
    """The mean of what people gave. Without a score the ranking waits, unless the call declares otherwise."""
    if not scores:
        policy = item.not_answered
        points = ZERO if policy == "zero" else None
        reasons = [said(item.id, GRID["not_judged"])]
        if policy == "exclude":
            reasons.append(said(item.id, GRID["left_out"]))
        return Found(points, tuple(reasons), blocked=() if policy in ("zero", "exclude") else (item.id,))
    inputs: dict[str, Input] = {person: as_number(scores[person]) for person in sorted(scores)}
    points = sum(scores.values(), ZERO) / len(scores)
    values = {"points": points_of(points), "most": in_words(exact(item.points))}
    because = [
        said(item.id, GRID["agreed" if [*scores] == [CONSENSUS] else "judged"], inputs, count=len(scores), **values)
    ]
    distance = max(scores.values()) - min(scores.values())
    if len(scores) > 1 and distance >= exact(rule.spread):
        because.append(said(item.id, GRID["spread"], inputs, distance=in_words(distance)))
    return Found(points, tuple(because), inputs)


def _of_parts(
    bound: BoundCall, item: g.Criterion, rule: g.Parts, policy: g.NotAnswered, given: Given, scores: Scores
) -> Found:
    because: list[Reason] = []
    inputs: dict[str, Input] = {}
    below: list[Reason] = []
    found: dict[str, Found] = {}
    for part in rule.of:
        one = found[part.id] = find_points(bound, part, policy, given, scores)
        of_people = isinstance(part.rule, g.Judged)
        inputs |= {f"{part.id}.{key}" if of_people else key: value for key, value in one.inputs.items()}
        because += one.because
        if one.points is not None:
            because.append(_said_of_part(part, one.points))
            below += below_minimum(part, rounded(one.points))
    counted = [(points, exact(part.points)) for part in rule.of if (points := found[part.id].points) is not None]
    together = _together(item, rule, counted) if counted else None
    if together is not None:
        sentence = GRID["parts_mean" if rule.how == "mean" else "parts_sum"]
        because.append(said(item.id, sentence, points=points_of(together), most=in_words(exact(item.points))))
    return Found(
        together,
        tuple(because),
        inputs,
        blocked=tuple(name for one in found.values() for name in one.blocked),
        parts={name: one.points for name, one in found.items() if one.points is not None},
        below=tuple(below),
    )


def _said_of_part(part: g.SubCriterion, points: Fraction) -> Reason:
    values = {"points": points_of(points), "most": in_words(exact(part.points))}
    return said(part.id, GRID["part"], part=part.label, **values)


def _together(item: g.Criterion, rule: g.Parts, counted: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The criterion's points from those of its parts that count, each with the most that it can give. Parts that do
    not count leave their share to the others.
    """
    most = exact(item.points)
    if rule.how == "mean":
        return most * sum((points / whole for points, whole in counted), ZERO) / len(counted)
    declared = sum((exact(part.points) for part in rule.of), ZERO)
    scale = declared / sum((whole for _points, whole in counted), ZERO)
    return min(most, scale * sum((points for points, _whole in counted), ZERO))


def below_minimum(item: Item, points: Fraction) -> list[Reason]:
    """A reason if points are below the minimum of a criterion or part."""
    if item.minimum is None or points >= exact(item.minimum):
        return []
    values = {"points": points_of(points), "minimum": in_words(exact(item.minimum))}
    return [said(item.id, GRID["below"], label=item.label, **values)]
