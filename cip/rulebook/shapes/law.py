"""Shapes of `law/`: what is known of the law, and every dated parameter."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, PlainValidator

from cip.kernel.texts import LANGUAGES, Text
from cip.rulebook.shapes.base import Confidence, Id, Line, Many, OpenDay, Shape

NONE = "none"

ParameterValue = int | float | bool | Text | None


def _read_value(value: object) -> ParameterValue:
    if value == NONE:
        return None
    if isinstance(value, bool | int | float | Text):
        return value
    if isinstance(value, dict):
        if value.keys() != set(LANGUAGES) or not all(isinstance(text, str) for text in value.values()):
            raise ValueError("a text is a pair {it, en} of texts and nothing else")
        return Text.model_validate(value)
    raise ValueError("a value is a number, true or false, a pair of texts {it, en}, or `none`")


def _write_value(value: ParameterValue) -> object:
    return NONE if value is None else value.model_dump() if isinstance(value, Text) else value


class LawAbout(Shape):
    """Up to which day the law is known to these files, and when it was read."""

    law_known_to: date
    read_on: date
    note: Text


class Selector(Shape):
    """A date that may pick the row of a parameter, such as the day of leave or the tax year."""

    id: Id
    label: Text


class ParameterRow(Shape):
    """One value with its interval (both days included), source and confidence."""

    start: OpenDay = Field(alias="from")
    end: OpenDay = Field(alias="to")
    value: Annotated[ParameterValue, PlainValidator(_read_value), PlainSerializer(_write_value)]
    source: Line
    confidence: Confidence
    precision: Literal["year", "month"] | None = None
    note: Text | None = None
    read_on: date | None = None


class Parameter(Shape):
    """A legal parameter: its meaning, the date that selects its row, and its rows in order."""

    label: Text
    unit: Line | None = None
    selector: Id
    note: Text | None = None
    values: Annotated[Many[ParameterRow], Field(min_length=1)]


class CitedLaw(Shape):
    """The part of the law that a model or the agreements cite."""

    about: LawAbout
    selectors: Many[Selector]
    parameters: dict[str, Parameter]
