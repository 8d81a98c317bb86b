"""A grid tried out before it is published: what it does on invented or archived applications. Pure and deterministic.

Only weights that differ from what is declared block the publishing; everything else is there to be looked at.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

from cip.incentives.bound_call import BoundCall, day_of_call
from cip.incentives.bounds import truth
from cip.incentives.bundle import read_applicants
from cip.incentives.eligibility import check_eligibility
from cip.incentives.rank_results import Applicant, Judgement, Ranked, RankResult
from cip.incentives.ranking import judge_all, rank_judged
from cip.incentives.rehearsal_words import told
from cip.incentives.sampling import Raw, Sample, sample_of
from cip.incentives.weights import weights_of
from cip.kernel.texts import Reason, Text, Value
from cip.rulebook.call_packs import CallPack

TOLERANCE = Fraction(1, 2)
"""By how many points an effective weight may differ from the declared one (issue 6, section 4)."""
STEP = Fraction(1, 10)
"""By which part of its weight each criterion is tried heavier and lighter."""
Way = Literal["funded", "order"]


@dataclass(frozen=True, slots=True)
class RehearsedCriterion:
    """One criterion: `declared` and `effective` weight in points of 100, the points seen (`low`, `mean`, `high`), its
    share of the variance of the totals (all shares sum to 1; None where all totals are equal), whether leaving it out
    changes who is funded, and how many change if it weighs a tenth more or less.
    """

    id: str
    label: Text
    declared: float
    effective: float
    low: float
    mean: float
    high: float
    share: float | None
    decides: bool
    heavier: int
    lighter: int

    @property
    def differs(self) -> bool:
        """Whether its weight is not what it is said to be."""
        return abs(Fraction(str(self.declared)) - Fraction(str(self.effective))) > TOLERANCE


@dataclass(frozen=True, slots=True)
class RehearsedGroup:
    """What a group of applications got: how many applied, ranked, were funded; mean total (None without any), cents."""

    id: str
    by: str
    label: Text
    applications: int
    ranked: int
    funded: int
    mean: float | None
    cents: int


@dataclass(frozen=True)
class Rehearsal:
    """What came out. `way`: whether `decides`, `heavier` and `lighter` look at who is funded, or, where the money of
    the call is not known, at the order. `ties`: applications that share their total with another; `ended_by`: how often
    each step of the chain ended a tie of two neighbours.
    """

    applications: int
    ranked: int
    excluded: int
    funded: int
    way: Way
    criteria: tuple[RehearsedCriterion, ...]
    ties: int
    ended_by: tuple[tuple[Text, int], ...]
    groups: tuple[RehearsedGroup, ...]

    @cached_property
    def blocks(self) -> tuple[Reason, ...]:
        """Why the grid cannot be published; empty if nothing blocks."""
        return tuple(_weight_reason(criterion) for criterion in self.criteria if criterion.differs)

    @cached_property
    def findings(self) -> tuple[Reason, ...]:
        """What somebody should look at, in plain words; what blocks first. Never empty."""
        found = (*self.blocks, *_found(self))
        return found or (told("nothing", {}),)

    def as_json(self) -> dict[str, object]:
        """How it is stored."""
        return {
            "applications": self.applications,
            "ranked": self.ranked,
            "excluded": self.excluded,
            "funded": self.funded,
            "way": self.way,
            "criteria": [_criterion_json(criterion) for criterion in self.criteria],
            "ties": self.ties,
            "ended_by": [{"label": label.model_dump(), "times": times} for label, times in self.ended_by],
            "groups": [_group_json(group) for group in self.groups],
            "blocks": [reason.as_json() for reason in self.blocks],
            "findings": [reason.as_json() for reason in self.findings],
        }


def _criterion_json(criterion: RehearsedCriterion) -> dict[str, object]:
    fields = ("id", "declared", "effective", "low", "mean", "high", "share", "decides", "heavier", "lighter", "differs")
    return {"label": criterion.label.model_dump(), **{name: getattr(criterion, name) for name in fields}}


def _group_json(group: RehearsedGroup) -> dict[str, object]:
    fields = ("id", "by", "applications", "ranked", "funded", "mean", "cents")
    return {"label": group.label.model_dump(), **{name: getattr(group, name) for name in fields}}


def sample_applications(pack: CallPack, *, seed: str, size: int, on: date) -> list[Sample]:
    """Invented applications to a call, handed in before `on`; most of them fit its eligibility rules."""
    bound = BoundCall(pack, on)

    def refused(raw: Raw) -> set[str]:
        verdicts = check_eligibility(bound, bound.read_facts(raw), None)
        broken = {verdict.id for verdict in verdicts if verdict.status == "not_met"}
        rules = (rule for rule in pack.call.eligibility if rule.id in broken)
        return {name for rule in rules for name in bound.reads(bound.conditions[rule.when])}

    return sample_of(pack, seed=seed, size=size, on=on, refused=refused)


def rehearse(pack: CallPack, applications: Sequence[Mapping[str, Any]], *, seed: str) -> Rehearsal:
    """Try a call out on applications (entries of FILE of `cip rank`). Raises RefusalError where it cannot rank them,
    ValueError without applications.
    """
    if not applications:
        raise ValueError("a rehearsal needs applications")
    # A first reading tells the day; reading depends on no day.
    applicants = read_applicants(BoundCall(pack, None), applications)
    bound = BoundCall(pack, day_of_call(pack, [one.submitted_at for one in applicants if one.submitted_at]))
    return _Trial(bound, tuple(applicants), seed).outcome()


@dataclass(frozen=True)
class _Trial:
    bound: BoundCall
    applicants: tuple[Applicant, ...]
    seed: str

    def outcome(self) -> Rehearsal:
        """The whole report."""
        result = self.told
        totals = Counter(row["total"] for row in result["ranking"])
        return Rehearsal(
            applications=len(self.applicants),
            ranked=len(result["ranking"]),
            excluded=len(result["excluded"]),
            funded=len(_paid(self.plain)),
            way=self.way,
            criteria=tuple(self._criteria()),
            ties=sum(count for count in totals.values() if count > 1) if self.bound.grid else 0,
            ended_by=tuple(_ended_by(self.plain.ranking)),
            groups=tuple(self._groups()),
        )

    @cached_property
    def judged(self) -> tuple[Judgement, ...]:
        """What is found of each application, whatever its points weigh."""
        return judge_all(self.bound, self.applicants)

    @cached_property
    def plain(self) -> RankResult:
        """The ranking with the declared weights."""
        return self._ranked({})

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """The same as printed."""
        return self.plain.as_json()

    @property
    def way(self) -> Way:
        """By what changes are counted."""
        return "order" if self.told["budget"]["total"] is None else "funded"

    def _ranked(self, factors: Mapping[str, Fraction]) -> RankResult:
        return rank_judged(self.bound, self.judged, self.seed, factors=factors)

    def _changed(self, criterion: str, factor: Fraction) -> int:
        """How many applications change if a criterion's points count `factor` times."""
        other = self._ranked({criterion: factor})
        if self.way == "funded":
            return len(_paid(self.plain) ^ _paid(other))
        places = {row.id: row.rank for row in self.plain.ranking}
        return sum(places.get(row.id) != row.rank for row in other.ranking)

    def _criteria(self) -> Iterator[RehearsedCriterion]:
        grid = self.bound.grid
        if grid is None or not self.told["ranking"]:
            return
        weights = {weight.id: weight for weight in weights_of(self.bound)}
        totals = [float(row["total"]) for row in self.told["ranking"]]
        for criterion in grid.criteria:
            points = [_points(row, criterion.id) for row in self.told["ranking"]]
            yield RehearsedCriterion(
                id=criterion.id,
                label=criterion.label,
                declared=float(weights[criterion.id].declared),
                effective=float(weights[criterion.id].effective),
                low=min(points),
                mean=round(sum(points) / len(points), 2),
                high=max(points),
                share=_share(points, totals),
                decides=self._changed(criterion.id, Fraction(0)) > 0,
                heavier=self._changed(criterion.id, 1 + STEP),
                lighter=self._changed(criterion.id, 1 - STEP),
            )

    def _groups(self) -> Iterator[RehearsedGroup]:
        rows = {row["id"]: row for row in self.told["ranking"]}
        cents = {award["id"]: int(award["cents"]) for award in self.told["awards"]}
        funded = _paid(self.plain)
        for group in self.bound.call.groups:
            members = [one.id for one in self.applicants if self._is_in(one, group.when)]
            ranked = [float(rows[one]["total"]) for one in members if one in rows]
            yield RehearsedGroup(
                id=group.id,
                by=group.by,
                label=group.label,
                applications=len(members),
                ranked=len(ranked),
                funded=len(funded & set(members)),
                mean=round(sum(ranked) / len(ranked), 2) if ranked else None,
                cents=sum(cents.get(one, 0) for one in members),
            )

    def _is_in(self, applicant: Applicant, when: str) -> bool:
        given = self.bound.given(applicant.facts, applicant.requested)
        return truth(self.bound.conditions[when], given.view) is True


