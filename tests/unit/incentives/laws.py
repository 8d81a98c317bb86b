"""The law that the tests of State aid read: the shipped one, and one with other numbers to show whose they are."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from cip.rulebook.law import read_law
from cip.rulebook.shapes.law import Parameter, ParameterRow

RULES = Path(__file__).parents[3] / "rules"


@cache
def shipped_law() -> Mapping[str, Parameter]:
    """Every parameter of `rules/law/`."""
    return read_law(RULES).parameters


def with_value(key: str, value: bool | int, start: date | None = None, end: date | None = None) -> dict[str, Parameter]:
    """The shipped law with one parameter that has one value."""
    parameter = shipped_law()[key]
    row = {"from": start or "open", "to": end or "open", "value": value, "source": "test", "confidence": "published"}
    changed = parameter.model_copy(update={"values": (ParameterRow.model_validate(row),)})
    return {**shipped_law(), key: changed}
