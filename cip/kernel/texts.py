"""A sentence in both languages, and the reason that every result carries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from cip.kernel.elision import elided

Language = Literal["it", "en"]
LANGUAGES: tuple[Language, ...] = ("it", "en")

Input = str | int | float | bool | None


class Text(BaseModel):
    """One content sentence (or name) in Italian and English; both are always there."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    it: str
    en: str

    def in_language(self, language: Language) -> str:
        """The sentence in one language."""
        return self.it if language == "it" else self.en


class MissingReasonError(ValueError):
    """Somebody tried to build a result that does not say why (promise 3 of the design)."""


Value = Text | str | int | float | date


@dataclass(frozen=True)
class Reason:
    """Why something is so: the rule that spoke, its sentence in both languages, and the inputs it read.

    The sentence is a pair of texts with `{placeholders}` and the values that fill them; it is put into words when
    somebody reads it.
    """

    rule: str
    sentence: Text
    values: Mapping[str, Value] = field(default_factory=dict)
    given_inputs: Mapping[str, Input] | None = None

    def __post_init__(self) -> None:
        if not (self.rule and self.sentence.it and self.sentence.en):
            raise MissingReasonError("a reason needs its rule and a sentence in Italian and English")

    @cached_property
    def it(self) -> str:
        """The sentence in Italian."""
        return self._filled("it")

    @cached_property
    def en(self) -> str:
        """The sentence in English."""
        return self._filled("en")

    @property
    def inputs(self) -> Mapping[str, Input]:
        """What the rule read, as data; the values of the sentence where nothing else was given."""
        if self.given_inputs is not None:
            return self.given_inputs
        return {key: _as_input(value) for key, value in self.values.items()}

    def in_language(self, language: Language) -> str:
        """The sentence in one language, filled in."""
        return self.it if language == "it" else self.en

    def _filled(self, language: Language) -> str:
        text = self.sentence.it if language == "it" else self.sentence.en
        said = text.format_map({key: shown(value, language) for key, value in self.values.items()})
        return elided(said, figures=False) if language == "it" else said

    def as_json(self) -> dict[str, object]:
        """The shape printed by the commands: `{rule, it, en, inputs}`."""
        return {"rule": self.rule, "it": self.it, "en": self.en, "inputs": dict(self.inputs)}


def _as_input(value: Value) -> Input:
    if isinstance(value, Text):
        return value.en
    return value.isoformat() if isinstance(value, date) else value


def shown(value: Value, language: Language) -> str:
    """A value as people of a language write it: comma or point, no needless zeros.

    >>> shown(32.4, "it"), shown(32.4, "en"), shown(50.0, "it")
    ('32,4', '32.4', '50')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        text = f"{value:.1f}".removesuffix(".0")
        return text.replace(".", ",") if language == "it" else text
    if isinstance(value, Text):
        return value.it if language == "it" else value.en
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y" if language == "it" else "%d %b %Y")
    return str(value)


def require_reasons(because: tuple[Reason, ...], what: str) -> None:
    """Refuse a result without reasons. Raises MissingReasonError naming `what`."""
    if not because:
        raise MissingReasonError(f"{what} has no reason")
