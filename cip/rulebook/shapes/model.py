"""Shapes of `models/<id>/`: profile, areas, indicators, duties, needs, measures, levels, weights and reasons."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from cip.kernel.texts import Text
from cip.rulebook.shapes.base import Confidence, Expression, Id, Line, Many, Name, OpenDay, Percent, Shape

Band = Literal["a", "b", "c", "d"]
BANDS: tuple[Band, ...] = ("a", "b", "c", "d")
ALL_NEEDS = "all"
Lead = Literal["A", "B", "C", "D"]
Adviser = Literal["payroll", "safety"]
Form = Literal["own_rule", "individual", "company", "territorial", "bilateral"]
TOP_STEP = 4
Step = Annotated[int, Field(ge=0, le=TOP_STEP)]
Cost = Annotated[int, Field(ge=0, le=3)]
Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(gt=0, le=100)]


class Confirmation(Shape):
    """Who confirmed what of the model, and when."""

    who: Line
    on: date
    what: Text


class About(Shape):
    """A model's name, its days of force, and how far it is confirmed."""

    id: Id
    label: Text
    start: OpenDay = Field(alias="from")
    end: OpenDay = Field(alias="to")
    status: Literal["proposal", "confirmed"]
    confirmed_by: Many[Confirmation] = ()
    note: Text


class BandRow(Shape):
    """A size band by number of workers."""

    id: Band
    start: Annotated[int, Field(alias="from", ge=1)]
    end: Annotated[int, Field(alias="to", ge=1)]
    label: Text


class Option(Shape):
    """An answer of a choice."""

    id: Name
    it: Line
    en: Line


class Derived(Shape):
    """A value that a fact takes by itself when `when` is known true."""

    when: Expression
    value: Line
    because: Text


class Doubt(Shape):
    """Another answer that hardly goes with this fact: a soft warning while `when` is known true."""

    when: Expression
    text: Text


FactType = Literal["whole", "percent", "hours", "yes_no", "choice", "several", "code"]


class Fact(Shape):
    """A question of the profile; `payroll` puts it to whoever prepares the payslips, if they know the answer."""

    id: Name
    type: FactType
    unit: Line | None = None
    min: float | None = None
    max: float | None = None
    pattern: Line | None = None
    options: Many[Option] = ()
    ask: Text
    why: Text
    help: Text
    applies: Expression | None = None
    derived: Many[Derived] = ()
    asked: bool = True
    asked_later: Text | None = None
    doubts: Many[Doubt] = ()
    payroll: Text | None = None


class Group(Shape):
    """A page of the profile: the facts from `first` up to the first of the next group."""

    id: Name
    name: Text
    first: Name
    note: Text | None = None


class Area(Shape):
    """One of the eight areas."""

    id: Id
    name: Text
    what: Text
    why: Text
    minutes: Annotated[float, Field(gt=0)]


class Proof(Shape):
    """What steps 3 and 4 ask: a count or a date; `payroll` as in a fact."""

    kind: Literal["count", "date"]
    ask: Text
    payroll: Text | None = None


class NotApplicable(Shape):
    """A reason why an indicator may not apply; `when` proves it, `denied` contradicts it."""

    id: Name
    it: Line
    en: Line
    when: Expression | None = None
    denied: Expression | None = None


class Reachable(Shape):
    """A lower top of the ladder while `when` is true."""

    step: Annotated[int, Field(ge=1, le=4)]
    when: Expression


class Variant(Shape):
    """Another wording of the question."""

    when: Expression
    ask: Text


class Indicator(Shape):
    """A practice with its ladder of five observable steps."""

    id: Id
    area: Id
    weight: Weight
    name: Text
    ask: Text
    why: Text
    help: Text
    law_gives: Text
    law: Many[Name] = ()
    steps: Annotated[Many[Text], Field(min_length=5, max_length=5)]
    proof: Proof
    applies: Expression | None = None
    not_applicable: Many[NotApplicable] = ()
    reachable: Reachable | None = None
    variants: Many[Variant] = ()
    measures: Many[Id] = ()


class Act(Shape):
    """A structured legal source."""

    act: Line
    article: Line
    start: OpenDay = Field(alias="from")
    end: OpenDay = Field(alias="to")
    confidence: Confidence
    read_on: date | None = None


