"""Reads the program's numbers and turns them into results with reasons: indicators, areas, total, level and gates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from cip.assessment.answers import Answers
from cip.assessment.bound import BoundPack
from cip.assessment.clauses import NO_CLAUSES, FirmClauses
from cip.assessment.explaining import Explainer, joined
from cip.assessment.results import AreaResult, GateStatus, HeldBy, IndicatorResult
from cip.assessment.wording import engine_reason
from cip.kernel.texts import Input, Reason, Text, Value, shown
from cip.rulebook.expressions.interpreting import rounded
from cip.rulebook.expressions.scalar import Results
from cip.rulebook.shapes import model


@dataclass(frozen=True)
class Run:
    """What every part of the result needs: the bound pack, the answers, the numbers, and the clauses where somebody
    looked for them.
    """

    bound: BoundPack
    answers: Answers
    numbers: Results
    explain: Explainer
    clauses: FirmClauses = NO_CLAUSES

    def number(self, name: str) -> float | None:
        """A number of the program; None while unknown."""
        value = self.numbers[name]
        return None if value is None else float(value)

    def applies(self, indicator: str) -> bool:
        """Whether an indicator counts (unknown counts)."""
        return self.numbers[f"x:{indicator}"] == 1.0

    def scorable(self, area: str) -> bool:
        """Whether an area can be scored."""
        return self.numbers[f"sc:{area}"] == 1.0

    def known_step(self, indicator: str) -> int | None:
        """The step of an indicator that applies and is known."""
        return self._steps.get(indicator)

    @cached_property
    def band(self) -> model.Band | None:
        """The size band; None while the number of workers is unknown."""
        return next((band for band in model.BANDS if self.numbers[f"band={band}"] == 1.0), None)

    @cached_property
    def bands(self) -> tuple[model.Band, ...]:
        """The firm's band, or all while it is unknown."""
        return (self.band,) if self.band else model.BANDS

    @cached_property
    def point_values(self) -> Mapping[str, Mapping[model.Band, float]]:
        """For each indicator and band: points of the total that one point of the indicator's weight is worth."""
        by_area: dict[str, dict[model.Band, float]] = {}
        for area in self.bound.pack.areas:
            weight = self.number(f"W:{area}") or 0.0
            counts = weight > 0 and self.scorable(area)
            by_area[area] = {band: self._area_point(area, band) / weight if counts else 0.0 for band in self.bands}
        return {code: by_area[indicator.area] for code, indicator in self.bound.pack.indicators.items()}

    @cached_property
    def standing(self) -> Mapping[str, tuple[object, ...]]:
        """For each indicator all that recommendations read of it: whether it counts, its step and reachable step, and
        what a point of it is worth.
        """
        numbers, values, steps = self.numbers, self.point_values, self._steps
        return {
            code: (numbers[f"x:{code}"], steps.get(code), numbers[f"r:{code}"], *values[code].values())
            for code in self.bound.pack.indicators
        }

    @cached_property
    def band_ends(self) -> Mapping[model.Band, tuple[float, float]]:
        """The total's ends for each band that the firm may be in."""
        return {band: (self.number(f"low@{band}") or 0.0, self.number(f"high@{band}") or 0.0) for band in self.bands}

    @cached_property
    def _steps(self) -> Mapping[str, int]:
        return {code: answer.step for code, answer in self.answers.steps.items() if self.applies(code)}

    def _area_point(self, area: str, band: model.Band) -> float:
        return 100.0 * self.bound.weights.areas[band][area] / (self.number(f"A@{band}") or 1.0)


def indicator_results(run: Run) -> tuple[IndicatorResult, ...]:
    """All indicators, area by area."""
    return tuple(_indicator(run, indicator) for indicator in run.bound.pack.indicators.values())


