"""The same ranking with other rules for the money, side by side: only to be looked at, never a decision. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from cip.incentives.allocation import Award, Entry, MoneyPolicy, allocate, awarded
from cip.incentives.bound_call import BoundCall
from cip.incentives.rank_results import Applicant
from cip.incentives.ranking import quotas_of
from cip.kernel.money import euros
from cip.kernel.texts import Text

OTHER_SHARE = Fraction(3, 5)
"""The least part of an amount that the column with the rest of the money gives (as the pilot call proposes)."""
OTHER_BUDGET = Fraction(1, 10)
"""By which part the budget is tried greater and smaller."""
Kind = Literal["declared", "whole", "rest", "share", "stop", "skip", "no_quotas", "more", "less"]

_LABELS: Mapping[Kind, Text] = {
    "declared": Text(it="Come dice il bando", en="As the call says"),
    "whole": Text(it="Solo contributi interi", en="Whole awards only"),
    "rest": Text(
        it="Il resto a chi viene dopo, se è almeno il {least}%", en="The rest to who is next, if at least {least}%"
    ),
    "share": Text(it="La stessa quota a tutte", en="The same share for everybody"),
    "stop": Text(it="Ci si ferma alla prima che non ci sta", en="Stop at the first that does not fit"),
    "skip": Text(it="Si passa alla prossima che ci sta", en="Go on to the next that fits"),
    "no_quotas": Text(it="Senza quote riservate", en="Without quotas"),
    "more": Text(it="Con il {step}% di soldi in più: {budget}", en="With {step}% more money: {budget}"),
    "less": Text(it="Con il {step}% di soldi in meno: {budget}", en="With {step}% less money: {budget}"),
}


@dataclass(frozen=True)
class WhatIf:
    """One way of giving the money: its sums in cents, how many get all or a part, and each award by id."""

    kind: Kind
    label: Text
    budget: int
    awards: Mapping[str, Award]

    @property
    def given(self) -> int:
        """The sum of the awards, in cents."""
        return awarded(self.awards.values())

    @property
    def left(self) -> int:
        """What is left, in cents."""
        return self.budget - self.given

    def count(self, status: str) -> int:
        """How many applications have a status."""
        return sum(award.status == status for award in self.awards.values())


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """A quota: the cents kept for its applications, how many of them are ranked, and the cents that they get."""

    id: str
    label: Text
    kept: int
    ranked: int
    cents: int


def beside(bound: BoundCall, applicants: Sequence[Applicant], told: Mapping[str, Any]) -> tuple[WhatIf, ...]:
    """The declared way first, then every other that differs from it in its rules; nothing where the money of the call
    is not known. `told` is the ranking as printed, `applicants` are those that it was made from.
    """
    budget = told["budget"]["total"]
    if budget is None:
        return ()
    entries, declared = in_line(bound, applicants, told), MoneyPolicy.of(bound.call.policy)
    found = []
    for kind, cents, policy in _ways(int(budget), declared):
        awards = {award.id: award for award in allocate(cents, entries, policy)}
        found.append(WhatIf(kind, _named(kind, cents), cents, awards))
    return tuple(found)


def _named(kind: Kind, cents: int) -> Text:
    label, budget = _LABELS[kind], euros(cents)
    shares = {"least": int(OTHER_SHARE * 100), "step": int(OTHER_BUDGET * 100)}
    return Text(it=label.it.format(budget=budget.it, **shares), en=label.en.format(budget=budget.en, **shares))


def quota_uses(bound: BoundCall, applicants: Sequence[Applicant], told: Mapping[str, Any]) -> tuple[QuotaUse, ...]:
    """What became of each quota of a call."""
    budget = told["budget"]["total"] or 0
    cents = {award["id"]: int(award["cents"]) for award in told["awards"]}
    kept = {quota.id: quota.of(budget) for quota in MoneyPolicy.of(bound.call.policy).quotas}
    members = {entry.id: entry.quotas for entry in in_line(bound, applicants, told)}
    return tuple(
        QuotaUse(
            quota.id,
            quota.label,
            kept[quota.id],
            sum(quota.id in quotas for quotas in members.values()),
            sum(cents[one] for one, quotas in members.items() if quota.id in quotas),
        )
        for quota in bound.call.policy.quotas
    )


def _ways(budget: int, declared: MoneyPolicy) -> Iterator[tuple[Kind, int, MoneyPolicy]]:
    yield "declared", budget, declared
    others: Sequence[tuple[Kind, MoneyPolicy]] = (
        ("whole", replace(declared, partial="none")),
        ("rest", replace(declared, partial="if_left", minimum_share=OTHER_SHARE)),
        ("share", replace(declared, partial="pro_rata", minimum_share=Fraction(0))),
        ("skip" if declared.stops else "stop", replace(declared, stops=not declared.stops)),
        ("no_quotas", replace(declared, quotas=())),
    )
    for kind, policy in others:
        if policy != declared:
            yield kind, budget, policy
    yield "more", int(budget * (1 + OTHER_BUDGET)), declared
    yield "less", int(budget * (1 - OTHER_BUDGET)), declared


def in_line(bound: BoundCall, applicants: Sequence[Applicant], told: Mapping[str, Any]) -> list[Entry]:
    """The applications as they stand in line for the money, in the order of the ranking; what each wants is what the
    award's reason says.
    """
    by_id = {one.id: one for one in applicants}
    wanted = {award["id"]: int(award["because"][0]["inputs"]["wanted_cents"]) for award in told["awards"]}
    return [
        Entry(row["id"], wanted[row["id"]], quotas_of(bound, bound.given(one.facts, one.requested)))
        for row in told["ranking"]
        for one in (by_id[row["id"]],)
    ]
