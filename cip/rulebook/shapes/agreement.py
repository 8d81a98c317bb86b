"""Shapes of `agreements/` and `territories/`: agreements with dated values, the clause catalogue, contract cards."""

from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, PlainValidator

from cip.kernel.texts import Text
from cip.rulebook.shapes.base import UNKNOWN, Id, Line, Many, MaybeDay, Name, OpenDay, Shape
from cip.rulebook.shapes.checks import Check, Subject
from cip.rulebook.shapes.law import NONE

ALL_SECTORS = "all"
STATUTE = "statute"
"""The id of the file that stands for no agreement: the law alone."""

AgreementConfidence = Literal["published", "from-memory", "design", "invented"]
ClauseId = Annotated[str, Field(pattern=r"^[A-H]-\d{2}$")]
ValueKind = Literal["known", "unknown", "none"]
DatedValue = int | bool | str | None
"""A number in the unit of its name, yes or no, a word; None for `none`: the text has no such rule."""


def _read_value(value: object) -> DatedValue:
    if value == NONE:
        return None
    if isinstance(value, bool | int) or (isinstance(value, str) and value):
        return value
    raise ValueError("a value is a whole number, true or false, a word, `none` or `unknown`")


class Source(Shape):
    """Where something is written: the act or text, its article, and how far we know it."""

    act: Line
    article: Line | None = None
    confidence: AgreementConfidence
    note: Text | None = None


class ValueRow(Shape):
    """One value of an agreement with its days (both included)."""

    start: OpenDay = Field(alias="from")
    end: OpenDay = Field(alias="to")
    value: Annotated[
        DatedValue, PlainValidator(_read_value), PlainSerializer(lambda value: NONE if value is None else value)
    ]
    source: Line
    confidence: AgreementConfidence
    note: Text | None = None

    @property
    def kind(self) -> ValueKind:
        """Whether the text says a value, says nothing, or was not read."""
        return "none" if self.value is None else "unknown" if self.value == UNKNOWN else "known"


Rows = Annotated[Many[ValueRow], Field(min_length=1)]


class HourlyLeave(Shape):
    """What an agreement says of parental leave by the hour. A missing key: the text was not asked that.

    Lengths are minutes. `hours_per_day` and `hours_per_month` are minutes too, or the word `contractual_average`;
    `unit_share` is a percentage of the daily average (the law: 50).
    """

    available: Rows | None = None
    unit_share: Rows | None = None
    min_unit_minutes: Rows | None = None
    step_minutes: Rows | None = None
    monthly_whole_days: Rows | None = None
    minutes_per_day: Rows | None = None
    minutes_per_month: Rows | None = None
    minutes_per_month_pro_rata: Rows | None = None
    min_work_left_minutes: Rows | None = None
    min_work_left_share: Rows | None = None
    monthly_plan: Rows | None = None
    notice_days: Rows | None = None
    notice_unit: Rows | None = None
    notice_urgent_days: Rows | None = None
    notice_urgent_unit: Rows | None = None
    reply_days: Rows | None = None
    reply_unit: Rows | None = None
    silence: Rows | None = None
    max_defer_days: Rows | None = None
    defer_times: Rows | None = None
    same_day_art39: Rows | None = None
    same_day_art33: Rows | None = None
    same_day_l104: Rows | None = None
    same_day_other_child: Rows | None = None
    same_day_contractual: Rows | None = None
    same_day_hours_bank: Rows | None = None


class TerritoryRef(Shape):
    """A list of municipalities under `territories/` in one of its versions."""

    list: Id
    version: Line


class Joining(Shape):
    """By which routes a firm joins (clause A-03)."""

    routes: Annotated[Many[Literal["membership", "full_ccnl", "mandate"]], Field(min_length=1)]


class Party(Shape):
    """Who signed, and for which side; a party that joined later has its day (clause H-04)."""

    name: Line
    side: Literal["union", "employers", "public", "other"]
    since: MaybeDay = None


