"""What a premium rests on: facts of the pilot that somebody has proved, each with its proof, and never twice. Pure.

A premium call counts what the system knows with a proof: the award and its balance, the plan that was funded, the
result of T2 that a consultant verified, what the office noted with a document. What a firm says of itself stays
unknown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from pydantic import JsonValue

from cip.incentives.bound_call import BoundCall
from cip.incentives.kept_time import KeptMeasure
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Reason, Text
from cip.rulebook.shapes.call import Amounts, Call, MostShare, Prefill

ProofKind = Literal["award", "payment", "plan", "verified_check_up", "use", "document"]
PROOF_KINDS: tuple[ProofKind, ...] = get_args(ProofKind)
NotedIndicator = Literal["award.workers_reached", "award.second_level_agreement", "award.shared_service"]
NOTED: tuple[NotedIndicator, ...] = get_args(NotedIndicator)
"""What no record of ours proves: the office notes it, with the document that it saw."""
PREMIUM_WORDS: tuple[Prefill, ...] = (
    "award.first", "award.balance_paid", "award.premium_had", "award.measures_funded", "award.measures_in_use",
    "award.measures_added", "award.months_added", *NOTED,
)  # fmt: skip
SIGNED_STEP = 3
"""From this step of R1 on a second-level agreement is adopted or signed."""
AGREEMENT_INDICATOR = "R1"
LONGEST_PROOF = 300
FORMER_MOST_SHARE = 50
"""The most of the first award, in percent, for premium calls that were published before they said it themselves."""

_NO_T2 = Text(
    it="Manca un check-up T2 verificato da chi fa consulenza.",
    en="A check-up T2 verified by a consultant is missing.",
)
_MISSING: Mapping[str, Text] = {
    "award.balance_paid": Text(
        it="Il saldo del primo contributo non è ancora pagato per intero.",
        en="The balance of the first grant is not paid in full yet.",
    ),
    "award.measures_funded": Text(
        it="Non c'è un piano firmato con le misure finanziate.", en="There is no signed plan with the funded measures."
    ),
    "award.measures_in_use": _NO_T2,
    "award.measures_added": _NO_T2,
    "award.months_added": Text(
        it="Non è provato da quando le misure sono in uso.", en="Since when the measures are in use is not proved."
    ),
}
_DOCUMENT = Text(
    it="L'ufficio non ha ancora visto un documento che lo prova.",
    en="The office has not seen a document yet that proves it.",
)


class PremiumTwiceError(RefusalError):
    """The firm has had a premium already, or another one rests on the same award."""

    def __init__(self) -> None:
        super().__init__("This firm has had a premium already: it can be had once only.")


class PremiumTooHighError(RefusalError):
    """The premium is more than its share of the first award, or there is no first award."""

    def __init__(self, percent: int) -> None:
        super().__init__(f"A premium is at most {percent} % of the first award.")


class ProofMissingError(RefusalError):
    """A fact that the premium rests on has no proof any more, or another value than the application had."""

    def __init__(self, facts: Sequence[str]) -> None:
        super().__init__(f"These facts are not proved: {', '.join(facts)}.")
        self.facts = tuple(facts)


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a fact is proved: what sort of thing, its id or the words for it, and of which day."""

    kind: ProofKind
    reference: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Proved:
    """A fact with its proofs; none of them may be missing."""

    value: JsonValue
    proofs: tuple[Proof, ...]

    def __post_init__(self) -> None:
        if not self.proofs:
            raise ValueError("a proved fact has a proof")


@dataclass(frozen=True, slots=True)
class NotedProof:
    """What the office noted of an indicator of an award: the value and the document that it saw."""

    indicator: NotedIndicator
    value: int
    document: str
    seen_on: date
    by_label: str

    @property
    def proved(self) -> Proved:
        """The fact with its proof; a yes or no where the indicator is one."""
        value: JsonValue = self.value if self.indicator == "award.workers_reached" else bool(self.value)
        return Proved(value, (Proof("document", self.document, self.seen_on),))


