"""From applications to places and awards: a pure function of what is stored, in whatever order it comes."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from cip.incentives.allocation import Award, Entry, MoneyPolicy, allocate, awarded
from cip.incentives.amounts import amount_of
from cip.incentives.bound_call import BoundCall, Given
from cip.incentives.bounds import truth
from cip.incentives.eligibility import check_eligibility
from cip.incentives.grid import Factors, add_up, find_all
from cip.incentives.rank_results import (
    Applicant,
    Budget,
    Excluded,
    ExplainedAward,
    Judged,
    Judgement,
    Ranked,
    RankResult,
)
from cip.incentives.ties import TieError, TieStep, arrival_of, by_id, drawn, moment_in_words, step_of, total_of
from cip.incentives.wording import AWARD, ELIGIBILITY, POLICY, RANKED, as_number, list_of, points_of, said
from cip.kernel.errors import RefusalError
from cip.kernel.money import euros
from cip.kernel.texts import Reason
from cip.rulebook.shapes.base import UNKNOWN

POLICY_RULE, BUDGET_RULE, AWARD_RULE, TOTAL_RULE = "policy", "budget", "award", "total"


class RankError(RefusalError):
    """Applications that cannot be ranked yet."""


def rank(
    bound: BoundCall, applicants: Sequence[Applicant], seed: str | None = None, *, factors: Factors | None = None
) -> RankResult:
    """Rank applications and give them the money of the call.

    `seed` is the text of the public draw, needed only if a tie reaches it. `factors` multiplies the points of criteria,
    to see how much they matter. Raises RankError (an application stands twice, or lacks a score without which it
    cannot be ranked) or TieError.
    """
    return rank_judged(bound, judge_all(bound, applicants), seed, factors=factors)


def judge_all(bound: BoundCall, applicants: Sequence[Applicant]) -> tuple[Judgement, ...]:
    """All that is found of each application alone, by id. Raises RankError if one stands twice."""
    ordered = sorted(applicants, key=lambda one: one.id)
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise RankError(f'application "{one.id}" stands twice')
    return tuple(judge(bound, one) for one in ordered)


def judge(bound: BoundCall, one: Applicant) -> Judgement:
    """All that is found of one application alone."""
    given = bound.given(one.facts, one.requested)
    verdicts = check_eligibility(bound, one.facts, one.requested)
    found = find_all(bound, given, one.scores)
    return Judgement(one, given, verdicts, found, amount_of(bound, one.facts, one.requested))


def rank_judged(
    bound: BoundCall, judgements: Sequence[Judgement], seed: str | None = None, *, factors: Factors | None = None
) -> RankResult:
    """`rank`, of applications that `judge_all` has judged. Raises RankError and TieError."""
    judged = [with_score(bound, one, factors) for one in judgements]
    out = [excluded for one in judged if (excluded := excluded_of(one)) is not None]
    left_out = {one.id for one in out}
    ranking = tuple(_places(bound, [one for one in judged if one.id not in left_out], seed))
    return _with_money(bound, ranking, tuple(out))


def with_score(bound: BoundCall, one: Judgement, factors: Factors | None = None) -> Judged:
    """An application with its score."""
    return Judged(one, add_up(bound, one.given, one.found, factors))


def by_points(bound: BoundCall) -> bool:
    """Whether a call orders by points; where its source does not say, it does if it has a grid."""
    order = bound.call.policy.order
    return order == "points" or (order == UNKNOWN and bound.grid is not None)


def excluded_of(one: Judged) -> Excluded | None:
    """Why an application has no place, None if it has one. Raises RankError if it lacks a score that it needs."""
    broken = tuple(reason for verdict in one.verdicts if verdict.status == "not_met" for reason in verdict.because)
    if broken:
        return Excluded(one.id, broken)
    if one.score.blocked:
        what = ", ".join(one.score.blocked)
        raise RankError(f'application "{one.id}" cannot be ranked: {what}: a score or fact that it needs is missing')
    return Excluded(one.id, one.score.below, one.score) if one.score.below else None


def _places(bound: BoundCall, judged: Sequence[Judged], seed: str | None) -> Iterator[Ranked]:
    chains = {one.id: chain_of(bound, one, seed) for one in judged}
    order = sorted(judged, key=lambda one: [step.key for step in chains[one.id]])
    apart = [_apart(one.id, other.id, chains) for one, other in pairwise(order)]
    for place, one in enumerate(order):
        steps = {at for at in apart[max(0, place - 1) : place + 1] if at}
        tie_break = tuple(chains[one.id][at] for at in sorted(steps))
        yield Ranked(place + 1, one, tie_break, tuple(_because(bound, one)))


def chain_of(bound: BoundCall, one: Judged, seed: str | None) -> list[TieStep]:
    """What orders an application: its total (or arrival), the declared steps, and what ends the last tie."""
    applicant, given, points = one.applicant, one.judgement.given, by_points(bound)
    chain = [total_of(one.score) if points else arrival_of(one.id, applicant.submitted_at)]
    for tie in bound.call.policy.ties:
        if tie.by != "draw":
            chain.append(step_of(bound, tie, one.id, one.score, given, one.amount.cents, applicant.submitted_at))
    if seed is not None:
        chain.append(drawn(one.id, seed))
    elif not points:
        chain.append(by_id(one.id))
    return chain


def _apart(one: str, other: str, chains: Mapping[str, Sequence[TieStep]]) -> int:
    """The first step that separates two applications. Raises TieError if none does."""
    for at, (step, next_step) in enumerate(zip(chains[one], chains[other], strict=True)):
        if step.key != next_step.key:
            return at
    raise TieError(f'"{one}" and "{other}" are equal at every step: give a `seed` for the public draw')


def _because(bound: BoundCall, one: Judged) -> Iterator[Reason]:
    """What a place rests on: the total or the arrival, what the source leaves open, conditions still to be checked."""
    points, moment = by_points(bound), one.applicant.submitted_at
    if points or moment is None:
        yield said(
            TOTAL_RULE, RANKED["points"], {"total": as_number(one.score.total)}, points=points_of(one.score.total)
        )
    else:
        arrived = {"submitted_at": moment.isoformat()}
        yield said(POLICY_RULE, RANKED["arrival"], arrived, moment=moment_in_words(moment))
    if bound.call.policy.order == UNKNOWN:
        yield said(POLICY_RULE, POLICY["order_unknown"], order=POLICY["by_points" if points else "by_arrival"])
    if bound.call.grid == UNKNOWN:
        yield said(POLICY_RULE, POLICY["grid_unknown"])
    for rule, verdict in zip(bound.call.eligibility, one.verdicts, strict=True):
        if verdict.status == "unknown":
            inputs = verdict.because[0].inputs
            yield said(rule.id, ELIGIBILITY["unknown"], inputs, label=rule.label)


def _with_money(bound: BoundCall, ranking: tuple[Ranked, ...], excluded: tuple[Excluded, ...]) -> RankResult:
    policy = bound.call.policy
    entries = [entry_of(bound, row.judged) for row in ranking]
    total = budget_of(bound)
    awards = allocate(total, entries, MoneyPolicy.of(policy))
    explained = tuple(
        ExplainedAward(award, tuple(_said_of_award(award, row.judged)))
        for award, row in zip(awards, ranking, strict=True)
    )
    return RankResult(
        ranking, excluded, explained, Budget(total, awarded(awards), tuple(_said_of_budget(bound, total)))
    )


def entry_of(bound: BoundCall, one: Judged) -> Entry:
    """An application as it stands in line for the money, with the quotas that it surely belongs to."""
    return Entry(one.id, one.amount.cents, quotas_of(bound, one.judgement.given))


def quotas_of(bound: BoundCall, given: Given) -> frozenset[str]:
    """The quotas that an application surely belongs to, by what is known of it."""
    quotas = bound.call.policy.quotas
    return frozenset(quota.id for quota in quotas if truth(bound.conditions[quota.when], given.view))


def budget_of(bound: BoundCall) -> int | None:
    """The money of a call in cents; None where the source does not say it of every line."""
    lines = [line.cents for line in bound.call.funding]
    known = [cents for cents in lines if not isinstance(cents, str)]
    return sum(known) if len(known) == len(lines) else None


def _said_of_award(award: Award, judged: Judged) -> Iterator[Reason]:
    wanted = judged.amount.cents
    values = {"available": euros(award.available), "wanted": euros(wanted), "cents": euros(award.cents)}
    inputs = {"wanted_cents": wanted, "available_cents": award.available}
    yield said(AWARD_RULE, AWARD[award.why], inputs, **values)
    yield from judged.amount.because
    for row in judged.amount.rows:
        yield from row.because


def _said_of_budget(bound: BoundCall, total: int | None) -> Iterator[Reason]:
    policy = bound.call.policy
    if total is None:
        unknown = list_of(line.label for line in bound.call.funding if isinstance(line.cents, str))
        yield said(BUDGET_RULE, POLICY["budget_unknown"], lines=unknown)
    else:
        inputs = {line.id: line.cents for line in bound.call.funding}
        yield said(BUDGET_RULE, POLICY["budget"], inputs, cents=euros(total))
    if policy.partial == UNKNOWN:
        yield said(POLICY_RULE, POLICY["partial_unknown"])
    if policy.beyond == UNKNOWN:
        yield said(POLICY_RULE, POLICY["beyond_unknown"])
