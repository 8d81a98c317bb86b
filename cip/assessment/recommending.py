"""Which measures, in which order, in which list, and why (model, section 3.8)."""

from collections.abc import Mapping
from dataclasses import dataclass

from cip.assessment.fitting import done, fits, target_of, together, useful
from cip.assessment.needs import NeedFit, Needs
from cip.assessment.results import CouldFit, ListName, NotProposed, ProposedMeasure
from cip.assessment.scores import Run
from cip.kernel.texts import Reason
from cip.rulebook.expressions.interpreting import rounded
from cip.rulebook.shapes import model

_LEAD_EASE = {"A": 1.0, "B": 2 / 3, "C": 1 / 3, "D": 0.0}
_HARDEST_COST = 3
_SMALL_BANDS = ("a", "b", None)
_WITHIN_SIX_MONTHS = ("A", "B", "C")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure that is applicable and useful, before it has its list."""

    measure: model.Measure
    parts: Mapping[str, float]
    fit: NeedFit
    cost: int
    lead: str
    after: tuple[str, ...]
    because: tuple[Reason, ...]

    @property
    def priority(self) -> float:
        """The sum of the parts as printed."""
        return rounded(sum(self.parts.values()))

    def rank(self, order: int) -> tuple[float, int, float, int]:
        """Highest priority first; ties: lower cost, higher need, code."""
        return (-self.priority, self.cost, -self.fit.share, order)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Every measure of the catalogue stands in exactly one of the three."""

    measures: tuple[ProposedMeasure, ...]
    could_fit: tuple[CouldFit, ...]
    not_proposed: tuple[NotProposed, ...]


def recommend(run: Run) -> Recommendation:
    """Decide and rank every measure of the pack."""
    needs = Needs(run.bound.pack, run.answers, run.bound.weights.survey_answers)
    candidates: list[Candidate] = []
    could: list[CouldFit] = []
    refused: list[NotProposed] = []
    for measure in run.bound.pack.measures.values():
        fit = needs.fit(measure)
        answer = together([fits(run, measure), useful(run, measure, needs, fit)])
        if answer.verdict == "no":
            refused.append(NotProposed(measure.id, answer.because))
        elif answer.verdict == "unknown":
            could.append(CouldFit(measure.id, answer.tell_us, answer.because))
        else:
            candidates.append(_candidate(run, measure, fit))
    order = {code: index for index, code in enumerate(run.bound.pack.measures)}
    candidates.sort(key=lambda item: item.rank(order[item.measure.id]))
    return Recommendation(_listed(run, candidates), tuple(could), tuple(refused))


def _candidate(run: Run, measure: model.Measure, fit: NeedFit) -> Candidate:
    """The five parts in points, each rounded, with their reasons."""
    points = run.bound.weights.priority
    small = run.band in _SMALL_BANDS
    cost = measure.cost[1] if small else measure.cost[0]
    lead = measure.lead[1] if small else measure.lead[0]
    gains, rise = _gains(run, measure)
    ease = (1 - cost / _HARDEST_COST) / 2 + _LEAD_EASE[lead] / 2
    parts = {
        "need": rounded(points.need * fit.share),
        "gain": rounded(points.gain * min(1.0, rise / run.bound.weights.gain_points)),
        "ease": rounded(points.ease * ease),
        "clause": 0.0,
        "structural": rounded(points.structural) if measure.kind == "S" else 0.0,
    }
    after = tuple(item.id for item in measure.after if not item.hard and done(run, item.id) != "yes")
    because = (
        _need_reason(run, measure, fit, parts["need"]),
        *gains,
        *_sum_reason(run, measure, rise, parts["gain"], len(gains)),
        _ease_reason(run, measure, cost, lead, parts["ease"]),
        *_last_reasons(run, measure, parts["structural"], after),
    )
    return Candidate(measure, parts, fit, cost, lead, after, because)


def _gains(run: Run, measure: model.Measure) -> tuple[list[Reason], float]:
    """Why each indicator rises, and by how much the total's low end rises if all do."""
    reasons: list[Reason] = []
    bands = (run.band,) if run.band else model.BANDS
    rise = dict.fromkeys(bands, 0.0)
    for raised in measure.raises:
        code = raised.indicator
        if not run.applies(code):
            continue
        target, step = target_of(run, raised), run.known_step(code)
        if step is not None and step >= target:
            continue
        share = _low_share(run, code, target) - (run.number(f"lo:{code}") or 0.0)
        by_band = {band: _points(run, code, band, share) for band in bands}
        rise = {band: rise[band] + by_band[band] for band in bands}
        reasons.append(_gain_reason(run, measure, code, step, target, by_band))
    return reasons, _rise_of_low(run, rise)


def _low_share(run: Run, code: str, step: int) -> float:
    """The share at least that a step would give: the full ladder counts unless the reachable step is known."""
    return min(1.0, step / (run.number(f"r:{code}") or 4.0))


def _points(run: Run, code: str, band: model.Band, share: float) -> float:
    """Points of the total in a band for a share of an indicator's weight."""
    indicator = run.bound.pack.indicators[code]
    whole = run.number(f"W:{indicator.area}") or 0.0
    if not run.scorable(indicator.area) or not whole:
        return 0.0
    factor = run.bound.weights.areas[band][indicator.area] / (run.number(f"A@{band}") or 1.0)
    return factor * 100.0 * indicator.weight * share / whole