def _indicator(run: Run, indicator: model.Indicator) -> IndicatorResult:
    """One result; there are few different ones for an indicator, so each is made once for the pack."""
    code = indicator.id
    applies, step, reach = run.applies(code), run.known_step(code), _whole(run.number(f"r:{code}"))
    why = None if applies else reason_id(run, indicator)
    place = (code, applies, step, reach, why)
    kept = run.bound.indicator_results
    if place not in kept:
        kept[place] = _counted(run, indicator, step, reach) if applies else _not_counted(run, indicator, reach, why)
    return kept[place]


def _not_counted(run: Run, indicator: model.Indicator, reach: int | None, why: str | None) -> IndicatorResult:
    code = indicator.id
    text = _why_not(indicator, why)
    inputs = {"not_applicable": why}
    rule = f"indicators.{code}"
    reason = run.explain.reason(rule, "indicator_not_applicable", inputs, id=code, name=indicator.name, reason=text)
    return IndicatorResult(code, "not_applicable", None, reach, None, None, (reason,))


def _counted(run: Run, indicator: model.Indicator, step: int | None, reach: int | None) -> IndicatorResult:
    code, rule = indicator.id, f"indicators.{indicator.id}"
    low, high = rounded(100 * (run.number(f"lo:{code}") or 0.0)), rounded(100 * (run.number(f"hi:{code}") or 0.0))
    if step is None:
        reason = run.explain.reason(rule, "indicator_unknown", id=code, name=indicator.name, weight=indicator.weight)
        return IndicatorResult(code, "unknown", None, reach, low, high, (reason,))
    reason = run.explain.reason(
        rule,
        "indicator_known",
        {"step": step, "reachable": reach, "weight": indicator.weight},
        id=code,
        name=indicator.name,
        step=step,
        reachable=_reach_words(indicator, reach),
        score=run.explain.span(_points(run, indicator, "lo"), _points(run, indicator, "hi")),
        weight=indicator.weight,
        text=indicator.steps[step],
    )
    return IndicatorResult(code, "known", step, reach, low, high, (reason,))


def _points(run: Run, indicator: model.Indicator, end: str) -> float:
    """Points of the indicator's weight at least (`lo`) or at most (`hi`)."""
    return rounded(indicator.weight * (run.number(f"{end}:{indicator.id}") or 0.0))


def _reach_words(indicator: model.Indicator, reach: int | None) -> Value:
    if reach is not None or indicator.reachable is None:
        return model.TOP_STEP if reach is None else reach
    return f"{indicator.reachable.step}-{model.TOP_STEP}"


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def reason_id(run: Run, indicator: model.Indicator) -> str | None:
    """The id of the reason why an indicator does not apply: proved by a fact, or marked."""
    for reason in indicator.not_applicable:
        if reason.when and run.numbers[f"proved:{indicator.id}:{reason.id}"] == 1.0:
            return reason.id
    return run.answers.not_applicable.get(indicator.id)


def _why_not(indicator: model.Indicator, wanted: str | None) -> Text:
    for reason in indicator.not_applicable:
        if reason.id == wanted:
            return Text(it=reason.it, en=reason.en)
    return indicator.name


def area_results(run: Run) -> tuple[AreaResult, ...]:
    """All areas in the model's order."""
    return tuple(_area(run, area) for area in run.bound.pack.areas.values())


def _area(run: Run, area: model.Area) -> AreaResult:
    explain, rule = run.explain, f"areas.{area.id}"
    weight = run.bound.weights.areas[run.band][area.id] if run.band else None
    whole = sum(indicator.weight for indicator in run.bound.pack.of_area[area.id])
    removed = whole - (run.number(f"W:{area.id}") or 0.0)
    if not run.scorable(area.id):
        cap = run.bound.weights.not_applicable_cap
        reason = explain.reason(rule, "area_not_scorable", area=area.name, removed=removed, cap=cap)
        return AreaResult(area.id, weight, None, None, False, (reason,))
    low, high = run.number(f"area_low:{area.id}") or 0.0, run.number(f"area_high:{area.id}") or 0.0
    inputs = {"low": low, "high": high, "weight": weight, "removed": removed}
    values: dict[str, Value] = {
        "area": area.name,
        "score": explain.span(low, high),
        "weight": area_weight(run.bound, area.id, run.band),
    }
    if removed:
        reason = explain.reason(rule, "area_score_removed", inputs, removed=removed, **values)
    else:
        reason = explain.reason(rule, "area_score", inputs, **values)
    return AreaResult(area.id, weight, low, high, True, (reason,))


