"""The formula of the model (section 3.5 and 3.6) as a program of the rule language, so that one source serves a firm
and a million.

Names of results: `x:T1` applies (1/0); `lo:T1`/`hi:T1` its share of the weight at least and at most (0-1); `r:T1` the
reachable step (unknown while the case is); `W:T` applicable weight; `sc:T` scorable (1/0); `low:T`/`high:T` the area's
ends before rounding, `area_low:T`/`area_high:T` after; `low@b`/`high@b` the total in band b; `total_low`/`total_high`
before and `low`/`high` after rounding; `g:ID` a gate (1 met, 0 not, unknown); `level_by_score`; `level`.
Inputs beside the facts: `T1` the step; `na:T1` marked as not applicable (1); `proof:T1` its date or count was given;
`duty_denied` and `in_use:GATE` (1/0).
"""

from collections.abc import Iterable, Iterator

from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.interpreting import rounded
from cip.rulebook.expressions.parsing import parse_condition
from cip.rulebook.expressions.program import Rule
from cip.rulebook.expressions.scope import option_column
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model

TOP_STEP = float(model.TOP_STEP)
ONE, ZERO, UNKNOWN = n.Const(1.0), n.Const(0.0), n.Const(float("nan"))
MARK = "na:"
DUTY_DENIED, PROOF, IN_USE = "duty_denied", "proof:", "in_use:"


def add(items: Iterable[n.Number]) -> n.Number:
    """A sum from left to right."""
    total: n.Number = ZERO
    for index, item in enumerate(items):
        total = item if index == 0 else n.Arith("+", total, item)
    return total


def times(left: n.Number, right: n.Number) -> n.Number:
    """A product."""
    return n.Arith("*", left, right)


def tri(condition: n.Condition) -> n.Number:
    """1 if known true, 0 if known false, else unknown."""
    return n.Choose(condition, ONE, ZERO)


def if_surely(condition: n.Condition, yes: n.Number, no: n.Number) -> n.Number:
    """`yes` if known true, otherwise `no`."""
    return n.Choose(n.Surely(condition), yes, no)


def is_one(name: str) -> n.Condition:
    """Whether a 1/0 result is 1."""
    return n.Truth(name)


def band_is(band: str) -> n.Condition:
    """Whether the firm is in a band; unknown while the number of workers is."""
    return n.Truth(option_column("band", band))


def band_rules(pack: Pack) -> Iterator[Rule]:
    """The columns of `band` from the number of workers."""
    workers = n.Var("workers")
    for row in pack.content.bands:
        inside = n.Logic(
            True, (n.Compare(">=", workers, n.Const(row.start)), n.Compare("<=", workers, n.Const(row.end)))
        )
        yield Rule(option_column("band", row.id), tri(inside))
    yield Rule("band?", n.Choose(n.Known(workers), ONE, UNKNOWN))


def applies_not(pack: Pack, indicator: model.Indicator) -> n.Condition:
    """The condition under which an indicator is out: marked, or proved by a fact."""
    conditions: list[n.Condition] = [n.Truth(MARK + indicator.id)] if indicator.not_applicable else []
    conditions += [parse_condition(r.when, pack.scope) for r in indicator.not_applicable if r.when]
    if indicator.applies:
        conditions.append(n.Not(parse_condition(indicator.applies, pack.scope)))
    return n.Logic(False, tuple(conditions)) if conditions else n.Fixed(False)


def indicator_rules(pack: Pack, indicator: model.Indicator) -> Iterator[Rule]:
    """Whether it applies, its reachable step, and the ends of its share."""
    step = n.Var(indicator.id)
    yield Rule(f"x:{indicator.id}", if_surely(applies_not(pack, indicator), ZERO, ONE))
    least_top: n.Number = n.Const(TOP_STEP)
    most_top: n.Number = n.Const(TOP_STEP)
    reach: n.Number = n.Const(TOP_STEP)
    if indicator.reachable:
        case = parse_condition(indicator.reachable.when, pack.scope)
        capped = n.Const(float(indicator.reachable.step))
        least_top = if_surely(n.Not(case), n.Const(TOP_STEP), capped)
        most_top = if_surely(case, capped, n.Const(TOP_STEP))
        reach = n.Choose(case, capped, n.Const(TOP_STEP))
    known = n.Known(step)
    yield Rule(f"r:{indicator.id}", reach)
    yield Rule(f"lo:{indicator.id}", n.Choose(known, n.Extreme(True, n.Arith("/", step, most_top), ONE), ZERO))
    yield Rule(f"hi:{indicator.id}", n.Choose(known, n.Extreme(True, n.Arith("/", step, least_top), ONE), ONE))


def area_rules(pack: Pack, area: str, cap: float) -> Iterator[Rule]:
    """The area's applicable weight, whether it can be scored, and its ends."""
    inside = pack.of_area[area]
    weights = [times(n.Var(f"x:{item.id}"), n.Const(float(item.weight))) for item in inside]
    whole = float(sum(item.weight for item in inside))
    yield Rule(f"W:{area}", add(weights))
    yield Rule(
        f"sc:{area}", tri(n.Compare(">=", n.Rounded(n.Var(f"W:{area}")), n.Const(max(rounded(whole - cap), 0.1))))
    )
    for end in ("lo", "hi"):
        points = add(times(weight, n.Var(f"{end}:{item.id}")) for item, weight in zip(inside, weights, strict=True))
        score = n.Arith("/", times(n.Const(100.0), points), n.Var(f"W:{area}"))
        name = {"lo": "low", "hi": "high"}[end]
        yield Rule(f"{name}:{area}", n.Choose(is_one(f"sc:{area}"), score, UNKNOWN))
        yield Rule(f"area_{name}:{area}", n.Rounded(n.Var(f"{name}:{area}")))


