"""Dated parameters: the value of a key on a day, with everything that is known about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cip.kernel.errors import RefusalError
from cip.kernel.texts import Text
from cip.rulebook.diagnostics import did_you_mean
from cip.rulebook.shapes.law import Parameter, ParameterRow, ParameterValue


class ParameterError(RefusalError):
    """A key that does not exist, or a day on which it has no value."""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of the law: both ends of its interval are included; None is open."""

    key: str
    value: ParameterValue
    unit: str | None
    start: date | None
    end: date | None
    source: str
    confidence: str
    note: Text | None

    def as_json(self) -> dict[str, object]:
        """The shape printed by `cip rules show parameter`; a pair of texts stays a pair."""
        return {
            "key": self.key,
            "value": self.value.model_dump() if isinstance(self.value, Text) else self.value,
            "unit": self.unit,
            "from": self.start.isoformat() if self.start else None,
            "to": self.end.isoformat() if self.end else None,
            "source": self.source,
            "confidence": self.confidence,
        }


def row_on(parameter: Parameter, on: date) -> ParameterRow | None:
    """The row whose interval holds a day, or None."""
    for row in parameter.values:
        if (row.start is None or row.start <= on) and (row.end is None or on <= row.end):
            return row
    return None


def value_on(parameters: Mapping[str, Parameter], key: str, on: date) -> DatedValue:
    """The value of `key` on a day of its selector. Raises ParameterError that names key and day; never a default."""
    parameter = parameters.get(key)
    if parameter is None:
        raise ParameterError(f'there is no parameter "{key}"{did_you_mean(key, parameters)}')
    row = row_on(parameter, on)
    if row is None or row.value is None:
        rows = parameter.values
        first = rows[0].start.isoformat() if rows[0].start else "the beginning"
        last = rows[-1].end.isoformat() if rows[-1].end else "today and later"
        raise ParameterError(f'"{key}" has no value on {on.isoformat()}; its rows go from {first} to {last}')
    return DatedValue(key, row.value, parameter.unit, row.start, row.end, row.source, row.confidence, row.note)
