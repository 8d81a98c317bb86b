"""Who is let in: each rule of a call is met, not met, or not known yet, and says why."""

from dataclasses import dataclass
from typing import Literal

from cip.incentives.bound_call import BoundCall, Given
from cip.incentives.bounds import truth
from cip.incentives.call_facts import Facts
from cip.incentives.wording import ELIGIBILITY, own_words, said
from cip.kernel.texts import Reason, require_reasons
from cip.rulebook.call_packs import REQUESTED
from cip.rulebook.shapes.call import EligibilityRule

Status = Literal["met", "not_met", "unknown"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a rule. `at`: when it must hold at the latest."""

    id: str
    status: Status
    at: Literal["application", "grant"]
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, f"the verdict on {self.id}")

    @property
    def told(self) -> tuple[Reason, ...]:
        """What is said beside the name of the rule: that it is met says no more than the name."""
        return () if self.status == "met" else self.because


def check_eligibility(bound: BoundCall, facts: Facts, requested_cents: int | None = None) -> tuple[Verdict, ...]:
    """The verdict on every eligibility rule of a call, in its order."""
    given = bound.given(facts, requested_cents)
    return tuple(_verdict(bound, rule, given) for rule in bound.call.eligibility)


def _verdict(bound: BoundCall, rule: EligibilityRule, given: Given) -> Verdict:
    node = bound.conditions[rule.when]
    found = truth(node, given.view)
    facts = [name for name in bound.reads(node) if name in bound.pack.facts or name == REQUESTED]
    if found is False and facts and not any(bound.is_stated(name, given) for name in facts):
        found = None  # nobody has stated anything that breaks the rule
    inputs = bound.inputs(given, node)
    if found is None:
        return Verdict(rule.id, "unknown", rule.at, (own_words(rule.id, rule.unknown, inputs),))
    if found:
        return Verdict(rule.id, "met", rule.at, (said(rule.id, ELIGIBILITY["met"], inputs, label=rule.label),))
    return Verdict(rule.id, "not_met", rule.at, (own_words(rule.id, rule.not_met, inputs),))
