"""What is told of indicators outside the office: totals, and never a number that few firms stand behind. Pure.

The same model gives the JSON and its schema. Only the whole programme is told, neither alliances nor places nor times:
who could subtract one published total from another would learn what single firms did.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from cip.monitoring.finance import CellMoney
from cip.monitoring.indicators import LEAST_FIRMS, Actual, Known
from cip.monitoring.overview import PlanSeen
from cip.monitoring.plan_versions import CellKey
from cip.rulebook.shapes.programme import Programme

_HUNDRED = 100


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ToldIndicator(_Told):
    """One indicator as everybody may read it."""

    id: str = Field(description="Identifier of the indicator in the rules")
    label_it: str
    label_en: str
    printed: str = Field(description="The target as the plan prints it")
    type: Literal["count", "percent", "yes_no"]
    target: float
    actual: float | None = Field(description="What was reached; null where `hidden` or `known` says why")
    hidden: Literal["few_firms"] | None = Field(description=f"Why there is no number: fewer than {LEAST_FIRMS} firms")
    known: Known = Field(description="How the actual is known")
    source: str = Field(description="Where the target stands in the plan")


class ToldCell(_Told):
    """A cell of the financial plan with the money of the calls that it pays for, in cents; never summed up here, so
    that no sum of few firms comes out of a difference.
    """

    line: str = Field(description="Line of the plan, by id")
    line_it: str
    line_en: str
    source: str = Field(description="Source of the plan, by id")
    source_it: str
    source_en: str
    planned_cents: int
    budget_cents: int = Field(description="Budgets of published calls that hang on the cell")
    awarded_cents: int | None
    due_cents: int | None = Field(description="To be paid now")
    paid_cents: int | None = Field(description="Paid, tax that was kept back included, before anything came back")
    recovered_cents: int | None = Field(description="Came back")
    hidden: Literal["few_firms"] | None = Field(description=f"Why sums are null: fewer than {LEAST_FIRMS} firms")


class ToldProgramme(_Told):
    """A programme with its indicators and the money by cell of its financial plan."""

    format: Literal["cip-programme-1"] = "cip-programme-1"
    id: str
    label_it: str
    label_en: str
    office: str = Field(description="The office that follows it")
    source: str
    on: str = Field(description="The day of these numbers")
    least_firms: int = LEAST_FIRMS
    indicators: tuple[ToldIndicator, ...]
    finance: tuple[ToldCell, ...] = ()


def told_programme(
    programme: Programme, office: str, on: str, actuals: Iterable[Actual], finance: Iterable[ToldCell] = ()
) -> ToldProgramme:
    """What everybody may read of a programme; `on` is the day of the numbers, ISO."""
    about = programme.about
    return ToldProgramme(
        id=about.id,
        label_it=about.label.it,
        label_en=about.label.en,
        office=office,
        source=about.source,
        on=on,
        indicators=tuple(map(_told, actuals)),
        finance=tuple(finance),
    )


def told_cells(plan: PlanSeen, firms: Mapping[CellKey, int]) -> tuple[ToldCell, ...]:
    """What everybody may read of the money by cell; `firms`: by cell how many firms were awarded something of it."""
    return tuple(_cell(plan, one, firms.get((one.line_id, one.source_id), 0)) for one in plan.money.cells)


def _cell(plan: PlanSeen, cell: CellMoney, firms: int) -> ToldCell:
    line, source = plan.report.table.lines[cell.line_id], plan.report.table.sources[cell.source_id]
    few, sums = 0 < firms < LEAST_FIRMS, cell.sums
    return ToldCell(
        line=cell.line_id,
        line_it=line.it,
        line_en=line.en,
        source=cell.source_id,
        source_it=source.it,
        source_en=source.en,
        planned_cents=cell.planned,
        budget_cents=sums.budget,
        awarded_cents=None if few else sums.awarded,
        due_cents=None if few else sums.due,
        paid_cents=None if few else sums.paid,
        recovered_cents=None if few else sums.recovered,
        hidden="few_firms" if few else None,
    )


def _told(one: Actual) -> ToldIndicator:
    hidden = one.small
    return ToldIndicator(
        id=one.indicator.id,
        label_it=one.indicator.label.it,
        label_en=one.indicator.label.en,
        printed=one.indicator.printed,
        type=one.indicator.type,
        target=one.target / _HUNDRED,
        actual=None if hidden or one.actual is None else one.actual / _HUNDRED,
        hidden="few_firms" if hidden else None,
        known=one.known,
        source=one.indicator.source,
    )


def programme_schema() -> dict[str, object]:
    """The JSON Schema of what is told."""
    return ToldProgramme.model_json_schema(mode="serialization")
