"""Which measures, in which order, in which list, and why (model, section 3.8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cip.assessment.bound import KEPT_REASONS, BoundPack
from cip.assessment.explaining import joined, quoted
from cip.assessment.fitting import YES, counted, done, fits, target_of, together, useful
from cip.assessment.needs import NeedFit, Needs
from cip.assessment.results import CouldFit, ListName, NotProposed, ProposedMeasure
from cip.assessment.scores import Run
from cip.assessment.scores import area_weight as area_weight_words
from cip.assessment.wording import engine_reason, engine_words
from cip.kernel.texts import LANGUAGES, Input, Reason, Text
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.expressions.interpreting import rounded
from cip.rulebook.shapes import model
from cip.rulebook.shapes.agreement import Agreement

_LEAD_EASE = {"A": 1.0, "B": 2 / 3, "C": 1 / 3, "D": 0.0}
_HARDEST_COST = 3
_SMALL_BANDS = ("a", "b", None)
_CLAUSES_NAMED = 3
_WITHIN_SIX_MONTHS = ("A", "B", "C")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure that is applicable and useful, before it has its list."""

    measure: model.Measure
    priority: float
    parts: Mapping[str, float]
    fit: NeedFit
    cost: int
    lead: str
    after: tuple[str, ...]
    because: tuple[Reason, ...]

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
    decisions = [_decided(run, needs, measure) for measure in run.bound.pack.measures.values()]
    candidates = [item for item in decisions if isinstance(item, Candidate)]
    order = {code: index for index, code in enumerate(run.bound.pack.measures)}
    candidates.sort(key=lambda item: item.rank(order[item.measure.id]))
    return Recommendation(
        _listed(run, candidates),
        tuple([item for item in decisions if isinstance(item, CouldFit)]),
        tuple([item for item in decisions if isinstance(item, NotProposed)]),
    )


Decision = Candidate | CouldFit | NotProposed


def _decided(run: Run, needs: Needs, measure: model.Measure) -> Decision:
    """The decision on one measure; firms in the same position towards it share it, with its reasons."""
    fit = needs.fit(measure)
    place = _place(run, needs, measure, fit)
    kept = run.bound.decisions
    found = kept.get(place)
    if not isinstance(found, Candidate | CouldFit | NotProposed):
        if len(kept) >= KEPT_REASONS:
            kept.clear()
        found = kept[place] = _decide(run, needs, measure, fit)
    return found


def _place(run: Run, needs: Needs, measure: model.Measure, fit: NeedFit) -> object:
    """All that the decision on a measure reads."""
    involved, in_use = run.bound.involved[measure.id], run.answers.in_use
    inputs: tuple[object, ...] = ()
    if measure.applies and run.numbers[f"fits:{measure.id}"] != 1.0:
        inputs = tuple([counted(run, name) for name in involved.facts])
    return (
        measure.id,
        run.band or tuple(run.band_ends.values()),
        fit,
        needs.uncounted(measure),
        run.numbers[f"size:{measure.id}"],
        inputs,
        tuple([run.standing[code] for code in involved.indicators]),
        run.clauses.agreements and (run.clauses.agreements, run.clauses.kept_by.get(measure.id)),
        tuple([(code, in_use[code]) for code in involved.measures if code in in_use]) if in_use else (),
    )


def _decide(run: Run, needs: Needs, measure: model.Measure, fit: NeedFit) -> Decision:
    fitting, helping = fits(run, measure), useful(run, measure, needs, fit)
    if fitting is YES and helping is YES:
        return _candidate(run, measure, fit)
    answer = together([fitting, helping])
    if answer.verdict == "no":
        return NotProposed(measure.id, answer.because)
    return CouldFit(measure.id, answer.tell_us, answer.because)


def cost_and_lead(measure: model.Measure, band: model.Band | None) -> tuple[int, model.Lead]:
    """The cost class (0-3) and the lead time that count for a firm's size; while it is unknown, the upper ends."""
    return _ends(measure, band in _SMALL_BANDS)


def _ends(measure: model.Measure, small: bool) -> tuple[int, model.Lead]:
    end = 1 if small else 0
    return measure.cost[end], measure.lead[end]


@dataclass(frozen=True, slots=True)
class _Settled:
    """What a measure brings whatever the answers: cost, time and kind, with their points and reasons."""

    cost: int
    lead: str
    ease: float
    structural: float
    because: tuple[Reason, ...]


