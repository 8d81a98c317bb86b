"""The names that an expression may use, with their types, and how their values become columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from math import nan


class Type(Enum):
    """The types of the language; the value is the word used in messages."""

    NUMBER = "number"
    CONDITION = "condition"
    DAY = "day"
    CHOICE = "choice"
    CODE = "code"
    SEVERAL = "list of choices"


@dataclass(frozen=True, slots=True)
class Name:
    """A declared name: its type and, for choices, its options. `shown_as` is what messages and `tell us` call it."""

    id: str
    type: Type
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """All declared names; `texts` are parameters that exist but cannot stand in a rule."""

    names: Mapping[str, Name]
    texts: frozenset[str] = field(default_factory=frozenset)


KNOWN_MARK = "?"


def option_column(name: str, option: str) -> str:
    """The column that says whether `name` is (or contains) `option`."""
    return f"{name}={option}"


def known_column(name: str) -> str:
    """The column that is 1 once a choice, code or list is known."""
    return f"{name}{KNOWN_MARK}"


def name_of_column(column: str) -> str:
    """The declared name behind a column."""
    return column.split("=", 1)[0].rstrip(KNOWN_MARK)


FactValue = bool | int | float | str | date | tuple[str, ...] | None


def encode(values: Mapping[str, FactValue], columns: Iterable[str]) -> dict[str, float]:
    """The columns asked for, as floats, from values by name; what is missing or None is NaN."""
    return {column: _cell(values.get(name_of_column(column)), column) for column in columns}


def _cell(value: FactValue, column: str) -> float:
    if value is None:
        return nan
    if isinstance(value, bool | int | float):
        return float(value)
    if isinstance(value, date):
        return float(value.toordinal())
    if column.endswith(KNOWN_MARK):
        return 1.0
    option = column.split("=", 1)[1]
    return float(option in value if isinstance(value, tuple) else option == value)