def _points(row: Mapping[str, Any], criterion: str) -> float:
    return next((float(one["points"]) for one in row["criteria"] if one["id"] == criterion), 0.0)


def _paid(result: RankResult) -> frozenset[str]:
    """Who gets money. Read from the result itself: to print it would cost more than to rank again."""
    return frozenset(one.award.id for one in result.awards if one.award.cents > 0)


def _share(points: Sequence[float], totals: Sequence[float]) -> float | None:
    """The part of the variance of the totals that comes from a criterion: its covariance with them over theirs."""
    mean, middle = sum(points) / len(points), sum(totals) / len(totals)
    spread = sum((total - middle) ** 2 for total in totals)
    if spread < 1e-9:
        return None
    together = sum((one - mean) * (total - middle) for one, total in zip(points, totals, strict=True))
    return round(together / spread, 4)


def _ended_by(ranking: Sequence[Ranked]) -> Iterator[tuple[Text, int]]:
    """How many ties between neighbours each step of the chain ended, in the order of the first."""
    times: dict[Text, int] = {}
    for one, other in pairwise(ranking):
        if one.total == other.total:
            theirs = {step.label: step.key for step in other.tie_break}
            ended = next((s.label for s in one.tie_break if s.label in theirs and theirs[s.label] != s.key), None)
            if ended is not None:
                times[ended] = times.get(ended, 0) + 1
    yield from times.items()


