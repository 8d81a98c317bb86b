"""A call's rule pack: the call with the law and the territory that it cites, as canonical content under one sha256.

A call is a pack of its own: neither the model nor the agreements of the day change what was published.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Literal

from pydantic import ValidationError

from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.moments import in_utc
from cip.rulebook.expressions.scope import Name, Scope, Type
from cip.rulebook.packs import PackError, parameter_type
from cip.rulebook.shapes import law
from cip.rulebook.shapes.agreement import Territory
from cip.rulebook.shapes.base import Shape
from cip.rulebook.shapes.call import Call, CallFact, FundingLine, Window

REQUESTED = "requested_cents"
"""A name of expressions: the amount that the application asks for; unknown where it asks for what is computed."""
ON = "on"
"""A name of expressions: the day to which the application's facts belong."""
RESERVED = (REQUESTED, ON)

_TYPES: dict[str, Type] = {
    "whole": Type.NUMBER,
    "number": Type.NUMBER,
    "percent": Type.NUMBER,
    "cents": Type.NUMBER,
    "yes_no": Type.CONDITION,
    "choice": Type.CHOICE,
    "several": Type.SEVERAL,
    "code": Type.CODE,
    "day": Type.DAY,
}


class CallContent(Shape):
    """Everything that decides a call."""

    format: Literal[1] = 1
    call: Call
    law: law.CitedLaw
    territory: Territory | None = None


class CallPack:
    """A call ready to be used: its content, its canonical text and the sha256 of that text."""

    def __init__(self, content: CallContent, canonical: str) -> None:
        self.content = content
        self.canonical = canonical
        self.sha256 = sha256_of(canonical)

    @classmethod
    def of(cls, content: CallContent) -> "CallPack":
        """The pack of a content."""
        return cls(content, canonical_json(content.model_dump(mode="json", by_alias=True, exclude_defaults=True)))

    @classmethod
    def from_canonical(cls, canonical: str) -> "CallPack":
        """Rebuild a pack from its stored canonical content. Raises PackError."""
        try:
            return cls(CallContent.model_validate_json(canonical), canonical)
        except ValidationError as error:
            count = error.error_count()
            raise PackError(f"the stored content of a call cannot be read: {count} mistakes") from error

    @property
    def call(self) -> Call:
        """The call itself."""
        return self.content.call

    @property
    def id(self) -> str:
        """The call's identifier, such as `pilot-2026`."""
        return self.content.call.id

    @cached_property
    def facts(self) -> Mapping[str, CallFact]:
        """The facts of the call by id, in the order of asking."""
        return {fact.id: fact for fact in self.content.call.facts}

    @cached_property
    def scope(self) -> Scope:
        """The names that the call's expressions may use."""
        return call_scope(self.content.call.facts, self.content.law.parameters)

    def with_settings(
        self, *, opens: datetime | None, closes: datetime | None, cents_by_line: Mapping[str, int]
    ) -> "CallPack":
        """The same call with the moments and sums that the office sets for one opening (integer cents by line id).

        A line that is not named keeps its sum, and the window stays while one of its moments is not set. Raises
        KeyError for a line that the call does not have.
        """
        for line in cents_by_line:
            if line not in {known.id for known in self.call.funding}:
                raise KeyError(line)
        funding = tuple(_with_cents(line, cents_by_line.get(line.id)) for line in self.call.funding)
        window = self.call.window
        if opens is not None and closes is not None:
            # One instant has one digest, whatever offset it was written with.
            window = Window(time_zone=window.time_zone, opens=in_utc(opens), closes=in_utc(closes))
        call = self.call.model_copy(update={"window": window, "funding": funding})
        return CallPack.of(self.content.model_copy(update={"call": call}))


def _with_cents(line: FundingLine, cents: int | None) -> FundingLine:
    return line if cents is None else line.model_copy(update={"cents": cents})


def call_scope(facts: tuple[CallFact, ...], parameters: Mapping[str, law.Parameter]) -> Scope:
    """The names of a call: its facts, `requested_cents`, `on`, and the legal parameters."""
    names = {fact.id: Name(fact.id, _TYPES[fact.type], tuple(option.id for option in fact.options)) for fact in facts}
    names[REQUESTED] = Name(REQUESTED, Type.NUMBER)
    names[ON] = Name(ON, Type.DAY)
    texts = set()
    for key, parameter in parameters.items():
        kind = parameter_type(parameter)
        if kind is None:
            texts.add(key)
        else:
            names.setdefault(key, Name(key, kind))
    return Scope(names, frozenset(texts))
