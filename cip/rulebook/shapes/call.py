"""Shapes of `calls/`: one call a file, with its facts, eligibility rules, grid, amounts and policies.

Where a source does not say something the file writes `unknown` (a call with one can be rehearsed, never published).
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Discriminator, Field, PlainSerializer, PlainValidator, Tag

from cip.kernel.texts import Text
from cip.rulebook.shapes.agreement import ClauseId, TerritoryRef
from cip.rulebook.shapes.base import (
    UNKNOWN,
    VALUE,
    WORD,
    Expression,
    Id,
    Line,
    Many,
    Name,
    Percent,
    Shape,
    word_or_value,
)
from cip.rulebook.shapes.grid import Grid, Tie
from cip.rulebook.shapes.model import Option

Unknown = Literal["unknown"]
Cents = Annotated[int, Field(ge=0, le=10**13)]
CallConfidence = Literal["published", "from-memory", "proposal", "invented", "unknown"]
CallNature = Literal["proposal", "confirmed", "historic", "invented"]

# Where the system can take the value of a fact from; a fact without one is asked of the firm.
Prefill = Literal[
    "firm.seat_in_territory", "firm.zone", "firm.sector",
    "check_up.workers", "check_up.age_months", "check_up.step.R3", "check_up.step.K1",
    "plan.signed", "plan.new_structural_measures", "plan.pooled_measures", "plan.any_measure",
    "plan.needs_expressed", "plan.needs_answered", "plan.needs_source", "plan.workers_reached",
    "agreement.joined", "agreement.clauses_due", "agreement.clauses_kept",
    "standing.durc", "standing.catastrophe_insurance", "standing.gender_certificate",
    "state_aid.room", "size.class", "size.turnover", "size.balance", "size.awu",
    "award.first", "award.balance_paid", "award.premium_had", "award.measures_funded", "award.measures_in_use",
    "award.measures_added", "award.months_added", "award.workers_reached", "award.second_level_agreement",
    "award.shared_service",
]  # fmt: skip


ANY_MEASURE: Prefill = "plan.any_measure"


def _read_moment(value: object) -> datetime | Unknown | None:
    """A moment with its offset, or the word `unknown`; None where nothing is said."""
    if value is None:
        return None
    if value == UNKNOWN:
        return "unknown"
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        moment = None
    if not isinstance(moment, datetime) or moment.utcoffset() is None:
        raise ValueError("write a time with its offset, such as 2026-09-01T12:00:00+02:00, or `unknown`")
    return moment


Moment = Annotated[
    datetime | Unknown | None,
    PlainValidator(_read_moment),
    PlainSerializer(lambda moment: moment.isoformat() if isinstance(moment, datetime) else moment),
]
UnknownWord = Annotated[Unknown, Tag(WORD)]
MaybeCents = Annotated[Annotated[Cents, Tag(VALUE)] | UnknownWord, Discriminator(word_or_value)]


class CallSource(Shape):
    """Where something of a call is written, and how far we know it."""

    act: Line
    article: Line | None = None
    confidence: CallConfidence
    note: Text | None = None


class CallAbout(Shape):
    """What a call is, whose it is, and what its texts rest on. `mark` is shown wherever the call is."""

    id: Id
    label: Text
    nature: CallNature
    mark: Text
    note: Text
    body: Text
    who_may_apply: Text
    sources: Annotated[Many[CallSource], Field(min_length=1)]


class Window(Shape):
    """From when to when applications are taken, by the server's clock; both moments are included.

    A template leaves the moments out: who opens the call sets them.
    """

    time_zone: Literal["Europe/Rome"] = "Europe/Rome"
    opens: Moment = None
    closes: Moment = None


class FundingLine(Shape):
    """A line of money and where it comes from."""

    id: Id
    label: Text
    source: Text
    cents: MaybeCents
    note: Text | None = None


class MoneyUse(Shape):
    """One of the uses that a plan names for further money, such as a premium: for whom, by which call, how much."""

    id: Id
    label: Text
    for_whom: Literal["new_firms", "same_firms", "partners"]
    call: Id | None = None
    cents: MaybeCents
    source: Line
    confidence: CallConfidence


class CallFact(Shape):
    """Something that rules, grid and amounts read of an application; `from` says where the system takes it from.

    `measures`: of a fact from `plan.any_measure`, those of which one new in the plan makes it true.
    """

    id: Name
    type: Literal["whole", "number", "percent", "cents", "yes_no", "choice", "several", "code", "day"]
    unit: Line | None = None
    min: float | None = None
    max: float | None = None
    options: Many[Option] = ()
    label: Text
    help: Text | None = None
    start: Prefill | None = Field(default=None, alias="from")
    measures: Many[Id] = ()


class EligibilityRule(Shape):
    """A condition to be let in: met, not met, or not known yet. `at` is when it must hold at the latest."""

    id: Id
    label: Text
    when: Expression
    not_met: Text
    unknown: Text
    source: Line
    confidence: CallConfidence
    at: Literal["application", "grant"] = "application"


class CallDocument(Shape):
    """A document that the application needs in its case.

    `attached`: the system has it and attaches it by reference. `later`: it may still come after the deadline.
    """

    id: Id
    label: Text
    when: Expression | None = None
    required: bool = True
    later: bool = False
    attached: Literal["check_up", "plan", "adherence", "statement"] | None = None
    note: Text | None = None


class AmountLine(Shape):
    """One part of the amount, in cents."""

    id: Id
    label: Text
    cents: Expression


class Cap(Shape):
    """A ceiling on the amount, in cents, in its case."""

    id: Id
    label: Text
    cents: Expression
    when: Expression | None = None


class Amounts(Shape):
    """How much one application can have: the sum of the lines, below every cap."""

    lines: Annotated[Many[AmountLine], Field(min_length=1)]
    caps: Many[Cap] = ()
    source: Line
    confidence: CallConfidence
    note: Text | None = None


class Quota(Shape):
    """A part of the budget kept for some applications while there are any."""

    id: Id
    label: Text
    share: Percent
    when: Expression


class Partial(Shape):
    """What happens when the money left is less than an amount.

    `none`: no part of an amount. `if_left`: the rest, if it is at least `minimum_share` % of the amount. `pro_rata`:
    everybody gets the same share of their amount, those whose share would be below `minimum_share` % leave last first.
    """

    kind: Literal["none", "if_left", "pro_rata"]
    minimum_share: Percent = 0.0


class Reserve(Shape):
    """A list of who comes next, for some months."""

    months: Annotated[int, Field(ge=1, le=60)]


class Policy(Shape):
    """How applications are ordered and money is given. `first_come` is for calls of the past only.

    `procedure`: `ranking` compares all who came in time, `counter` decides one by one as they come.

    `beyond`: what follows an application that the money left cannot serve: `skip` looks at the next, `stop` ends.
    """

    order: Literal["points", "first_come", "unknown"]
    ties: Many[Tie] = ()
    partial: Annotated[Annotated[Partial, Tag(VALUE)] | UnknownWord, Discriminator(word_or_value)]
    beyond: Literal["skip", "stop", "unknown"]
    reserve: Annotated[
        Annotated[Reserve, Tag(VALUE)] | Annotated[Literal["none", "unknown"], Tag(WORD)], Discriminator(word_or_value)
    ]
    quotas: Many[Quota] = ()
    procedure: Literal["ranking", "counter", "unknown"]


# What a part of the award waits for. An award that was not accepted is never paid, whatever stands here.
TrancheAsk = Literal["accepted", "report_accepted", "monitoring_meeting"]


class Tranche(Shape):
    """A part of the award and what must have happened before it is paid.

    `asks` and `use_months` (months of proved use) say the same as `when`, as data. Where both are left out, somebody of
    the office confirms that what `when` says has happened.
    """

    id: Id
    label: Text
    share: Percent
    when: Text
    asks: Many[TrancheAsk] = ()
    use_months: Annotated[int, Field(ge=1, le=60)] | None = None


class AnswerTerm(Shape):
    """Within how many days from being told a firm accepts its award or gives it up."""

    days: Annotated[int, Field(ge=1, le=365)]
    source: Line
    confidence: CallConfidence
    note: Text | None = None


class MostShare(Shape):
    """The most of the first award that a premium may be, in whole percent."""

    percent: Annotated[int, Field(ge=1, le=100)]
    source: Line
    confidence: CallConfidence
    note: Text | None = None


class Obligation(Shape):
    """What who is awarded must do or keep, and the clause of the agreement that says the same.

    `months_of`: the fact of the application that says for how many months, where the firm itself promised them.
    """

    id: Id
    label: Text
    clause: ClauseId | None = None
    months: Annotated[int, Field(ge=0)] | None = None
    months_of: Name | None = None


class ExpenseCap(Shape):
    """The most that is accepted of a category: `cents`, or `percent` of the sum that the firm was awarded."""

    percent: Percent | None = None
    cents: Cents | None = None


class ExpenseCategory(Shape):
    """A kind of cost that an expense report may hold, what proves it, and its cap where it has one."""

    id: Id
    label: Text
    proof: Text
    cap: ExpenseCap | None = None


class Expenses(Shape):
    """How costs are accounted for: their categories, caps in this order, and which part of accepted costs the award
    covers. A call without it gives lump sums: its report proves measures, not costs.
    """

    categories: Annotated[Many[ExpenseCategory], Field(min_length=1)]
    share: Percent = 100.0
    source: Line
    confidence: CallConfidence
    note: Text | None = None


class SampleGroup(Shape):
    """A group of applications whose results a rehearsal compares with those of others, such as size or zone."""

    id: Id
    by: Literal["size", "zone"]
    label: Text
    when: Expression


class Call(Shape):
    """One call: everything that decides who gets how much."""

    about: CallAbout
    window: Window
    territory: Annotated[
        Annotated[TerritoryRef, Tag(VALUE)] | Annotated[Literal["any", "unknown"], Tag(WORD)],
        Discriminator(word_or_value),
    ]
    funding: Annotated[Many[FundingLine], Field(min_length=1)]
    facts: Many[CallFact]
    eligibility: Many[EligibilityRule]
    documents: Many[CallDocument] = ()
    grid: Annotated[
        Annotated[Grid, Tag(VALUE)] | Annotated[Literal["none", "unknown"], Tag(WORD)], Discriminator(word_or_value)
    ]
    amounts: Annotated[Annotated[Amounts, Tag(VALUE)] | UnknownWord, Discriminator(word_or_value)]
    policy: Policy
    tranches: Annotated[Annotated[Many[Tranche], Tag(VALUE)] | UnknownWord, Discriminator(word_or_value)]
    # Files must have the term, and those of a premium the share: `cip.rulebook.checks.calls`. What was published before
    # these keys has neither and stays readable.
    answer: Annotated[Annotated[AnswerTerm, Tag(VALUE)] | UnknownWord, Discriminator(word_or_value)] | None = None
    most_share: Annotated[Annotated[MostShare, Tag(VALUE)] | UnknownWord, Discriminator(word_or_value)] | None = None
    obligations: Many[Obligation] = ()
    expenses: Expenses | None = None
    groups: Many[SampleGroup] = ()
    law: Many[Name] = ()
    premium: Id | None = None
    uses: Many[MoneyUse] = ()

    @property
    def reads_award(self) -> bool:
        """Whether it rests on an award that came before it, as a premium does."""
        return any(fact.start is not None and fact.start.startswith("award.") for fact in self.facts)

    @property
    def id(self) -> str:
        """The call's identifier, which is also the name of its file."""
        return self.about.id
