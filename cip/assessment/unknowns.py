"""Which open question narrows the result most: by how many points the total's interval shrinks at least, whatever the
answer.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from cip.assessment.bound import BoundPack
from cip.assessment.facts import Record, fact_columns
from cip.assessment.results import UnknownAnswer
from cip.assessment.scores import Run
from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.interpreting import rounded
from cip.rulebook.expressions.scalar import Results
from cip.rulebook.expressions.scope import FactValue
from cip.rulebook.shapes import model

_STEPS = range(5)


def unknown_answers(run: Run, record: Record) -> tuple[UnknownAnswer, ...]:
    """Open questions, most useful first: indicators that apply, and facts that are asked."""
    found = [UnknownAnswer(code, _indicator_narrows(run, code)) for code in _open_indicators(run)]
    found += [UnknownAnswer(fact, _fact_narrows(run, record, fact)) for fact in open_facts(run)]
    order = {identifier: index for index, identifier in enumerate([*run.bound.pack.facts, *run.bound.pack.indicators])}
    return tuple(sorted(found, key=lambda item: (-item.narrows, order[item.id])))


def _open_indicators(run: Run) -> Iterator[str]:
    return (code for code in run.bound.pack.indicators if run.applies(code) and run.known_step(code) is None)


def open_facts(run: Run) -> Iterator[str]:
    """Facts of the walk that nobody answered and nothing derives or hides."""
    for fact in run.bound.pack.facts.values():
        if not fact.asked or fact.id in run.answers.facts:
            continue
        hidden = fact.applies and run.numbers[f"ask:{fact.id}"] == 0.0
        derived = fact.derived and run.numbers.get(fact.id) is not None
        if not hidden and not derived:
            yield fact.id


def _width(results: Results) -> float:
    low, high = results["total_low"], results["total_high"]
    return 0.0 if low is None or high is None else high - low


def _indicator_narrows(run: Run, code: str) -> float:
    """Exact: the widest interval over the five steps, with everything else as it is."""
    weight, values = run.bound.pack.indicators[code].weight, run.point_values[code]
    if run.band:
        left = max(high - low for low, high in _ends(run, code))
        return rounded(values[run.band] * weight * (1.0 - left))
    points = {band: value * weight for band, value in values.items()}
    widest = max(_width_at(run, points, low, high - 1.0) for low, high in _ends(run, code))
    return max(0.0, rounded(_width(run.numbers) - widest))


def _ends(run: Run, code: str) -> list[tuple[float, float]]:
    """The share at least and at most for each step, at the reachable step or at both that are possible."""
    indicator = run.bound.pack.indicators[code]
    reach = run.number(f"r:{code}")
    if reach is not None or indicator.reachable is None:
        top = reach or float(max(_STEPS))
        return [(min(1.0, step / top),) * 2 for step in _STEPS]
    least, most = float(max(_STEPS)), float(indicator.reachable.step)
    return [(min(1.0, step / least), min(1.0, step / most)) for step in _STEPS]


def _width_at(run: Run, points: Mapping[model.Band, float], rise_of_low: float, change_of_high: float) -> float:
    """The total's width over all bands once an indicator's shares change; `points` is what its full share is worth."""
    lows = [(run.number(f"low@{band}") or 0.0) + value * rise_of_low for band, value in points.items()]
    highs = [(run.number(f"high@{band}") or 0.0) + value * change_of_high for band, value in points.items()]
    return max(highs) - min(lows)


def _fact_narrows(run: Run, record: Record, fact: str) -> float:
    bound = run.bound
    if not scoring_facts(bound).get(fact):
        return 0.0
    widest = 0.0
    for value in scoring_facts(bound)[fact]:
        widest = max(widest, _width(bound.score(record | fact_columns(bound, fact, value))))
    return max(0.0, rounded(_width(run.numbers) - widest))


@lru_cache(maxsize=64)
def scoring_facts(bound: BoundPack) -> dict[str, tuple[FactValue, ...]]:
    """For each fact that the score reads: values that stand for every different effect it can have."""
    inputs = set(bound.scoring.inputs)
    read = [fact for fact, columns in bound.fact_columns.items() if inputs.intersection(columns)]
    return {fact: _values(bound, bound.pack.facts[fact]) for fact in read}


def _values(bound: BoundPack, fact: model.Fact) -> tuple[FactValue, ...]:
    if fact.type == "yes_no":
        return (True, False)
    if fact.options:
        return tuple(option.id for option in fact.options)
    least, most = fact.min or 0.0, fact.max if fact.max is not None else 1e9
    edges = {least, most}
    for rule in bound.scoring.rules:
        for constant in _compared_with(rule.body, set(bound.fact_columns[fact.id])):
            edges.update((constant - 1, constant, constant + 1))
    return tuple(sorted(edge for edge in edges if least <= edge <= most))


def _compared_with(node: n.Node, columns: set[str]) -> Iterator[float]:
    """The constants that a comparison sets against one of the columns."""
    if isinstance(node, n.Compare):
        sides = (node.left, node.right)
        if any(isinstance(side, n.Var) and side.name in columns for side in sides):
            yield from (side.value for side in sides if isinstance(side, n.Const))
    for child in n.children(node):
        yield from _compared_with(child, columns)