def total_rules(pack: Pack, weights: model.WeightsRow) -> Iterator[Rule]:
    """The total in each band, in the firm's band (from the least to the greatest while it is unknown), and rounded."""
    for band in model.BANDS:
        shares = {area: times(n.Var(f"sc:{area}"), n.Const(float(weights.areas[band][area]))) for area in pack.areas}
        yield Rule(f"A@{band}", add(shares.values()))
        for end in ("low", "high"):
            points = add(
                n.Choose(is_one(f"sc:{area}"), times(share, n.Var(f"{end}:{area}")), ZERO)
                for area, share in shares.items()
            )
            yield Rule(f"{end}@{band}", n.Arith("/", points, n.Var(f"A@{band}")))
    for end in ("low", "high"):
        totals: list[n.Number] = [n.Var(f"{end}@{band}") for band in model.BANDS]
        chosen = totals[0]
        for other in totals[1:]:
            chosen = n.Extreme(end == "low", chosen, other)
        for band, total in zip(model.BANDS, totals, strict=True):
            chosen = if_surely(band_is(band), total, chosen)
        yield Rule(f"total_{end}", chosen)
        yield Rule(end, n.Rounded(n.Var(f"total_{end}")))


def _steps_gate(gate: model.Gate) -> n.Condition:
    """At least the step asked in the firm's band; decided also while the band is unknown, where all bands agree."""
    step = n.Var(gate.indicator or "")
    needed = {band: float(value) for band, value in gate.steps.items()}
    strictest = n.Compare(">=", step, n.Const(max(needed.values())))
    if len(set(needed.values())) == 1:
        return strictest
    per_band = tuple(
        n.Logic(False, (n.Not(band_is(band)), n.Compare(">=", step, n.Const(value)))) for band, value in needed.items()
    )
    mildest = n.Compare(">=", step, n.Const(min(needed.values())))
    return n.Logic(False, (strictest, n.Logic(True, (mildest, *per_band))))


def _area_gate(area: str, least: float) -> n.Number:
    """Met if the low end is there or the area is not scored; not met if the high end is below; else unknown."""
    low = n.Compare(">=", n.Var(f"area_low:{area}"), n.Const(least))
    high = n.Compare("<", n.Var(f"area_high:{area}"), n.Const(least))
    met = n.Logic(False, (n.Not(is_one(f"sc:{area}")), low))
    return if_surely(met, ONE, if_surely(high, ZERO, UNKNOWN))


def _unproved(pack: Pack, from_step: float) -> n.Condition:
    """Whether some step from `from_step` up stands without its date or count."""
    bare = tuple(
        n.Logic(
            True,
            (
                is_one(f"x:{code}"),
                n.Compare(">=", n.Var(code), n.Const(from_step)),
                n.Not(n.Known(n.Var(PROOF + code))),
            ),
        )
        for code in pack.indicators
    )
    return n.Logic(False, bare)


def _gate(pack: Pack, gate: model.Gate) -> n.Number:
    match gate.kind:
        case "no_duty_denied":
            return if_surely(n.Truth(DUTY_DENIED), ZERO, ONE)
        case "indicator":
            return if_surely(n.Not(is_one(f"x:{gate.indicator}")), ONE, tri(_steps_gate(gate)))
        case "area":
            return _area_gate(gate.area or "", gate.at_least or 0.0)
        case "every_area":
            return tri(n.Logic(True, tuple(is_one(f"e:{gate.id}:{area}") for area in pack.areas)))
        case "measure_in_use":
            return if_surely(n.Truth(IN_USE + gate.id), ONE, ZERO)
        case "proof":
            return if_surely(_unproved(pack, float(gate.from_step or 0)), UNKNOWN, ONE)


def level_rules(pack: Pack) -> Iterator[Rule]:
    """Gates, the level of the score alone, and the level after the gates."""
    by_level: dict[int, list[str]] = {}
    for gate in pack.content.gates:
        if gate.kind == "every_area":
            for area in pack.areas:
                yield Rule(f"e:{gate.id}:{area}", _area_gate(area, gate.at_least or 0.0))
        yield Rule(f"g:{gate.id}", _gate(pack, gate))
        by_level.setdefault(gate.level, []).append(f"g:{gate.id}")
    by_score: n.Number = ONE
    after_gates: n.Number = ONE
    gates: list[n.Condition] = []
    for level in pack.content.levels[1:]:
        reached = n.Compare(">=", n.Var("low"), n.Const(float(level.start)))
        gates += [is_one(name) for name in by_level.get(level.id, [])]
        by_score = if_surely(reached, n.Const(float(level.id)), by_score)
        after_gates = if_surely(n.Logic(True, (reached, *gates)), n.Const(float(level.id)), after_gates)
    yield Rule("level_by_score", by_score)
    yield Rule("level", after_gates)


def scoring_rules(pack: Pack, weights: model.WeightsRow) -> Iterator[Rule]:
    """The whole formula in order of evaluation (facts and bands come before)."""
    for indicator in pack.indicators.values():
        yield from indicator_rules(pack, indicator)
    for area in pack.areas:
        yield from area_rules(pack, area, weights.not_applicable_cap)
    yield from total_rules(pack, weights)
    yield from level_rules(pack)