class Duty(Shape):
    """Something the law requires; never scored."""

    id: Name
    name: Text
    ask: Text
    help: Text
    applies: Expression | None = None
    case_needed: bool = True
    acts: Annotated[Many[Act], Field(min_length=1)]
    law: Many[Name] = ()
    adviser: Adviser = "payroll"


class Need(Shape):
    """A need of workers, with the share expected where nobody was asked."""

    id: Id
    label: Text
    signs: Text
    prior: Share
    confidence: Confidence
    source: Line


class After(Shape):
    """A measure that comes before; a soft one only advises the order."""

    id: Id
    hard: bool


class Raises(Shape):
    """An indicator that a measure raises, and to which step in each band."""

    indicator: Id
    target: dict[Band, Step]


class Measure(Shape):
    """Something the firm can do."""

    id: Id
    name: Text
    what: Text
    sizes: Annotated[Many[Band], Field(min_length=1)]
    applies: Expression | None = None
    conditions: Text | None = None
    together: Many[Band] = ()
    cost: Annotated[Many[Cost], Field(min_length=2, max_length=2)]
    lead: Annotated[Many[Lead], Field(min_length=2, max_length=2)]
    form: Annotated[Many[Form], Field(min_length=1)]
    kind: Literal["S", "P"]
    after: Many[After] = ()
    prerequisites: Text
    proof: Text
    needs: Annotated[Many[Id], BeforeValidator(lambda value: [ALL_NEEDS] if value == ALL_NEEDS else value)]
    raises: Annotated[Many[Raises], Field(min_length=1)]
    law: Many[Name] = ()


class Level(Shape):
    """One of the five levels."""

    id: Annotated[int, Field(ge=1, le=5)]
    start: Annotated[Percent, Field(alias="from")]
    name: Text
    what: Text


class Gate(Shape):
    """What a level asks beside its score; which of the optional keys stand there depends on `kind`."""

    id: Name
    level: Annotated[int, Field(ge=2, le=5)]
    kind: Literal["no_duty_denied", "indicator", "area", "measure_in_use", "every_area", "proof"]
    text: Text
    indicator: Id | None = None
    area: Id | None = None
    at_least: Percent | None = None
    steps: dict[Band, Step] = Field(default_factory=dict)
    measure_kind: Literal["S", "P"] | None = None
    months: Annotated[int, Field(ge=1)] | None = None
    from_step: Step | None = None


class Priority(Shape):
    """Points that each part of a measure's priority can give; they sum to 100."""

    need: Percent
    gain: Percent
    ease: Percent
    clause: Percent
    structural: Percent


class Lists(Shape):
    """How many measures each list shows."""

    now: Annotated[int, Field(ge=1)]
    soon: Annotated[int, Field(ge=1)]
    together: Annotated[int, Field(ge=1)]


def _rising(months: tuple[int, ...]) -> tuple[int, ...]:
    if list(months) != sorted(set(months)):
        raise ValueError("write the months in rising order, each one once")
    return months


Months = Annotated[
    Many[Annotated[int, Field(ge=1, le=120)]], Field(min_length=1, max_length=6), AfterValidator(_rising)
]
"""Months after a day, in rising order."""


class WeightsRow(Shape):
    """The weights and thresholds of one period."""

    start: OpenDay = Field(alias="from")
    end: OpenDay = Field(alias="to")
    source: Line
    confidence: Confidence
    areas: dict[Band, dict[Id, Weight]]
    not_applicable_cap: Percent
    priority: Priority
    need_share: Share
    gain_points: Annotated[float, Field(gt=0)]
    survey_answers: Annotated[int, Field(ge=1)]
    lists: Lists
    # Packs that were kept before this key existed ask for no looks; one that cannot be read would replay nothing.
    follow_up_months: Months = ()


GATE_KEYS: dict[str, frozenset[str]] = {
    "no_duty_denied": frozenset(),
    "indicator": frozenset({"indicator", "steps"}),
    "area": frozenset({"area", "at_least"}),
    "measure_in_use": frozenset({"measure_kind", "months"}),
    "every_area": frozenset({"at_least"}),
    "proof": frozenset({"from_step"}),
}
