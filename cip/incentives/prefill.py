"""The facts of an application that the system already knows: each with its source and the day of that source. Pure.

What nobody knows is left out, never taken for a no; then the form asks it. What a firm says itself stands above what is
found here, where it may (`ANSWERABLE`).
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast, get_args

from pydantic import JsonValue

from cip.incentives.call_facts import FactError, read_facts
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.call import ANY_MEASURE, CallFact, Prefill
from cip.rulebook.shapes.model import ALL_NEEDS

SourceKind = Literal[
    "check_up", "verified_check_up", "plan", "agreement", "firm", "standing", "state_aid", "size", "award", "declared"
]
SOURCES: tuple[SourceKind, ...] = get_args(SourceKind)
PREFILLS: tuple[Prefill, ...] = get_args(Prefill)
SIZE_FACTS: frozenset[Prefill] = frozenset(
    {"check_up.workers", "size.class", "size.awu", "size.turnover", "size.balance"}
)
"""What tells how large a firm is."""
NeedsSource = Literal["survey", "pooled", "owner"]

LASTING = "S"
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A value as a file of `cip rank` has it, where it comes from and of which day; None where the source has none."""

    value: JsonValue
    source: SourceKind
    on: date | None = None


@dataclass(frozen=True, slots=True)
class KnownCheckUp:
    """The newest result of a firm: `sha256` is that of the stored result. `needs` is how many people named each need,
    None where nobody was asked.
    """

    check_up_id: str
    result_id: str
    sha256: str
    on: date
    verified: bool
    facts: Mapping[str, JsonValue] = field(default_factory=dict)
    steps: Mapping[str, int] = field(default_factory=dict)
    in_use: frozenset[str] = frozenset()
    needs: Mapping[str, int] | None = None
    needs_source: NeedsSource | None = None
    band: str | None = None

    @property
    def source(self) -> SourceKind:
        """Whether a consultant verified it."""
        return "verified_check_up" if self.verified else "check_up"


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """A measure that a signed plan promises: its kind, the bands that can share it with others, its needs."""

    code: str
    kind: str
    together: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPlan:
    """The signed plan that holds. `sha256` is that of the version."""

    check_up_id: str
    version_id: str
    sha256: str
    signed_on: date
    measures: tuple[KnownMeasure, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownAdherence:
    """A joining that binds, and how its clauses stand: due, and of these kept. None where the clauses were not read."""

    adherence_id: str
    agreement_id: str
    joined_on: date
    sha256: str | None
    due: int | None = None
    kept: int | None = None


@dataclass(frozen=True, slots=True)
class KnownStatement:
    """The firm's statement that its list of aid and ties is whole, where it holds: the entry, and from which day."""

    entry_id: str
    on: date


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a firm on a day, for one call. `places` are the codes of its seats, `reach` those of the
    call's territory (None: not known, or everywhere). `drafted`: a plan was begun and nobody signed it. `stated` are
    facts with their own dates and sources, by the word of the call.
    """

    on: date
    places: frozenset[str] | None = None
    reach: frozenset[str] | None = None
    check_up: KnownCheckUp | None = None
    plan: KnownPlan | None = None
    drafted: bool = False
    adherence: KnownAdherence | None = None
    joined: bool | None = None
    stated: Mapping[Prefill, Prefilled] = field(default_factory=dict)
    statement: KnownStatement | None = None

    @property
    def new_measures(self) -> tuple[KnownMeasure, ...] | None:
        """What the plan promises and the check-up did not find in use; None without a plan or a result."""
        if self.plan is None or self.check_up is None:
            return None
        return tuple(one for one in self.plan.measures if one.code not in self.check_up.in_use)


Finder = Callable[[Known], Prefilled | None]


def _seat(known: Known) -> Prefilled | None:
    if not known.places or known.reach is None:
        return None
    return Prefilled(not known.places.isdisjoint(known.reach), "firm")


def _of_check_up(fact: str) -> Finder:
    def find(known: Known) -> Prefilled | None:
        found = known.check_up
        value = None if found is None else found.facts.get(fact)
        return None if found is None or value is None else Prefilled(value, found.source, found.on)

    return find


def _age(known: Known) -> Prefilled | None:
    found = known.check_up
    if found is None:
        return None
    months = (known.on.year - found.on.year) * _MONTHS + known.on.month - found.on.month
    # A month that has begun and is not over counts: twelve months are over on the day, not before.
    return Prefilled(months + (1 if known.on.day > found.on.day else 0), found.source, found.on)


def _step(indicator: str) -> Finder:
    def find(known: Known) -> Prefilled | None:
        found = known.check_up
        if found is None or indicator not in found.steps:
            return None
        return Prefilled(found.steps[indicator], found.source, found.on)

    return find


def _plan_signed(known: Known) -> Prefilled | None:
    if known.plan is not None:
        return Prefilled(True, "plan", known.plan.signed_on)
    return Prefilled(False, "plan") if known.drafted else None


def _counted(of: Callable[[tuple[KnownMeasure, ...]], JsonValue]) -> Finder:
    """What the new measures of the signed plan give."""

    def find(known: Known) -> Prefilled | None:
        new = known.new_measures
        value = None if new is None else of(new)
        return None if value is None or known.plan is None else Prefilled(value, "plan", known.plan.signed_on)

    return find


def _structural(new: tuple[KnownMeasure, ...]) -> JsonValue:
    return sum(1 for one in new if one.kind == LASTING)


def _any_of(codes: Collection[str]) -> Callable[[tuple[KnownMeasure, ...]], JsonValue]:
    return lambda new: any(one.code in codes for one in new)


def finder_of(fact: CallFact) -> Finder | None:
    """How the value of a fact is found; None where the firm is asked."""
    if fact.start == ANY_MEASURE:
        return _counted(_any_of(fact.measures))
    return FINDERS[fact.start] if fact.start is not None else None


def _pooled(known: Known) -> Prefilled | None:
    """None of them, where no new measure can be shared at all; else the firm says which it shares."""
    new, band = known.new_measures, known.check_up.band if known.check_up else None
    if new is None or known.plan is None or band is None or any(band in one.together for one in new):
        return None
    return Prefilled(0, "plan", known.plan.signed_on)


def _needs_expressed(known: Known) -> Prefilled | None:
    found = known.check_up
    if found is None or found.needs is None:
        return None
    return Prefilled(sum(found.needs.values()), found.source, found.on)


def _needs_answered(known: Known) -> Prefilled | None:
    """How often the needs were named that a measure of the signed plan answers."""
    found, plan = known.check_up, known.plan
    if found is None or found.needs is None or plan is None:
        return None
    answered = {need for one in plan.measures for need in one.needs}
    counts = found.needs.items()
    return Prefilled(sum(n for need, n in counts if need in answered or ALL_NEEDS in answered), "plan", plan.signed_on)


def _needs_source(known: Known) -> Prefilled | None:
    found = known.check_up
    if found is None or found.needs_source is None:
        return None
    return Prefilled(found.needs_source, found.source, found.on)


def _joined(known: Known) -> Prefilled | None:
    if known.adherence is not None:
        return Prefilled(True, "agreement", known.adherence.joined_on)
    return None if known.joined is None else Prefilled(known.joined, "agreement")


def _clauses(part: Literal["due", "kept"]) -> Finder:
    def find(known: Known) -> Prefilled | None:
        found = known.adherence
        count = None if found is None else cast("int | None", getattr(found, part))
        return None if count is None else Prefilled(count, "agreement", known.on)

    return find


def _nowhere(_known: Known) -> Prefilled | None:
    """Nothing in the system says it: the firm does."""
    return None


def _stated(word: Prefill) -> Finder:
    return lambda known: known.stated.get(word)


FINDERS: Mapping[Prefill, Finder] = {
    "firm.seat_in_territory": _seat,
    "firm.zone": _nowhere,
    "firm.sector": _of_check_up("sector"),
    "check_up.workers": _of_check_up("workers"),
    "check_up.age_months": _age,
    "check_up.step.R3": _step("R3"),
    "check_up.step.K1": _step("K1"),
    "plan.signed": _plan_signed,
    "plan.new_structural_measures": _counted(_structural),
    "plan.pooled_measures": _pooled,
    "plan.needs_expressed": _needs_expressed,
    "plan.needs_answered": _needs_answered,
    "plan.needs_source": _needs_source,
    "plan.workers_reached": _nowhere,
    "agreement.joined": _joined,
    "agreement.clauses_due": _clauses("due"),
    "agreement.clauses_kept": _clauses("kept"),
    "standing.durc": _stated("standing.durc"),
    "standing.catastrophe_insurance": _stated("standing.catastrophe_insurance"),
    "standing.gender_certificate": _stated("standing.gender_certificate"),
    "state_aid.room": _stated("state_aid.room"),
    "size.class": _stated("size.class"),
    "size.turnover": _stated("size.turnover"),
    "size.balance": _stated("size.balance"),
    "size.awu": _stated("size.awu"),
    "award.first": _stated("award.first"),
    "award.balance_paid": _stated("award.balance_paid"),
    "award.premium_had": _stated("award.premium_had"),
    "award.measures_funded": _stated("award.measures_funded"),
    "award.measures_in_use": _stated("award.measures_in_use"),
    "award.measures_added": _stated("award.measures_added"),
    "award.months_added": _stated("award.months_added"),
    "award.workers_reached": _stated("award.workers_reached"),
    "award.second_level_agreement": _stated("award.second_level_agreement"),
    "award.shared_service": _stated("award.shared_service"),
}
"""Each word that a call may write under `from`, and how its value is found; `plan.any_measure` hangs on the fact."""

# What only its own page can say, with a paper behind it: the form shows it and leads there.
_PROVED_ELSEWHERE: frozenset[Prefill] = frozenset(
    {
        "check_up.age_months", "plan.signed", "agreement.joined", "agreement.clauses_due", "agreement.clauses_kept",
        "standing.durc", "standing.catastrophe_insurance", "standing.gender_certificate", "state_aid.room",
        "award.first", "award.balance_paid", "award.premium_had", "award.measures_funded", "award.measures_in_use",
        "award.measures_added", "award.months_added", "award.workers_reached", "award.second_level_agreement",
        "award.shared_service",
    }
)  # fmt: skip


def answerable(fact: CallFact) -> bool:
    """Whether the form takes the firm's own word for a fact."""
    return fact.start is None or fact.start not in _PROVED_ELSEWHERE


def prefilled(pack: CallPack, known: Known) -> dict[str, Prefilled]:
    """What is known of the facts of a call, by fact, in the order of asking; what is unknown is left out."""
    return dict(_found(pack, known))


def stated(pack: CallPack, found: Mapping[str, Prefilled], answers: Mapping[str, JsonValue]) -> dict[str, Prefilled]:
    """The facts of an application: what is known, and above it what the firm said where its word is taken."""
    facts: dict[str, Prefilled] = {}
    for name, fact in pack.facts.items():
        if answerable(fact) and answers.get(name) is not None:
            facts[name] = Prefilled(answers[name], "declared")
        elif name in found:
            facts[name] = found[name]
    return facts


def raw(facts: Mapping[str, Prefilled]) -> dict[str, JsonValue]:
    """Facts as the engine reads them: values by fact."""
    return {name: fact.value for name, fact in facts.items()}


def _found(pack: CallPack, known: Known) -> Iterator[tuple[str, Prefilled]]:
    for name, fact in pack.facts.items():
        find = finder_of(fact)
        value = find(known) if find is not None else None
        if value is not None and _fits(fact, value.value):
            yield name, value


def _fits(fact: CallFact, value: JsonValue) -> bool:
    """Whether the call reads it: a choice that it does not offer, or a number beyond its bounds, is nothing known."""
    try:
        read_facts({fact.id: fact}, {fact.id: value})
    except FactError:
        return False
    return True