def _weight_reason(criterion: RehearsedCriterion) -> Reason:
    values: dict[str, Value] = {
        "what": criterion.label,
        "declared": criterion.declared,
        "effective": criterion.effective,
    }
    return told("weight", values)


def _found(rehearsal: Rehearsal) -> Iterator[Reason]:
    for criterion in rehearsal.criteria:
        if not criterion.decides:
            yield told(f"never_decides_{rehearsal.way}", {"what": criterion.label})
        elif criterion.low == criterion.high:
            yield told("no_spread", {"what": criterion.label})
    sensitive = max(rehearsal.criteria, key=lambda one: one.heavier + one.lighter, default=None)
    if sensitive is not None and sensitive.heavier + sensitive.lighter:
        values: dict[str, Value] = {"what": sensitive.label, "heavier": sensitive.heavier, "lighter": sensitive.lighter}
        yield told(f"sensitive_{rehearsal.way}", values)
    if rehearsal.ties:
        yield told("ties", {"count": rehearsal.ties, "ranked": rehearsal.ranked})
    yield from _groups_found(rehearsal)
    if rehearsal.way == "order":
        yield told("no_money", {})


def _groups_found(rehearsal: Rehearsal) -> Iterator[Reason]:
    """Groups of which nobody is funded though somebody of them is ranked."""
    for group in rehearsal.groups if rehearsal.funded else ():
        if group.ranked and not group.funded:
            yield told("group_left_out", {"what": group.label, "ranked": group.ranked})
