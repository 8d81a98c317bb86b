"""What the law says about a question: each parameter with its value on the day, its source and its dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cip.assessment.bound import BoundPack
from cip.documents import formats
from cip.kernel.texts import Language, Text
from cip.rulebook.packs import Pack
from cip.rulebook.parameters import row_on
from cip.web.language import current


@dataclass(frozen=True, slots=True)
class Citation:
    """One parameter as it stands on a day; `value` is empty where the law has none on that day."""

    key: str
    label: Text
    value: str
    source: str
    dates: str
    confidence: str
    note: Text | None
    read_on: date


def citations(bound: BoundPack, keys: Iterable[str]) -> tuple[Citation, ...]:
    """The parameters named by `keys` on the day of the bound pack."""
    return tuple(citation(bound.pack, key, bound.on, current()) for key in keys)


def citation(pack: Pack, key: str, on: date, language: Language) -> Citation:
    """One parameter on a day. On a day outside its rows the last row's source stands without a value."""
    law = pack.content.law
    parameter = law.parameters[key]
    row = row_on(parameter, on)
    shown = row or parameter.values[-1]
    return Citation(
        key=key,
        label=parameter.label,
        value=formats.value(row.value, parameter.unit, language) if row is not None and row.value is not None else "",
        source=shown.source,
        dates=formats.span(shown.start, shown.end, language, shown.precision),
        confidence=shown.confidence,
        note=shown.note,
        read_on=shown.read_on or law.about.read_on,
    )
