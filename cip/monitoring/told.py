"""What is told of indicators outside the office: totals, and never a number that few firms stand behind. Pure.

The same model gives the JSON and its schema. Only the whole programme is told, neither alliances nor places nor times:
who could subtract one published total from another would learn what single firms did.
"""

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from cip.monitoring.indicators import LEAST_FIRMS, Actual, Known
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


class ToldProgramme(_Told):
    """A programme with its indicators."""

    format: Literal["cip-programme-1"] = "cip-programme-1"
    id: str
    label_it: str
    label_en: str
    office: str = Field(description="The office that follows it")
    source: str
    on: str = Field(description="The day of these numbers")
    least_firms: int = LEAST_FIRMS
    indicators: tuple[ToldIndicator, ...]


def told_programme(programme: Programme, office: str, on: str, actuals: Iterable[Actual]) -> ToldProgramme:
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
