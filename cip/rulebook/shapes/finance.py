"""Shape of the financial plan of a programme: the table as printed, the totals it declares, what its text says."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from cip.kernel.texts import Text
from cip.rulebook.shapes.base import Line, Many, Name, Percent, Shape

Cents = Annotated[int, Field(ge=0, le=10**13)]


class FinanceSource(Shape):
    """Where money comes from: a column of the table."""

    id: Name
    label: Text


class FinanceLine(Shape):
    """What money is for: a row of the table with its cents by source, and the total printed at its end, if any."""

    id: Name
    label: Text
    cells: dict[Name, Cents] = Field(default_factory=dict)
    declared: Cents | None = None


class DeclaredTotals(Shape):
    """What the last row of the table prints: cents by source, and in all."""

    sources: dict[Name, Cents] = Field(default_factory=dict)
    total: Cents | None = None


class FinanceStatement(Shape):
    """A sum that the text gives, in its own words; `about` says of what, `of` names the line or the source."""

    id: Name
    about: Literal["total", "line", "source", "premium"]
    of: Name | None = None
    cents: Cents
    quote: Line


class FinanceShare(Shape):
    """A share of the total that the text gives for a source, in percent."""

    id: Name
    of: Name
    percent: Percent
    quote: Line


class Finance(Shape):
    """The financial plan of a programme as its document has it, contradictions included: nothing is corrected here."""

    sources: Annotated[Many[FinanceSource], Field(min_length=1)]
    lines: Annotated[Many[FinanceLine], Field(min_length=1)]
    declared: DeclaredTotals = DeclaredTotals()
    statements: Many[FinanceStatement] = ()
    shares: Many[FinanceShare] = ()

    @model_validator(mode="after")
    def _names_what_is_there(self) -> Self:
        """Every cell, total and statement names a line or a source of the table, each of which stands there once."""
        sources, lines = [one.id for one in self.sources], [one.id for one in self.lines]
        for ids in (sources, lines):
            if len(set(ids)) != len(ids):
                raise ValueError("two lines or two sources have the same id")
        named = {source for line in self.lines for source in line.cells} | set(self.declared.sources)
        named |= {one.of for one in self.shares} | {one.of or "" for one in self.statements if one.about == "source"}
        if strange := named - set(sources):
            raise ValueError(f"no such source: {', '.join(sorted(strange))}")
        if strange := {one.of or "" for one in self.statements if one.about == "line"} - set(lines):
            raise ValueError(f"no such line: {', '.join(sorted(strange))}")
        return self