def is_premium(call: Call) -> bool:
    """Whether a call reads facts of an award that came before it."""
    return call.reads_award


def facts_behind(call: Call) -> dict[str, Prefill]:
    """The facts that decide how much a premium is and how it ranks, and that are to be proved: their words, by fact."""
    return {fact.id: fact.start for fact in call.facts if fact.start is not None and fact.start in PREMIUM_WORDS}


def all_settled(cents: int, accepted: int | None, settled: int) -> bool:
    """Whether an award of so many cents was paid whole: what a settled report cut of it is never paid. `accepted`: what
    the report proves, None where none is settled; `settled`: what was paid, tax and sums set against a debt included.
    """
    return 0 < settled >= (cents if accepted is None else min(cents, accepted))


def most_share(call: Call) -> int:
    """The most of the first award that a premium of a call may be, in percent. Raises ValueError where the call leaves
    it unknown: such a call is not published.
    """
    if call.most_share is None:
        return FORMER_MOST_SHARE
    if not isinstance(call.most_share, MostShare):
        raise ValueError(f"the call {call.id} does not say its share of the first award")
    return call.most_share.percent


def share_of(first_cents: int, percent: int) -> int:
    """The most that a premium may be, in whole cents: `percent` of the first award."""
    return first_cents * percent // 100


@dataclass(frozen=True, slots=True)
class VerifiedUse:
    """What the verified result of T2 says: the measures in use, whether a second-level agreement is signed (None where
    nobody saw it), and the result as a proof.
    """

    in_use: frozenset[str]
    agreement: bool | None
    proof: Proof


def proved_by_result(
    result: VerifiedUse, funded: Sequence[str], before: frozenset[str], used: Mapping[str, KeptMeasure], on: date
) -> Iterator[tuple[Prefill, Proved]]:
    """What a verified result proves of the measures that were funded. `before` were in use before the call, `used` is
    how each funded one stands on the day: one that ended, or that the result does not find, is not in use any more.
    """
    still = [code for code in funded if code in result.in_use and not _ended(used.get(code))]
    yield "award.measures_in_use", Proved(len(still), (result.proof,))
    added = result.in_use - set(funded) - before
    yield "award.measures_added", Proved(len(added), (result.proof,))
    known = [used[code] for code in still if code in used]
    months = _months_added(known, on) if len(known) == len(still) else None
    if months is not None:
        yield "award.months_added", Proved(months, tuple(Proof("use", one.measure, one.started_on) for one in known))
    if result.agreement is not None:
        yield "award.second_level_agreement", Proved(result.agreement, (result.proof,))


def _ended(used: KeptMeasure | None) -> bool:
    return used is not None and (used.today != "in_use" or used.broken)


def _months_added(used: Sequence[KeptMeasure], on: date) -> int | None:
    """Whole months beyond what was promised, of the measure that went on least; None where one is not known."""
    if not used or any(one.months is None or one.started_on is None for one in used):
        return None
    return max(0, min(one.months_proved(on) - (one.months or 0) for one in used))


def missing_reason(word: Prefill) -> Reason:
    """Why a fact of a premium is unknown: the firm's own word is no proof."""
    return Reason(f"premium.{word}", _MISSING.get(word, _DOCUMENT), {}, {})


def lines_behind(bound: BoundCall) -> dict[str, tuple[str, ...]]:
    """The facts that each line of the amount is computed from, by the id of the line: its proofs are theirs."""
    amounts = bound.call.amounts
    lines = amounts.lines if isinstance(amounts, Amounts) else ()
    return {line.id: bound.reads(bound.numbers[line.cents]) for line in lines}


def weaker(claimed: JsonValue, proved: JsonValue) -> bool:
    """Whether what is proved now is less than what an application was ranked with."""
    if isinstance(claimed, bool) or isinstance(proved, bool):
        return claimed is not proved
    if isinstance(claimed, int | float) and isinstance(proved, int | float):
        return proved < claimed
    return claimed != proved