def area_weight(bound: BoundPack, area: str, band: model.Band | None) -> Value:
    """The weight of an area in the total; from the least to the greatest while the band is unknown."""
    if band:
        return bound.weights.areas[band][area]
    weights = [row[area] for row in bound.weights.areas.values()]
    return bound.explainer.span(min(weights), max(weights))


def level_reasons(run: Run, areas: tuple[AreaResult, ...]) -> tuple[Reason, ...]:
    """Why the total and the level are what they are."""
    low, high = run.number("low"), run.number("high")
    if low is None or high is None:
        total = run.explain.reason("total", "total_none", {})
    elif run.band is None:
        inputs: dict[str, Input] = {"workers": None, "low": low, "high": high}
        total = run.explain.reason("total", "total_band_unknown", inputs, score=run.explain.span(low, high))
    else:
        parts = joined([_part(run, area) for area in areas if area.scorable])
        inputs = {area.id: area.weight for area in areas if area.scorable}
        total = run.explain.reason("total", "total", inputs, score=run.explain.span(low, high), parts=parts)
    levels = {level.id: level for level in run.bound.pack.content.levels}
    level, by_score = levels[int(run.number("level") or 1)], levels[int(run.number("level_by_score") or 1)]
    reached = _reached(run, by_score, low or 0.0)
    if level.id == by_score.id:
        return total, reached
    held = run.explain.reason(
        f"levels.{level.id}",
        "level_held",
        level=level.id,
        name=level.name,
        by_score=by_score.id,
        by_score_name=by_score.name,
        low=low or 0.0,
    )
    return total, reached, held


def _reached(run: Run, level: model.Level, low: float) -> Reason:
    """Which threshold the score passes; at the first level, which one comes next."""
    rule = f"levels.{level.id}"
    levels = run.bound.pack.content.levels
    if level.id == levels[0].id:
        following = levels[1]
        values: dict[str, Value] = {"next": following.id, "next_name": following.name, "threshold": following.start}
        return run.explain.reason(rule, "level_first", low=low, **values)
    return run.explain.reason(rule, "level_reached", level=level.id, name=level.name, low=low, threshold=level.start)


def _part(run: Run, area: AreaResult) -> Text:
    name = run.bound.pack.areas[area.id].name
    weight = area.weight or 0.0
    return Text(it=f"{name.it} {shown(weight, 'it')}", en=f"{name.en} {shown(weight, 'en')}")


def gates_holding(run: Run) -> tuple[HeldBy, ...]:
    """The gates between the level and the level of the score that are not known to be met."""
    by_score = run.number("level_by_score") or 1
    held = []
    for gate in run.bound.pack.content.gates:
        state = run.numbers[f"g:{gate.id}"]
        if gate.level <= by_score and state != 1.0:
            status: GateStatus = "unknown" if state is None else "not_met"
            because, tell_us = _why_held(run, gate, status)
            held.append(HeldBy(gate.id, gate.level, status, because, tell_us))
    return tuple(held)


def _why_held(run: Run, gate: model.Gate, status: GateStatus) -> tuple[tuple[Reason, ...], tuple[str, ...]]:
    rule = f"gates.{gate.id}"
    match gate.kind:
        case "no_duty_denied":
            denied = [duty for duty in run.bound.pack.duties if run.answers.duties.get(duty) == "no"]
            names = joined([run.bound.pack.duties[duty].name for duty in denied])
            return (run.explain.reason(rule, "gate_duties", dict.fromkeys(denied, "no"), duties=names),), ()
        case "indicator":
            return _why_step(run, gate, rule, status)
        case "area":
            return _why_area(run, gate, rule, gate.area or "")
        case "every_area":
            failing = [area for area in run.bound.pack.areas if run.numbers[f"e:{gate.id}:{area}"] != 1.0]
            parts = [_why_area(run, gate, rule, area) for area in failing]
            questions = dict.fromkeys(question for part in parts for question in part[1])
            return tuple(reason for part in parts for reason in part[0]), tuple(questions)
        case "measure_in_use":
            return (run.explain.reason(rule, "gate_measure", dict(_days(run)), months=gate.months or 0),), ()
        case "proof":
            return _why_proof(run, gate, rule)