class Agreement(Shape):
    """One agreement: what it is, where and when it holds, and its dated values.

    `law` names the legal parameters on which it rests: for the statute they are the values themselves.
    """

    id: Id
    name: Text
    level: Literal["statute", "national", "territorial", "company", "plan"]
    nature: Literal["real", "design", "invented"]
    mark: Text | None = None
    note: Text
    sectors: Annotated[Many[Line], Field(min_length=1)] = (ALL_SECTORS,)
    territory: TerritoryRef | None = None
    parties: Many[Party] = ()
    signed_on: MaybeDay = None
    effective_from: MaybeDay = None
    expires_on: OpenDay | Literal["unknown"] = None
    after_expiry: Literal["stop", "keep_until_renewal", "unknown"]
    renews: Id | None = None
    joining: Joining | None = None
    precedence: Literal["subsidiary", "improves", "replaces", "unknown"]
    hourly_parental_leave: HourlyLeave
    params: dict[Name, Rows] = Field(default_factory=dict)
    obligations: Many[ClauseId] = ()
    law: Many[Name] = ()
    doubts: Many[Id] = ()
    sources: Annotated[Many[Source], Field(min_length=1)]


class Municipality(Shape):
    """A municipality of a territory: its ISTAT code, its name, and its patron's day where the library lacks it."""

    code: Annotated[str, Field(pattern=r"^\d{6}$")]
    name: Line
    patron: Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")] | None = None


class TerritoryVersion(Shape):
    """The municipalities of a territory from a day on."""

    version: Line
    start: OpenDay = Field(alias="from")
    end: OpenDay = Field(alias="to")
    source: Line
    confidence: AgreementConfidence
    municipalities: Annotated[Many[Municipality], Field(min_length=1)]


class Territory(Shape):
    """A list of municipalities in versions; it may be invented, or incomplete, and then says so."""

    id: Id
    name: Text
    nature: Literal["real", "invented"]
    complete: bool
    note: Text
    versions: Annotated[Many[TerritoryVersion], Field(min_length=1)]


class ClauseFact(Shape):
    """Something that papers, a plan or a register show of a firm: a day, a number, or yes or no; never free text.

    `of_one_person`: it is about what single people asked for or got, so in a small firm it may tell who.
    """

    id: Name
    type: Literal["day", "number", "yes_no"]
    unit: Line | None = None
    subject: Subject
    of_one_person: bool = False
    label: Text
    ask: Text
    proof: Text


class Clause(Shape):
    """One obligation of the catalogue, with its typed check. `met_by` says in words what would meet it."""

    id: ClauseId
    title: Text
    text: Text
    who: Annotated[Many[Literal["firm", "worker", "parties", "committee", "body"]], Field(min_length=1)]
    deadline: Text
    proof: Text
    met_by: Text
    due: Check | None = None
    check: Check
    core: bool = False
    measures: Many[Id] = ()
    law: Many[Name] = ()
    basis: Line | Text
    """Where such a clause was seen, in words for people. One line without translation only in packs of before."""
    confidence: AgreementConfidence
    note: Text | None = None


class Doubt(Shape):
    """A question that only the social partners or a lawyer can answer; it is shown, never decided here."""

    id: Id
    text: Text
    clauses: Many[ClauseId] = ()


class CardFact(Shape):
    """One thing that a national contract says, with its source; `unknown` where nobody read it."""

    topic: Literal["weekly_hours", "hourly_leave", "part_time", "hours_bank", "welfare", "bilateral_body", "expiry"]
    status: Literal["known", "unknown"]
    text: Text
    source: Line | None = None
    confidence: AgreementConfidence | None = None


class ContractCard(Shape):
    """A national collective agreement in short: only facts that have a source."""

    id: Id
    code: Annotated[str, Field(pattern=r"^[A-Z][0-9A-Z]{3}$")] | None = None
    code_source: Line | None = None
    name: Text
    for_whom: Text
    facts: Many[CardFact]
    agreement: Id | None = None