def _settled(bound: BoundPack, code: str, small: bool) -> _Settled:
    """Cost and lead time count at their upper end in small firms, at their lower end in others."""
    measure, points, explain = bound.pack.measures[code], bound.weights.priority, bound.explainer
    cost, lead = _ends(measure, small)
    ease = rounded(points.ease * ((1 - cost / _HARDEST_COST) / 2 + _LEAD_EASE[lead] / 2))
    structural = rounded(points.structural) if measure.kind == "S" else 0.0
    rule = f"measures.{code}"
    words_cost, words_lead = explain.words(f"cost_{cost}"), explain.words(f"lead_{lead}")
    inputs = {"cost": cost, "lead": lead, "most": points.ease}
    because = [explain.reason(f"{rule}.cost", "measure_ease", inputs, cost=words_cost, lead=words_lead, points=ease)]
    if measure.kind == "S":
        because.append(explain.reason(f"{rule}.kind", "measure_structural", {"kind": "S"}, points=structural))
    else:
        because.append(explain.reason(f"{rule}.kind", "measure_periodic", {"kind": "P"}))
    return _Settled(cost, lead, ease, structural, tuple(because))


def _candidate(run: Run, measure: model.Measure, fit: NeedFit) -> Candidate:
    """The five parts in points, each rounded, with their reasons."""
    weights = run.bound.weights
    settled = _settled(run.bound, measure.id, run.band in _SMALL_BANDS)
    clauses = run.clauses.kept_by.get(measure.id, ())
    gains, rise = _gains(run, measure)
    parts = {
        "need": rounded(weights.priority.need * fit.share),
        "gain": rounded(weights.priority.gain * min(1.0, rise / weights.gain_points)),
        "ease": settled.ease,
        "clause": rounded(weights.priority.clause) if clauses else 0.0,
        "structural": settled.structural,
    }
    if gains:
        gains.append(_sum_reason(run.bound, measure.id, rounded(rise), parts["gain"]))
    after: dict[str, bool | None] = {}
    order: list[Reason] = []
    if measure.after or measure.id in run.bound.pack.opens:
        states = {item.id: done(run, item.id) for item in measure.after if not item.hard}
        after = {code: None if state == "unknown" else False for code, state in states.items() if state != "yes"}
        order = _order_reasons(run, measure, after)
    need = _need_reason(run.bound, measure.id, fit, parts["need"])
    because = (need, *gains, *settled.because, _clause_reason(run, measure.id, clauses), *order)
    # The parts are tenths of points, so their sum needs rounding only for the noise of binary fractions.
    priority = rounded(sum(parts.values()))
    return Candidate(measure, priority, parts, fit, settled.cost, settled.lead, tuple(after), because)


def _clause_reason(run: Run, code: str, clauses: Sequence[tuple[str, str]]) -> Reason:
    """Which clauses the measure keeps that are due and missing; or that there is none, or no agreement at all."""
    rule, book = f"measures.{code}.clause", run.bound.pack.content.agreements
    if book is None:
        return run.explain.reason(rule, "measure_no_clause", {"agreements": 0})
    if not run.clauses.agreements:
        return engine_reason(rule, "measure_no_agreement", {"agreements": 0})
    if not clauses:
        return engine_reason(rule, "measure_clause_none", {"agreements": run.clauses.agreements})
    inputs: dict[str, Input] = {f"{agreement}.{clause}": "not_met" for agreement, clause in clauses}
    by_agreement: dict[str, list[str]] = {}
    for agreement, clause in clauses:
        by_agreement.setdefault(agreement, []).append(clause)
    names = [_clauses_words(book, book.by_id[agreement], found) for agreement, found in by_agreement.items()]
    sentence = "measure_clause" if len(clauses) == 1 else "measure_clauses"
    return engine_reason(rule, sentence, inputs, clauses=joined(names))


def _clauses_words(book: AgreementBook, agreement: Agreement, clauses: Sequence[str]) -> Text:
    """The first clauses by code and title, how many others, and their agreement with the mark of one not signed."""
    titles = {clause: quoted(book.clause_of[clause].title) for clause in clauses[:_CLAUSES_NAMED]}
    named = joined([Text(it=f"{clause} {title.it}", en=f"{clause} {title.en}") for clause, title in titles.items()])
    rest = len(clauses) - len(titles)
    more = engine_words("clauses_more", rest) if rest else Text(it="", en="")
    marks = {key: f" ({agreement.mark.in_language(key)})" if agreement.mark else "" for key in LANGUAGES}
    name = quoted(agreement.name)
    return Text(
        it=f"{named.it}{more.it}, {name.it}{marks['it']}",
        en=f"{named.en}{more.en}, {name.en}{marks['en']}",
    )