def _rise_of_low(run: Run, rise: Mapping[model.Band, float]) -> float:
    """The rise of the total's low end; while the band is unknown, of the least of the four."""
    if run.band:
        return rise[run.band]
    before = [run.number(f"low@{band}") or 0.0 for band in model.BANDS]
    return min(low + rise[band] for low, band in zip(before, model.BANDS, strict=True)) - min(before)


def _gain_reason(
    run: Run, measure: model.Measure, code: str, step: int | None, target: int, points: Mapping[model.Band, float]
) -> Reason:
    indicator = run.bound.pack.indicators[code]
    band = run.band
    area_weight = run.bound.weights.areas[band][indicator.area] if band else None
    return run.explain.reason(
        f"measures.{measure.id}.raises.{code}",
        "measure_gain_unknown" if step is None else "measure_gain",
        {"step": step, "target": target, "weight": indicator.weight, "area_weight": area_weight},
        id=code,
        name=indicator.name,
        step="?" if step is None else step,
        target=target,
        points=rounded(points[band] if band else max(points.values())),
        weight=indicator.weight,
        area=run.bound.pack.areas[indicator.area].name,
        area_weight="?" if area_weight is None else area_weight,
    )


def _sum_reason(run: Run, measure: model.Measure, rise: float, points: float, indicators: int) -> tuple[Reason, ...]:
    if not indicators:
        return ()
    full = run.bound.weights.gain_points
    inputs = {"rise": rounded(rise), "full": full, "most": run.bound.weights.priority.gain}
    rule = f"measures.{measure.id}.raises"
    return (run.explain.reason(rule, "measure_gain_sum", inputs, rise=rounded(rise), full=full, points=points),)


def _need_reason(run: Run, measure: model.Measure, fit: NeedFit, points: float) -> Reason:
    label = run.bound.pack.needs[fit.need].label
    rule = f"measures.{measure.id}.needs.{fit.need}"
    if fit.source == "prior":
        share = rounded(100 * fit.share)
        return run.explain.reason(
            rule, "measure_need_prior", {fit.need: fit.share}, need=label, share=share, points=points
        )
    sentence = "measure_need_survey" if fit.source == "survey" else "measure_need_owner"
    inputs = {fit.need: fit.count, "people": fit.people, "most": run.bound.weights.priority.need}
    return run.explain.reason(rule, sentence, inputs, count=fit.count, people=fit.people, need=label, points=points)


def _ease_reason(run: Run, measure: model.Measure, cost: int, lead: str, points: float) -> Reason:
    inputs = {"cost": cost, "lead": lead, "most": run.bound.weights.priority.ease}
    words_cost, words_lead = run.explain.words(f"cost_{cost}"), run.explain.words(f"lead_{lead}")
    rule = f"measures.{measure.id}.cost"
    return run.explain.reason(rule, "measure_ease", inputs, cost=words_cost, lead=words_lead, points=points)


def _last_reasons(run: Run, measure: model.Measure, structural: float, after: tuple[str, ...]) -> list[Reason]:
    rule = f"measures.{measure.id}"
    explain = run.explain
    kind = "measure_structural" if measure.kind == "S" else "measure_periodic"
    values = {"points": structural} if measure.kind == "S" else {}
    reasons = [explain.reason(f"{rule}.kind", kind, {"kind": measure.kind}, **values)]
    reasons.append(explain.reason(f"{rule}.clause", "measure_no_clause", {"agreements": 0}))
    if after:
        missing = dict.fromkeys(after, False)
        reasons.append(explain.reason(f"{rule}.after", "measure_after", missing, measures=explain.measures(after)))
    opened = [code for code in run.bound.opens.get(measure.id, ()) if code not in run.answers.in_use]
    if opened:
        inputs = dict.fromkeys(opened, True)
        reasons.append(explain.reason(f"{rule}.opens", "measure_opens", inputs, measures=explain.measures(opened)))
    return reasons


def _listed(run: Run, ranked: list[Candidate]) -> tuple[ProposedMeasure, ...]:
    """Fill the lists by rank: together, now, soon; what is left comes later."""
    sizes = run.bound.weights.lists
    lists: dict[str, ListName] = {}
    band = run.band

    def fill(name: ListName, most: int, suited: set[str]) -> None:
        for code in [item.measure.id for item in ranked if item.measure.id in suited and item.measure.id not in lists][:most]:
            lists[code] = name

    fill("together", sizes.together, {c.measure.id for c in ranked if _with_others(c.measure, band)})
    single = [c for c in ranked if not _with_others(c.measure, band)]
    fill("now", sizes.now, {c.measure.id for c in single if c.cost == 0 and c.lead == "A"})
    fill("soon", sizes.soon, {c.measure.id for c in ranked if c.lead in _WITHIN_SIX_MONTHS})
    return tuple(
        ProposedMeasure(
            c.measure.id, lists.get(c.measure.id, "later"), c.priority, c.parts, c.after, c.cost, c.lead, c.because
        )
        for c in ranked
    )


def _with_others(measure: model.Measure, band: model.Band | None) -> bool:
    """Whether a measure is done together with other firms; while the band is unknown only if it is so in all."""
    return band in measure.together if band else set(measure.together) == set(model.BANDS)
