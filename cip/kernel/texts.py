"""A sentence in both languages, and the reason that every result carries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict

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


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is so: the rule that spoke, a sentence in both languages, and the inputs it read."""

    rule: str
    it: str
    en: str
    inputs: Mapping[str, Input] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (self.rule and self.it and self.en):
            raise MissingReasonError("a reason needs its rule and a sentence in Italian and English")

    def in_language(self, language: Language) -> str:
        """The sentence in one language."""
        return self.it if language == "it" else self.en

    def as_json(self) -> dict[str, object]:
        """The shape printed by the commands: `{rule, it, en, inputs}`."""
        return {"rule": self.rule, "it": self.it, "en": self.en, "inputs": dict(self.inputs)}


def require_reasons(because: tuple[Reason, ...], what: str) -> None:
    """Refuse a result without reasons. Raises MissingReasonError naming `what`."""
    if not because:
        raise MissingReasonError(f"{what} has no reason")
