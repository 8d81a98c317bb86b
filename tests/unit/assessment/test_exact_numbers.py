"""The printed numbers against the formula of the model in exact fractions, written a second time from the text alone.

One decimal, rounded once, half up: what a person with pencil and paper gets, also where floats come near a half.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from hypothesis import given

from cip.assessment.answers import Answers
from cip.assessment.results import CheckUp, IndicatorResult
from cip.rulebook.shapes import model
from tests.unit.assessment.firms import firms, many, result_of, the_bound, the_pack

Ends = tuple[Fraction, Fraction]
PACK, WEIGHTS = the_pack(), the_bound().weights
ONE = Fraction(1)


def exact(number: float) -> Fraction:
    """A weight as it is written in the rules."""
    return Fraction(str(number))


def half_up(number: Fraction) -> float:
    return float(Fraction(floor(number * 10 + Fraction(1, 2)), 10))


def counting(result: CheckUp, area: str) -> list[tuple[Fraction, IndicatorResult]]:
    """The indicators of an area that apply, each with its weight."""
    rows = {row.id: row for row in result.indicators if row.status != "not_applicable"}
    return [(exact(item.weight), rows[item.id]) for item in PACK.of_area[area] if item.id in rows]


def share(row: IndicatorResult) -> Ends:
    """What an indicator gives of its weight: w x min(1, s / r), with r 4 and 2 while the case is unknown."""
    if row.step is None:
        return Fraction(0), ONE
    tops = [row.reachable] if row.reachable else [2, 4]
    return min(ONE, Fraction(row.step, max(tops))), min(ONE, Fraction(row.step, min(tops)))


def area_ends(result: CheckUp) -> dict[str, Ends]:
    """Every area that can be scored: at most 60 of its weight removed."""
    found: dict[str, Ends] = {}
    for area in PACK.areas:
        rows = counting(result, area)
        whole = sum((weight for weight, _ in rows), Fraction(0))
        if whole >= sum(exact(item.weight) for item in PACK.of_area[area]) - 60:
            low, high = (sum(weight * share(row)[end] for weight, row in rows) for end in (0, 1))
            found[area] = 100 * low / whole, 100 * high / whole
    return found


def total_in(band: model.Band, ends: Mapping[str, Ends], end: int) -> Fraction:
    weights = {area: exact(WEIGHTS.areas[band][area]) for area in ends}
    return sum((weights[area] * ends[area][end] for area in ends), Fraction(0)) / sum(weights.values())


def bands_of(result: CheckUp) -> list[model.Band]:
    return [band for band in model.BANDS if result.band in (band, None)]


@given(firms)
@many
def test_areas_are_exact_and_rounded_half_up(firm: Answers) -> None:
    result = result_of(firm)
    ends = area_ends(result)
    for area in result.areas:
        wanted = tuple(half_up(end) for end in ends[area.id]) if area.id in ends else (None, None)
        assert (area.low, area.high) == wanted, area.id


@given(firms)
@many
def test_the_total_is_exact_and_rounded_half_up(firm: Answers) -> None:
    result = result_of(firm)
    ends, bands = area_ends(result), bands_of(result)
    assert result.low == half_up(min(total_in(band, ends, 0) for band in bands))
    assert result.high == half_up(max(total_in(band, ends, 1) for band in bands))


@given(firms)
@many
def test_the_score_gain_is_exact_and_rounded_half_up(firm: Answers) -> None:
    """Points by which the total's low end rises if what a measure raises stood at its target; ten give all 25."""
    result = result_of(firm)
    if result.band is not None:
        for measure in result.measures:
            rise = _rise(result, bands_of(result)[0], PACK.measures[measure.id])
            assert measure.parts["gain"] == half_up(25 * min(ONE, rise / 10)), measure.id


def _rise(result: CheckUp, band: model.Band, measure: model.Measure) -> Fraction:
    rows = {row.id: row for row in result.indicators if row.status != "not_applicable"}
    scored = area_ends(result)
    whole = sum(exact(WEIGHTS.areas[band][area]) for area in scored)
    rise = Fraction(0)
    for raised in measure.raises:
        row, indicator = rows.get(raised.indicator), PACK.indicators[raised.indicator]
        if row is None or indicator.area not in scored:
            continue
        top = row.reachable or 4
        more = min(ONE, Fraction(min(raised.target[band], top), top)) - share(row)[0]
        counted = sum(weight for weight, _ in counting(result, indicator.area))
        part = exact(indicator.weight) * 100 / counted * exact(WEIGHTS.areas[band][indicator.area]) / whole
        rise += max(Fraction(0), more) * part
    return rise


@given(firms)
@many
def test_ease_and_need_are_exact_and_rounded_half_up(firm: Answers) -> None:
    leads = {"A": ONE, "B": Fraction(2, 3), "C": Fraction(1, 3), "D": Fraction(0)}
    result = result_of(firm)
    for measure in result.measures:
        assert measure.parts["ease"] == half_up(20 * ((1 - Fraction(measure.cost, 3)) / 2 + leads[measure.lead] / 2))
        listed = PACK.measures[measure.id].needs
        needs = list(PACK.needs) if listed == (model.ALL_NEEDS,) else listed
        felt = max(exact_share(firm, need) for need in needs)
        assert measure.parts["need"] == half_up(35 * felt), measure.id


def exact_share(firm: Answers, need: str) -> Fraction:
    """Of at least five respondents, else of a pool, else of fewer respondents or of workers, else the estimate."""
    own, pool, workers = firm.needs, firm.needs.pooled, firm.facts.get("workers")
    people = own.respondents or (workers if isinstance(workers, int) else None)
    mine = Fraction(own.counts.get(need, 0), people) if people and own.asked else None
    if mine is not None and (own.respondents or 0) >= 5:
        return mine
    if pool is not None and pool.asked and pool.respondents and need not in pool.unknown:
        return Fraction(pool.counts.get(need, 0), pool.respondents)
    return exact(PACK.needs[need].prior) if mine is None else mine


@given(firms)
@many
def test_the_level_of_the_score_compares_the_printed_low_end(firm: Answers) -> None:
    result = result_of(firm)
    reached = [level.id for level in PACK.content.levels if result.low is not None and result.low >= level.start]
    assert result.level_by_score == max(reached, default=1)
