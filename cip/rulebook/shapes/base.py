"""What the shapes share: strictness, days that may be open, lists, and identifiers."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, Strict, StringConstraints

OPEN = "open"
UNKNOWN = "unknown"
"""A value that a text has, or may have, and that nobody of us has read: never guessed."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Confidence = Literal["published", "from-memory", "proposal"]

T = TypeVar("T")


class Shape(BaseModel):
    """A map in a rule file: frozen, strict about types, closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=False)


def _reader(word: str) -> Callable[[object], object]:
    """Reads a day, or the word that stands for none here."""

    def read(value: object) -> object:
        if value == word:
            return None
        if value is None:
            raise ValueError(f"write a day as YYYY-MM-DD, or `{word}`")
        if isinstance(value, str):  # quoted, or read back from canonical JSON
            if not _DAY.fullmatch(value):
                raise ValueError(f'write a day as YYYY-MM-DD, or `{word}`, not "{value}"')
            return date.fromisoformat(value)
        return value

    return read


def _writer(word: str) -> PlainSerializer:
    return PlainSerializer(lambda day: word if day is None else day.isoformat(), return_type=str)


OpenDay = Annotated[date | None, BeforeValidator(_reader(OPEN)), _writer(OPEN)]
"""A day, or `open` (no end, or no start, known), which is None here."""

MaybeDay = Annotated[date | None, BeforeValidator(_reader(UNKNOWN)), _writer(UNKNOWN)]
"""A day, or `unknown`, which is None here."""

Many = Annotated[tuple[T, ...], Strict(False)]
"""A YAML list."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=64)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9_]*$", max_length=64)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Expression = Annotated[str, StringConstraints(min_length=1)]
"""A condition; how long it may be is the parser's business."""
Percent = Annotated[float, Field(ge=0, le=100)]

WORD, VALUE = "=word", "=value"


def word_or_value(value: object) -> str:
    """Which of the two a key that takes a word or something else was given; a tag of pydantic."""
    return WORD if isinstance(value, str) else VALUE
