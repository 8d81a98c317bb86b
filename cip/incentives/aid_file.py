"""Reads the FILE of `cip de-minimis`: the firm, the aid received, the ties between firms, the new aid."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from cip.incentives.de_minimis import GENERAL, Aid, AidFile, Regime
from cip.incentives.file_fields import Cents, Day, read_shape
from cip.incentives.undertaking import Tie, TieKind
from cip.rulebook.reading import Document
from cip.rulebook.shapes.base import Many, Shape

_LONGEST_NAME = 200


def _stripped(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise ValueError("write the name or the code of a firm")
    return name


FirmName = Annotated[str, StringConstraints(max_length=_LONGEST_NAME), AfterValidator(_stripped)]


class AidShape(Shape):
    """One of `aids`."""

    firm: FirmName
    day: Day = Field(alias="date")
    cents: Cents
    regime: Regime = GENERAL


class LinkShape(Shape):
    """One of `links`; a day that is left out or null is open."""

    a: FirmName
    b: FirmName
    kind: TieKind
    start: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> "LinkShape":
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"the tie ends on {self.end}, before it starts on {self.start}")
        return self


class AidFileShape(Shape):
    """The whole FILE."""

    firm: FirmName
    aids: Many[AidShape] | None = None
    links: Many[LinkShape] | None = None
    new_cents: Cents | None = None


def read_aid_file(document: Document | None) -> AidFile:
    """What a FILE states. Raises FileError, one sentence with place and key."""
    shape = read_shape(document, AidFileShape)
    aids, links = shape.aids, shape.links
    return AidFile(
        firm=shape.firm,
        aids=None if aids is None else tuple(Aid(one.firm, one.day, one.cents, one.regime) for one in aids),
        links=None if links is None else tuple(Tie(one.a, one.b, one.kind, one.start, one.end) for one in links),
        new_cents=shape.new_cents,
    )