def _why_proof(run: Run, gate: model.Gate, rule: str) -> tuple[tuple[Reason, ...], tuple[str, ...]]:
    bare = unproved(run, gate.from_step or 0)
    names = run.explain.questions(bare)
    inputs: dict[str, Input] = {code: run.answers.steps[code].step for code in bare}
    if run.answers.verified:
        return (engine_reason(rule, "gate_unseen", inputs, indicators=names),), bare
    return (run.explain.reason(rule, "gate_proof", inputs, indicators=names),), bare


def _days(run: Run) -> Iterator[tuple[str, str]]:
    return ((code, day.isoformat()) for code, day in sorted(run.answers.in_use.items()))


def _why_step(run: Run, gate: model.Gate, rule: str, status: GateStatus) -> tuple[tuple[Reason, ...], tuple[str, ...]]:
    code = gate.indicator or ""
    name = run.bound.pack.indicators[code].name
    step, band = run.known_step(code), run.band
    needed: Value = gate.steps[band] if band else _span(gate.steps)
    explain = run.explain.reason
    if step is None:
        return (explain(rule, "gate_indicator_unknown", {code: None}, id=code, name=name, needed=needed),), (code,)
    if status == "unknown":
        reason = explain(rule, "gate_indicator_band", {code: step}, id=code, name=name, needed=needed)
        return (reason,), ("workers",)
    reason = explain(rule, "gate_indicator_not_met", {code: step}, id=code, name=name, step=step, needed=needed)
    return (reason,), ()


def _span(steps: Mapping[model.Band, int]) -> str:
    least, most = min(steps.values()), max(steps.values())
    return str(least) if least == most else f"{least}-{most}"


def _why_area(run: Run, gate: model.Gate, rule: str, area: str) -> tuple[tuple[Reason, ...], tuple[str, ...]]:
    name = run.bound.pack.areas[area].name
    low, high = run.number(f"area_low:{area}") or 0.0, run.number(f"area_high:{area}") or 0.0
    needed = gate.at_least or 0.0
    inputs: dict[str, Input] = {"area": area, "low": low, "high": high}
    if high < needed:
        return (run.explain.reason(rule, "gate_area_not_met", inputs, area=name, high=high, needed=needed),), ()
    questions = open_questions(run, area)
    reason = run.explain.reason(
        rule,
        "gate_area_unknown",
        inputs,
        area=name,
        score=run.explain.span(low, high),
        needed=needed,
        questions=run.explain.questions(questions),
    )
    return (reason,), questions


def open_questions(run: Run, area: str) -> tuple[str, ...]:
    """The unknown indicators of an area, and the unknown facts that decide how its steps count."""
    found: dict[str, None] = {}
    for indicator in run.bound.pack.of_area[area]:
        if not run.applies(indicator.id):
            continue
        if run.known_step(indicator.id) is None:
            found[indicator.id] = None
        elif run.numbers[f"r:{indicator.id}"] is None and indicator.reachable:
            found.update(dict.fromkeys(run.bound.conditions.reads(indicator.reachable.when)))
    return tuple(found)


def unproved(run: Run, from_step: int) -> tuple[str, ...]:
    """Indicators that count and stand at a step from `from_step` up without its date or count."""
    return tuple(
        code
        for code in run.bound.pack.indicators
        if (step := run.known_step(code)) is not None and step >= from_step and not run.answers.steps[code].proved
    )
