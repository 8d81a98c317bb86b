"""The typed checks of clauses: what is looked at, and against which limit. Every check answers yes, no or unknown."""

from typing import Annotated, Literal

from pydantic import Field

from cip.rulebook.shapes.base import Expression, Many, Name, Shape

Subject = Literal["adherence", "proof", "plan", "survey", "committee", "parties", "incentive"]
"""Where a fact of a clause comes from: the joining, papers noted for the firm, its plan, its survey, the committee's or
the parties' register, or the incentive."""
TermUnit = Literal["hour", "calendar_day", "working_day", "month"]
FactId = Name


class Limit(Shape):
    """A number: a dated parameter of the agreement, a value of its hourly leave, a legal parameter, another fact, or a
    number that needs no source (one, none). Exactly one of the five. `at` names the day fact that picks the row of the
    law instead of today, such as the day of payment.
    """

    param: Name | None = None
    hourly: Name | None = None
    law: Name | None = None
    fact: FactId | None = None
    value: int | None = None
    at: FactId | None = None


class Term(Shape):
    """A length of time: the number of a parameter of the agreement or of the law, in a unit."""

    param: Name | None = None
    law: Name | None = None
    unit: TermUnit


class TrueCheck(Shape):
    """A yes-or-no fact is yes."""

    kind: Literal["true"]
    fact: FactId


class AnswerCheck(Shape):
    """A condition over the answers of the check-up: facts of the profile and steps of indicators."""

    kind: Literal["answer"]
    when: Expression


class DatedCheck(Shape):
    """A paper or an event has its day, and that day has come."""

    kind: Literal["dated"]
    fact: FactId


class WithinCheck(Shape):
    """A day lies at most so long after another; until the term is over, what is missing is not due."""

    kind: Literal["within"]
    fact: FactId
    after: FactId
    at_most: Term


class OrderCheck(Shape):
    """A day comes before another, or on the same one."""

    kind: Literal["order"]
    first: FactId
    then: FactId
    strictly: bool = False


class RenewedCheck(Shape):
    """The last time is at most so long ago."""

    kind: Literal["renewed"]
    fact: FactId
    every: Term


class LastingCheck(Shape):
    """Between two days (or from the first to today, where the second is missing) lies at least so long."""

    kind: Literal["lasting"]
    start: FactId
    end: FactId | None = None
    at_least: Term


class NumberCheck(Shape):
    """A number keeps a limit."""

    kind: Literal["number"]
    fact: FactId
    is_: Annotated[Literal["at_least", "at_most", "more_than", "equal_to"], Field(alias="is")]
    limit: Limit


class TextCheck(Shape):
    """The agreement's own text fixes a value: of the hourly leave, of its parameters, or of its own head; or it admits
    a route of joining. With `is`, the value is this one. No where the text has no such rule, unknown where nobody has
    read it.
    """

    kind: Literal["text"]
    hourly: Name | None = None
    param: Name | None = None
    head: Literal["expires_on", "parties", "precedence", "after_expiry"] | None = None
    route: Literal["membership", "full_ccnl", "mandate"] | None = None
    is_: bool | str | None = Field(default=None, alias="is")


class TerritoryCheck(Shape):
    """The firm has a seat in the territory of the agreement, in the version of the day."""

    kind: Literal["in_territory"]


class ForceCheck(Shape):
    """The agreement is in force on the day."""

    kind: Literal["in_force"]


class LawCheck(Shape):
    """A day is not older than the newest change of these legal parameters; with a term, from the change on."""

    kind: Literal["after_law_change"]
    fact: FactId
    keys: Annotated[Many[Name], Field(min_length=1)]
    at_most: Term | None = None


class AllCheck(Shape):
    """Each of several checks."""

    kind: Literal["all"]
    of: Annotated[Many["Check"], Field(min_length=2)]


class AnyCheck(Shape):
    """At least one of several checks."""

    kind: Literal["any"]
    of: Annotated[Many["Check"], Field(min_length=2)]


class NotCheck(Shape):
    """The opposite of a check."""

    kind: Literal["not"]
    of: "Check"


Check = Annotated[
    TrueCheck
    | AnswerCheck
    | DatedCheck
    | WithinCheck
    | OrderCheck
    | RenewedCheck
    | LastingCheck
    | NumberCheck
    | TextCheck
    | TerritoryCheck
    | ForceCheck
    | LawCheck
    | AllCheck
    | AnyCheck
    | NotCheck,
    Field(discriminator="kind"),
]
AllCheck.model_rebuild()
AnyCheck.model_rebuild()
NotCheck.model_rebuild()
