"""A rule pack: one model with the law it cites, as canonical content under one sha256.

The order of files and their formatting do not matter; every text counts. The canonical content alone rebuilds the
pack, so a replay years
later needs no old files.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import ValidationError

from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Text
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.expressions.scope import Name, Scope, Type
from cip.rulebook.shapes import law, model
from cip.rulebook.shapes.base import Many, Shape


class PackContent(Shape):
    """Everything a check-up needs."""

    format: Literal[1] = 1
    about: model.About
    law: law.CitedLaw
    minutes: float
    duties_minutes: float = 0.0
    bands: Many[model.BandRow]
    groups: Many[model.Group] = ()
    facts: Many[model.Fact]
    areas: Many[model.Area]
    indicators: Many[model.Indicator]
    duties: Many[model.Duty]
    needs: Many[model.Need]
    measures: Many[model.Measure]
    levels: Many[model.Level]
    gates: Many[model.Gate]
    weights: Many[model.WeightsRow]
    reasons: dict[str, Text]
    agreements: AgreementBook | None = None


JOINABLE = "joinable_agreement"
"""A name of expressions: whether an agreement in force is known to be one that the firm may join."""


class PackError(RefusalError):
    """A pack's content is damaged, or not what its digest says, or has no value on a day."""


class Pack:
    """A model ready to be used: its content, its canonical text and the sha256 of that text."""

    def __init__(self, content: PackContent, canonical: str) -> None:
        self.content = content
        self.canonical = canonical
        self.sha256 = sha256_of(canonical)

    @classmethod
    def of(cls, content: PackContent) -> "Pack":
        """The pack of a content."""
        return cls(content, canonical_json(content.model_dump(mode="json", by_alias=True, exclude_defaults=True)))

    @classmethod
    def from_canonical(cls, canonical: str) -> "Pack":
        """Rebuild a pack from its stored canonical content. Raises PackError."""
        try:
            return cls(PackContent.model_validate_json(canonical), canonical)
        except ValidationError as error:
            raise PackError(f"the stored content of a pack cannot be read: {error.error_count()} mistakes") from error

    @property
    def id(self) -> str:
        """The model's identifier, such as `cip-2026`."""
        return self.content.about.id

    @cached_property
    def facts(self) -> Mapping[str, model.Fact]:
        """The facts of the profile by id, in the order of asking."""
        return {fact.id: fact for fact in self.content.facts}

    @cached_property
    def groups(self) -> Mapping[str, tuple[model.Fact, ...]]:
        """The facts of each group of the profile, by the group's id; one group called `all` where there are none."""
        found: dict[str, list[model.Fact]] = {}
        starts = {group.first: group.id for group in self.content.groups}
        current = "all"
        for fact in self.content.facts:
            current = starts.get(fact.id, current)
            found.setdefault(current, []).append(fact)
        return {group: tuple(facts) for group, facts in found.items()}

    @cached_property
    def group_of(self) -> Mapping[str, str]:
        """For each fact the group in which it is asked."""
        return {fact.id: group for group, facts in self.groups.items() for fact in facts}

    @cached_property
    def indicators(self) -> Mapping[str, model.Indicator]:
        """The indicators by id, area by area."""
        order = {area.id: index for index, area in enumerate(self.content.areas)}
        ordered = sorted(self.content.indicators, key=lambda indicator: order[indicator.area])
        return {indicator.id: indicator for indicator in ordered}

    @cached_property
    def measures(self) -> Mapping[str, model.Measure]:
        """The measures by code."""
        return {measure.id: measure for measure in self.content.measures}

    @cached_property
    def duties(self) -> Mapping[str, model.Duty]:
        """The duties by id."""
        return {duty.id: duty for duty in self.content.duties}

    @cached_property
    def needs(self) -> Mapping[str, model.Need]:
        """The needs by code."""
        return {need.id: need for need in self.content.needs}

    @cached_property
    def areas(self) -> Mapping[str, model.Area]:
        """The areas by letter, in the model's order."""
        return {area.id: area for area in self.content.areas}

    @cached_property
    def of_area(self) -> Mapping[str, tuple[model.Indicator, ...]]:
        """The indicators of each area."""
        return {area: tuple(item for item in self.indicators.values() if item.area == area) for area in self.areas}

    @cached_property
    def area_of(self) -> Mapping[str, str]:
        """For each measure the area of the first indicator that it raises."""
        return {code: self.indicators[item.raises[0].indicator].area for code, item in self.measures.items()}

    @cached_property
    def needs_first(self) -> Mapping[str, tuple[str, ...]]:
        """For each measure those that must be there before it."""
        return {code: tuple(first.id for first in item.after if first.hard) for code, item in self.measures.items()}

    @cached_property
    def opens(self) -> Mapping[str, tuple[str, ...]]:
        """For each measure that others need first, these others."""
        found: dict[str, list[str]] = {}
        for code, needed in self.needs_first.items():
            for first in needed:
                found.setdefault(first, []).append(code)
        return {first: tuple(codes) for first, codes in found.items()}

    @cached_property
    def scope(self) -> Scope:
        """The names that this pack's expressions may use."""
        return scope_of(self.content.facts, [item.id for item in self.content.indicators], self.content.law.parameters)

    def weights_on(self, on: date) -> model.WeightsRow:
        """The weights of a day. Raises PackError naming the day."""
        for row in self.content.weights:
            if (row.start is None or row.start <= on) and (row.end is None or on <= row.end):
                return row
        raise PackError(f"the weights of {self.id} have no value on {on.isoformat()}")

    def in_force_on(self, on: date) -> bool:
        """Whether the model is in force on a day."""
        about = self.content.about
        return (about.start is None or about.start <= on) and (about.end is None or on <= about.end)


_TYPES: dict[str, Type] = {
    "whole": Type.NUMBER,
    "percent": Type.NUMBER,
    "hours": Type.NUMBER,
    "yes_no": Type.CONDITION,
    "choice": Type.CHOICE,
    "several": Type.SEVERAL,
    "code": Type.CODE,
}


def scope_of(facts: Iterable[model.Fact], indicators: Iterable[str], parameters: Mapping[str, law.Parameter]) -> Scope:
    """The names of a model: facts, `band`, `on`, `joinable_agreement`, indicators (their step) and parameters."""
    names = {fact.id: Name(fact.id, _TYPES[fact.type], tuple(o.id for o in fact.options)) for fact in facts}
    names["band"] = Name("band", Type.CHOICE, model.BANDS)
    names["on"] = Name("on", Type.DAY)
    names[JOINABLE] = Name(JOINABLE, Type.CONDITION)
    names.update({identifier: Name(identifier, Type.NUMBER) for identifier in indicators})
    texts = set()
    for key, parameter in parameters.items():
        kind = parameter_type(parameter)
        if kind is None:
            texts.add(key)
        else:
            names.setdefault(key, Name(key, kind))
    return Scope(names, frozenset(texts))


def parameter_type(parameter: law.Parameter) -> Type | None:
    """NUMBER or CONDITION if every value of a parameter is one; None for texts and mixtures."""
    kinds = {type(row.value) for row in parameter.values if row.value is not None}
    if kinds == {bool}:
        return Type.CONDITION
    if kinds and kinds <= {int, float}:
        return Type.NUMBER
    return None
