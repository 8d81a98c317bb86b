"""Reads the FILE of `cip size`: closed years (newest last), partners, linked firms, public share."""

from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from cip.incentives.file_fields import FIRST_DAY, LAST_DAY, Cents, MaybeShare, Share, Units, read_shape
from cip.incentives.size import ClosedYear, Figures, PartnerFirm, SizeFile
from cip.rulebook.reading import Document
from cip.rulebook.shapes.base import Many, Shape


class FiguresShape(Shape):
    """The figures of one firm in a year; left out is not known."""

    model_config = Shape.model_config | {"arbitrary_types_allowed": True}

    awu: Units = None
    turnover: Cents | None = None
    balance: Cents | None = None

    def figures(self) -> Figures:
        """The same as a noun."""
        return Figures(self.awu, self.turnover, self.balance)


class YearShape(FiguresShape):
    """One of `years`."""

    year: Annotated[int, Field(ge=FIRST_DAY.year, le=LAST_DAY.year)]


class PartnerShape(FiguresShape):
    """One of `partners`."""

    share: Share


class SizeShape(Shape):
    """The whole FILE."""

    model_config = Shape.model_config | {"arbitrary_types_allowed": True}

    years: Many[YearShape] | None = None
    partners: Many[PartnerShape] | None = None
    linked: Many[FiguresShape] | None = None
    public_share: MaybeShare = None

    @model_validator(mode="after")
    def _years_in_a_row(self) -> "SizeShape":
        years = [year.year for year in self.years or ()]
        for before, after in pairwise(years):
            if after != before + 1:
                raise ValueError(f"the years follow each other, newest last: {after} cannot stand after {before}")
        return self


def read_size_file(document: Document | None) -> SizeFile:
    """What a FILE states. Raises FileError, one sentence with place and key."""
    shape = read_shape(document, SizeShape)
    partners = shape.partners
    return SizeFile(
        years=tuple(ClosedYear(year.year, year.figures()) for year in shape.years or ()),
        partners=None if partners is None else tuple(PartnerFirm(one.share, one.figures()) for one in partners),
        linked=None if shape.linked is None else tuple(one.figures() for one in shape.linked),
        public_share=shape.public_share,
    )
