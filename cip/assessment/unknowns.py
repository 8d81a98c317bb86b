"""Which open question narrows the result most: by how many points the total's interval shrinks at least, whatever the
answer.
"""

from collections.abc import Iterator, Sequence

from cip.assessment.bound import BoundPack
from cip.assessment.facts import Record, fact_columns
from cip.assessment.results import UnknownAnswer
from cip.assessment.scores import Run
from cip.rulebook.expressions.interpreting import rounded
from cip.rulebook.expressions.scalar import Results
from cip.rulebook.expressions.scope import FactValue
from cip.rulebook.shapes import model


def unknown_answers(run: Run, record: Record) -> tuple[UnknownAnswer, ...]:
    """Open questions, most useful first: indicators that apply, and facts that are asked."""
    found = [UnknownAnswer(code, _indicator_narrows(run, code)) for code in _open_indicators(run)]
    base: Record = {**run.numbers, **record}
    found += [UnknownAnswer(fact, _fact_narrows(run, base, fact)) for fact in open_facts(run)]
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
    shares = _shares(run, code)
    if run.band:
        left = max(high - low for low, high in shares)
        return rounded(values[run.band] * weight * (1.0 - left))
    ends = [(low, high, values[band] * weight) for band, (low, high) in run.band_ends.items()]
    widest = max(
        max(high + points * (most - 1.0) for _low, high, points in ends)
        - min(low + points * least for low, _high, points in ends)
        for least, most in shares
    )
    return max(0.0, rounded(_width(run.numbers) - widest))


# One share for both ends: the width is convex in it (the greatest of straight lines less the least of others), so no
# step between the first and the last can be wider than both.
_FIRST_AND_LAST = ((0.0, 0.0), (1.0, 1.0))


def _shares(run: Run, code: str) -> Sequence[tuple[float, float]]:
    """The share at least and at most that a step can give; of the steps only those that may give the widest total."""
    indicator = run.bound.pack.indicators[code]
    if indicator.reachable is None or run.numbers[f"r:{code}"] is not None:
        return _FIRST_AND_LAST
    least, most = float(model.TOP_STEP), float(indicator.reachable.step)
    return [(min(1.0, step / least), min(1.0, step / most)) for step in range(model.TOP_STEP + 1)]


def _fact_narrows(run: Run, base: Record, fact: str) -> float:
    """Over values that stand for every effect the fact can have. `base` holds all inputs and results; it is lent."""
    trials = _trials(run.bound, fact)
    if not trials:
        return 0.0
    again = run.bound.ends_after(fact)
    widest = 0.0
    for columns in trials:
        base.update(columns)
        widest = max(widest, _width(again(base)))
    for column in trials[0]:
        del base[column]
    return max(0.0, rounded(_width(run.numbers) - widest))


def _trials(bound: BoundPack, fact: str) -> tuple[Record, ...]:
    """The columns of values that stand for every different effect a fact can have on the score; none where the score
    does not read it.
    """
    kept = bound.trials.get(fact)
    if not isinstance(kept, tuple):
        reads = any(column in bound.scoring_inputs for column in bound.fact_columns[fact])
        values = _values(bound, bound.pack.facts[fact]) if reads else ()
        kept = bound.trials[fact] = tuple(fact_columns(bound, fact, value) for value in values)
    return kept


def _values(bound: BoundPack, fact: model.Fact) -> tuple[FactValue, ...]:
    if fact.type == "yes_no":
        return (True, False)
    if fact.options:
        return tuple(option.id for option in fact.options)
    least, most = fact.min or 0.0, fact.max if fact.max is not None else 1e9
    edges = {least, most}
    for column in bound.fact_columns[fact.id]:
        for constant in bound.compared_with.get(column, ()):
            edges.update((constant - 1, constant, constant + 1))
    return tuple(sorted(edge for edge in edges if least <= edge <= most))
