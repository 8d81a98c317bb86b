"""Shapes of `models/<id>/guides/`: how a measure is put to work, papers to fill in, training cards and the glossary.

No score reads them, so they are no part of a pack.
"""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from cip.kernel.texts import Text
from cip.rulebook.shapes.base import Id, Line, Many, Name, Shape

LEAST_STEPS, MOST_STEPS = 3, 6
MOST_ROWS = 60
MOST_PROMISES = 2
_END_OF_SENTENCE = re.compile(r"[.!?](?=\s|$)")


def _said_on_the_board(text: Text) -> Text:
    for said in (text.it, text.en):
        if re.search(r"\d", said):
            raise ValueError("a notice holds no figures: those are for the firm to choose and to write itself")
        found = len(_END_OF_SENTENCE.findall(said))
        if found > MOST_PROMISES:
            raise ValueError(f"a notice has at most {MOST_PROMISES} sentences, not {found}")
    return text


class MeasureGuide(Shape):
    """How a measure is put to work: who decides, what the firm can promise on its notice board, the steps, an invented
    firm, and the papers that help.
    """

    id: Id
    decides: Text
    notice: Annotated[Text, AfterValidator(_said_on_the_board)]
    how: Annotated[Many[Text], Field(min_length=LEAST_STEPS, max_length=MOST_STEPS)]
    example: Text
    papers: Many[Id] = ()


class BlankTable(Shape):
    """A table to fill in: its column heads and how many empty rows."""

    columns: Annotated[Many[Text], Field(min_length=1)]
    rows: Annotated[int, Field(ge=1, le=MOST_ROWS)]


BlockKind = Literal["heading", "text", "field", "items", "table", "signatures"]
BLOCK_KINDS: tuple[BlockKind, ...] = ("heading", "text", "field", "items", "table", "signatures")


class Block(Shape):
    """One piece of a paper: exactly one of its keys stands there."""

    heading: Text | None = None
    text: Text | None = None
    field: Text | None = None
    items: Annotated[Many[Text], Field(min_length=1)] | None = None
    table: BlankTable | None = None
    signatures: Annotated[Many[Text], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        given = [kind for kind in BLOCK_KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise ValueError(f"a block has one key, not {len(given)}: {' or '.join(BLOCK_KINDS)}")
        return self

    @property
    def kind(self) -> BlockKind:
        """Which of the keys stands there."""
        return next(kind for kind in BLOCK_KINDS if getattr(self, kind) is not None)


class Paper(Shape):
    """A paper to fill in; `use` says when, and who signs."""

    id: Id
    name: Text
    use: Text
    measures: Many[Id] = ()
    law: Many[Name] = ()
    status: Literal["proposal", "confirmed"]
    blocks: Annotated[Many[Block], Field(min_length=1)]


class CardPart(Shape):
    """One part of a training card."""

    heading: Text
    text: Text


class Question(Shape):
    """A question at the end of a card; `right` counts the options from 0."""

    ask: Text
    options: Annotated[Many[Text], Field(min_length=2)]
    right: Annotated[int, Field(ge=0)]
    because: Text

    @model_validator(mode="after")
    def _right_is_there(self) -> Self:
        if self.right >= len(self.options):
            raise ValueError(f"`right` counts from 0, so it is at most {len(self.options) - 1}, not {self.right}")
        return self


class Card(Shape):
    """A training card of a few minutes."""

    id: Id
    name: Text
    minutes: Annotated[float, Field(gt=0)]
    aim: Text
    parts: Annotated[Many[CardPart], Field(min_length=1)]
    questions: Annotated[Many[Question], Field(min_length=1)]
    measures: Many[Id] = ()
    law: Many[Name] = ()


class Also(Shape):
    """Other words for a term, for whoever searches; lists of each language, of any length."""

    italian: Many[Line] = Field(default=(), alias="it")
    english: Many[Line] = Field(default=(), alias="en")


class Term(Shape):
    """A word of the glossary."""

    id: Id
    term: Text
    also: Also = Also()
    means: Text
    law: Many[Name] = ()
