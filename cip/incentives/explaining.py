"""A score explained to the firm and to the office in the same words: what gave the points, and the nearest change that
would have given more, moved the application up, or brought it money.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import islice

from cip.incentives.allocation import Award, MoneyPolicy, allocate
from cip.incentives.bound_call import BoundCall
from cip.incentives.bounds import ZERO, exact
from cip.incentives.changes import Variant, tells_size, variants, words_of
from cip.incentives.grid import TOTAL, CriterionScore, GridScore
from cip.incentives.points import Item, find_points, most_points, rules_of
from cip.incentives.rank_results import Applicant, Judged, RankResult
from cip.incentives.ranking import budget_of, chain_of, entry_of, excluded_of, judge, with_score
from cip.incentives.ties import TieStep
from cip.incentives.wording import CHANGED, list_of, points_of, rounded, said
from cip.kernel.texts import Reason, Text, require_reasons
from cip.rulebook.expressions import nodes as n
from cip.rulebook.shapes import grid as g

_TRIED = 3
"""So many changes of a criterion that give more points are tried on the whole ranking, the nearest first."""


@dataclass(frozen=True)
class Change:
    """One change that would have given `points` more in the total, in words."""

    criterion: str
    points: Fraction
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, "a change")


@dataclass(frozen=True)
class Source:
    """A fact that a criterion read: its label, its value in words (None: unknown), and where the system took it from
    (`from` of the fact; None: stated by the firm).
    """

    id: str
    label: Text
    value: Text | None
    taken_from: str | None


@dataclass(frozen=True)
class CriterionExplained:
    """A criterion as the firm reads it. `nearest`: why it is not more, or the nearest change that would have made it
    so.
    """

    score: CriterionScore
    label: Text
    what: Text
    most: Fraction
    sources: tuple[Source, ...]
    nearest: Reason


@dataclass(frozen=True)
class Explanation:
    """One application explained. `to_place`, `to_money` and `to_minimum` are points that were missing (None where
    nothing was); `place`, `money` and `minimum` the smallest single change that would have been enough.
    """

    id: str
    rank: int | None
    criteria: tuple[CriterionExplained, ...]
    to_place: Fraction | None
    to_money: Fraction | None
    to_minimum: Fraction | None
    place: Change | None
    money: Change | None
    minimum: Change | None
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, f"the explanation of {self.id}")


@dataclass(frozen=True)
class _Tried:
    """A change tried on the whole ranking: the place that it gives (None: still excluded) and the money."""

    change: Change
    rank: int | None
    award: Award | None


def explain(
    bound: BoundCall, applicants: Sequence[Applicant], result: RankResult, seed: str | None = None
) -> "Explainer":
    """What explains any application of a ranking that was made from these applicants and this seed."""
    return Explainer(bound, {one.id: one for one in applicants}, result, seed)


class Explainer:
    """A ranking with all that is needed to explain each of its applications."""

    def __init__(
        self, bound: BoundCall, applicants: Mapping[str, Applicant], result: RankResult, seed: str | None
    ) -> None:
        self.bound = bound
        self.applicants = applicants
        self.result = result
        self.seed = seed
        self.places = {row.id: row for row in result.ranking}
        self.awards = {one.award.id: one.award for one in result.awards}

    @cached_property
    def _chains(self) -> Mapping[str, Sequence[TieStep]]:
        return {row.id: chain_of(self.bound, row.judged, self.seed) for row in self.result.ranking}

    def of(self, identifier: str) -> Explanation:
        """The explanation of one application. Raises KeyError if the ranking has none of that id."""
        one = self.applicants[identifier]
        judged = with_score(self.bound, judge(self.bound, one))
        changes = self._changes(judged)
        tries = (self._try(judged, item, variant) for item, found in changes.items() for variant in found)
        tried = sorted((t for t in tries if t is not None), key=lambda t: (t.change.points, t.change.criterion))
        row, award = self.places.get(identifier), self.awards.get(identifier)
        criteria = tuple(self._criterion(judged, item, changes[item.id]) for item in self._items)
        ranked = row is not None
        place = next((t.change for t in tried if row and t.rank is not None and t.rank < row.rank), None)
        money = next((t.change for t in tried if award and t.award and t.award.cents > award.cents), None)
        minimum = None if ranked else next((t.change for t in tried if t.rank is not None), None)
        whole = award is not None and award.status == "funded"
        explanation = Explanation(
            identifier,
            row.rank if row else None,
            criteria,
            self._to_place(identifier),
            None if whole else self._to_money(identifier),
            None if ranked else self._to_minimum(judged.score),
            place,
            None if whole else money,
            minimum,
            (said(TOTAL, CHANGED["no_change"]),),
        )
        return replace(explanation, because=tuple(self._because(explanation)))

    @property
    def _items(self) -> tuple[g.Criterion, ...]:
        return self.bound.grid.criteria if self.bound.grid is not None else ()

    def _changes(self, judged: Judged) -> Mapping[str, list[Variant]]:
        """By criterion, the changes that give it more points, the nearest first."""
        return {item.id: self._better(item, judged) for item in self._items}

    def _better(self, item: g.Criterion, judged: Judged) -> list[Variant]:
        now = judged.judgement.found[item.id].points or ZERO
        tried = variants(self.bound, item, judged.applicant)
        return list(islice((one for one in tried if self._points(item, one.applicant) > now), _TRIED))

    def _points(self, item: g.Criterion, one: Applicant) -> Fraction:
        grid = self.bound.grid
        policy = grid.not_answered if grid is not None else "worst"
        given = self.bound.given(one.facts, one.requested)
        return find_points(self.bound, item, policy, given, one.scores).points or ZERO

    def _try(self, judged: Judged, item: str, variant: Variant) -> _Tried | None:
        """A change on the whole ranking; None where the total does not grow."""
        other = with_score(self.bound, judge(self.bound, variant.applicant))
        gain = other.score.total - judged.score.total
        if gain <= 0:
            return None
        change = Change(item, gain, (_said(item, variant, gain),))
        if excluded_of(other) is not None:
            return _Tried(change, None, None)
        order = sorted(
            [(list(chain), name) for name, chain in self._chains.items() if name != other.id]
            + [(chain_of(self.bound, other, self.seed), other.id)],
            key=lambda pair: [step.key for step in pair[0]],
        )
        names = [name for _chain, name in order]
        entries = [entry_of(self.bound, other if name == other.id else self.places[name].judged) for name in names]
        awards = allocate(budget_of(self.bound), entries, MoneyPolicy.of(self.bound.call.policy))
        place = names.index(other.id)
        return _Tried(change, place + 1, awards[place])

    def _criterion(self, judged: Judged, item: g.Criterion, better: Sequence[Variant]) -> CriterionExplained:
        score = next(one for one in judged.score.criteria if one.id == item.id)
        most = most_points(self.bound, item)
        return CriterionExplained(
            score,
            item.label,
            item.what,
            exact(item.points),
            tuple(self._sources(item, judged.applicant)),
            self._nearest(judged, item, score, most, better),
        )

    def _nearest(
        self, judged: Judged, item: g.Criterion, score: CriterionScore, most: Fraction, better: Sequence[Variant]
    ) -> Reason:
        if better:
            return _said(item.id, better[0], rounded(self._points(item, better[0].applicant)) - score.own)
        if score.own >= rounded(most):
            return said(item.id, CHANGED["most"])
        rules = [node for one in _parts(item) for node in _rules(self.bound, one)]
        missing = self.bound.missing(judged.judgement.given, *rules)
        if not missing:
            read = [self.bound.pack.facts[name] for name in self.bound.reads(*rules) if name in self.bound.pack.facts]
            return said(item.id, CHANGED["size" if any(map(tells_size, read)) else "no_change"])
        labels = list_of(self.bound.label(name) for name in missing)
        return said(item.id, CHANGED["up_to"], facts=labels, points=points_of(most - score.own))

    def _sources(self, item: g.Criterion, one: Applicant) -> Iterator[Source]:
        rules = [node for part in _parts(item) for node in _rules(self.bound, part)]
        for name in self.bound.reads(*rules):
            fact = self.bound.pack.facts.get(name)
            if fact is not None:
                value = one.facts.values.get(name)
                yield Source(name, fact.label, None if value is None else words_of(fact, value), fact.start)

    def _to_place(self, identifier: str) -> Fraction | None:
        row = self.places.get(identifier)
        if row is None or row.rank == 1:
            return None
        return self.result.ranking[row.rank - 2].total - row.total

    def _to_money(self, identifier: str) -> Fraction | None:
        row = self.places.get(identifier)
        if row is None:
            return None
        above = [one.total for one in self.result.ranking[: row.rank - 1] if self.awards[one.id].cents]
        return above[-1] - row.total if above else None

    def _to_minimum(self, score: GridScore) -> Fraction | None:
        grid = self.bound.grid
        if grid is None or grid.minimum is None or score.total >= exact(grid.minimum):
            return None
        return exact(grid.minimum) - score.total

    def _because(self, one: Explanation) -> Iterator[Reason]:
        """The explanation of the place in sentences."""
        if one.rank is None:
            excluded = next(row for row in self.result.excluded if row.id == one.id)
            yield from excluded.reasons
            if one.to_minimum is not None:
                yield said(TOTAL, CHANGED["minimum"], points=points_of(one.to_minimum))
            yield from _enough(one.minimum, "enough_minimum")
            return
        if one.to_place is None:
            yield said(TOTAL, CHANGED["first"])
        else:
            yield said(TOTAL, CHANGED["above" if one.to_place else "above_tie"], points=points_of(one.to_place))
        yield from _enough(one.place, "enough_place")
        if self.awards[one.id].status == "funded":
            yield said(TOTAL, CHANGED["funded"])
        elif one.to_money is None:
            yield said(TOTAL, CHANGED["money_only"])
        else:
            yield said(TOTAL, CHANGED["money"], points=points_of(one.to_money))
        yield from _enough(one.money, "enough_money")


def _parts(item: g.Criterion) -> Sequence[Item]:
    return item.rule.of if isinstance(item.rule, g.Parts) else (item,)


def _rules(bound: BoundCall, item: Item) -> Sequence[n.Node]:
    rule = item.rule
    return () if isinstance(rule, g.Judged | g.Parts) else rules_of(bound, rule)


def _said(criterion: str, variant: Variant, gain: Fraction) -> Reason:
    values = {"label": variant.label, "after": variant.after, "points": points_of(gain)}
    if variant.before is not None:
        values["before"] = variant.before
    return said(criterion, CHANGED[variant.sentence], **values)


def _enough(change: Change | None, sentence: str) -> Iterator[Reason]:
    if change is not None:
        yield from change.because
        yield said(change.criterion, CHANGED[sentence], points=points_of(change.points))