def _gains(run: Run, measure: model.Measure) -> tuple[list[Reason], float]:
    """Why each indicator rises, and by how much the total's low end rises if all do."""
    reasons: list[Reason] = []
    rise = dict.fromkeys(run.bands, 0.0)
    for raised in measure.raises:
        code = raised.indicator
        if not run.applies(code):
            continue
        target, step = target_of(run, raised), run.known_step(code)
        if step is not None and step >= target:
            continue
        share = _low_share(run, code, target) - (run.number(f"lo:{code}") or 0.0)
        share *= run.bound.pack.indicators[code].weight
        by_band = {band: value * share for band, value in run.point_values[code].items()}
        for band, points in by_band.items():
            rise[band] += points
        points = rounded(by_band[run.band] if run.band else max(by_band.values()))
        reasons.append(_gain_reason(run.bound, measure.id, code, step, target, points, run.band))
    return reasons, _rise_of_low(run, rise)


def _low_share(run: Run, code: str, step: int) -> float:
    """The share at least that a step would give: the full ladder counts unless the reachable step is known."""
    return min(1.0, step / (run.number(f"r:{code}") or model.TOP_STEP))


def _rise_of_low(run: Run, rise: Mapping[model.Band, float]) -> float:
    """The rise of the total's low end; while the band is unknown, of the least of the four."""
    if run.band:
        return rise[run.band]
    before = [run.number(f"low@{band}") or 0.0 for band in model.BANDS]
    return min(low + rise[band] for low, band in zip(before, model.BANDS, strict=True)) - min(before)


def _gain_reason(
    bound: BoundPack, measure: str, code: str, step: int | None, target: int, points: float, band: model.Band | None
) -> Reason:
    indicator = bound.pack.indicators[code]
    area_weight = bound.weights.areas[band][indicator.area] if band else None
    return bound.explainer.reason(
        f"measures.{measure}.raises.{code}",
        "measure_gain_unknown" if step is None else "measure_gain",
        {"step": step, "target": target, "weight": indicator.weight, "area_weight": area_weight},
        id=code,
        name=indicator.name,
        step="?" if step is None else step,
        target=target,
        points=points,
        weight=indicator.weight,
        area=bound.pack.areas[indicator.area].name,
        area_weight=area_weight_words(bound, indicator.area, band),
    )


def _sum_reason(bound: BoundPack, measure: str, rise: float, points: float) -> Reason:
    full = bound.weights.gain_points
    inputs = {"rise": rise, "full": full, "most": bound.weights.priority.gain}
    rule = f"measures.{measure}.raises"
    return bound.explainer.reason(rule, "measure_gain_sum", inputs, rise=rise, full=full, points=points)


def _need_reason(bound: BoundPack, measure: str, fit: NeedFit, points: float) -> Reason:
    explain, label = bound.explainer, bound.pack.needs[fit.need].label
    rule = f"measures.{measure}.needs.{fit.need}"
    if fit.source == "prior":
        share = rounded(100 * fit.share)
        return explain.reason(rule, "measure_need_prior", {fit.need: fit.share}, need=label, share=share, points=points)
    inputs: dict[str, Input] = {fit.need: fit.count, "people": fit.people, "most": bound.weights.priority.need}
    if fit.source == "pool":
        inputs |= {"source": fit.source}
        return engine_reason(rule, "need_pool", inputs, count=fit.count, people=fit.people, need=label, points=points)
    sentence = "measure_need_survey" if fit.source == "survey" else "measure_need_owner"
    return explain.reason(rule, sentence, inputs, count=fit.count, people=fit.people, need=label, points=points)


def _order_reasons(run: Run, measure: model.Measure, after: Mapping[str, bool | None]) -> list[Reason]:
    """What it works better after (with whether that is done: no, or unknown), and what it opens."""
    reasons = []
    rule = f"measures.{measure.id}"
    if after:
        names = run.explain.measures(after)
        reasons.append(run.explain.reason(f"{rule}.after", "measure_after", after, measures=names))
    opened = [code for code in run.bound.pack.opens.get(measure.id, ()) if code not in run.answers.in_use]
    if opened:
        inputs = dict.fromkeys(opened, True)
        names = run.explain.measures(opened)
        reasons.append(run.explain.reason(f"{rule}.opens", "measure_opens", inputs, measures=names))
    return reasons


def _listed(run: Run, ranked: list[Candidate]) -> tuple[ProposedMeasure, ...]:
    """Fill the lists by rank: together, now, soon; what is left comes later."""
    sizes = run.bound.weights.lists
    lists: dict[str, ListName] = {}
    band = run.band

    def fill(name: ListName, most: int, suited: set[str]) -> None:
        for code in [item.measure.id for item in ranked if item.measure.id in suited and item.measure.id not in lists][
            :most
        ]:
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
