"""The financial plan of a programme: its totals by line and by source, their shares, and where it contradicts itself.

A contradiction is reported with every sum that is said, and none is chosen. Pure; whole cents.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from cip.kernel.money import euros
from cip.kernel.texts import Input, Reason, Text, Value
from cip.rulebook.shapes.finance import Finance

Subject = Literal["total", "line", "source", "premium"]
Where = Literal["cells", "declared", "text"]
_WHERE: Mapping[Where, Text] = {
    "cells": Text(it="somma delle caselle", en="sum of the cells"),
    "declared": Text(it="totale scritto nella tabella", en="total printed in the table"),
    "text": Text(it="testo", en="text"),
}
TOTAL = Text(it="Costo complessivo", en="Total cost")
PREMIUM = Text(it="Premialità", en="Premium")
_DIFFER = Text(it="{what}: il documento dice {sums}.", en="{what}: the document says {sums}.")
_SOURCES = Text(it="Fonti nel testo, tutte insieme", en="Sources in the text, all together")
_SHARE = Text(
    it="{what}: il testo dice {said} %, dalla tabella viene {found} %.",
    en="{what}: the text says {said}%, the table gives {found}%.",
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sum that the text of a plan gives, in its own words; `of` names the line or the source."""

    about: Subject
    of: str
    cents: int
    quote: str


@dataclass(frozen=True, slots=True)
class ShareStatement:
    """A share of the total that the text gives for a source, in percent."""

    of: str
    percent: Decimal
    quote: str


@dataclass(frozen=True, kw_only=True)
class PlanTable:
    """A financial plan as its document has it. `cells`: cents by line and source; a cell that is empty is left out."""

    sources: Mapping[str, Text]
    lines: Mapping[str, Text]
    cells: Mapping[tuple[str, str], int]
    line_totals: Mapping[str, int] = field(default_factory=dict)
    source_totals: Mapping[str, int] = field(default_factory=dict)
    total: int | None = None
    statements: Sequence[Statement] = ()
    shares: Sequence[ShareStatement] = ()

    def name_of(self, about: Subject, of: str) -> Text:
        """What something of the plan is called."""
        if about == "line":
            return self.lines[of]
        if about == "source":
            return self.sources[of]
        return TOTAL if about == "total" else PREMIUM


@dataclass(frozen=True, slots=True)
class Said:
    """A sum that the document gives, where it gives it, and in which words where it is the text."""

    where: Where
    cents: int
    quote: str = ""

    @property
    def label(self) -> Text:
        """Where it is given, in words."""
        return _WHERE[self.where]


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction: what it is about, every sum that is said of it, and the sentence that tells it."""

    what: Text
    said: tuple[Said, ...]
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class PlanReport:
    """What the cells of a plan add up to, in cents, and what in the document disagrees."""

    table: PlanTable
    lines: Mapping[str, int]
    sources: Mapping[str, int]
    total: int
    findings: Sequence[Finding]

    def share_of(self, cents: int) -> Decimal:
        """Cents as a share of the total, in percent with two decimals; none of nothing."""
        return share(cents, self.total)


def table_of(finance: Finance) -> PlanTable:
    """The financial plan of a programme of the rules."""
    cells = {(line.id, source): cents for line in finance.lines for source, cents in line.cells.items()}
    return PlanTable(
        sources={one.id: one.label for one in finance.sources},
        lines={one.id: one.label for one in finance.lines},
        cells=cells,
        line_totals={one.id: one.declared for one in finance.lines if one.declared is not None},
        source_totals=finance.declared.sources,
        total=finance.declared.total,
        statements=[Statement(one.about, one.of or "", one.cents, one.quote) for one in finance.statements],
        shares=[ShareStatement(one.of, Decimal(str(one.percent)), one.quote) for one in finance.shares],
    )


def share(cents: int, total: int) -> Decimal:
    """Cents as a share of a total, in percent, rounded half up to two decimals; zero where there is no total."""
    if not total:
        return Decimal("0.00")
    return (Decimal(100 * cents) / Decimal(total)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def report_of(table: PlanTable) -> PlanReport:
    """The totals of a plan and its contradictions."""
    lines = {one: _sum(table, line=one) for one in table.lines}
    sources = {one: _sum(table, source=one) for one in table.sources}
    total = sum(table.cells.values())
    found = [*_sums(table, lines, sources, total), *_text_sources(table, total), *_shares(table, sources, total)]
    return PlanReport(table=table, lines=lines, sources=sources, total=total, findings=found)


def _sum(table: PlanTable, *, line: str = "", source: str = "") -> int:
    return sum(cents for (row, column), cents in table.cells.items() if line in ("", row) and source in ("", column))


def _sums(table: PlanTable, lines: Mapping[str, int], sources: Mapping[str, int], total: int) -> Iterator[Finding]:
    """Where cells, totals and text give different sums for the same thing."""
    wanted: list[tuple[Subject, str, int | None, int | None]] = [("total", "", total, table.total)]
    wanted += [("line", one, lines[one], table.line_totals.get(one)) for one in table.lines]
    wanted += [("source", one, sources[one], table.source_totals.get(one)) for one in table.sources]
    wanted.append(("premium", "", None, None))
    for about, of, cells, declared in wanted:
        said = [Said("cells", cells)] if cells is not None else []
        said += [Said("declared", declared)] if declared is not None else []
        said += [Said("text", one.cents, one.quote) for one in table.statements if (one.about, one.of) == (about, of)]
        if len({one.cents for one in said}) > 1:
            yield _finding(f"plan.{about}_differs", table.name_of(about, of), said)


def _text_sources(table: PlanTable, total: int) -> Iterator[Finding]:
    """Where the text names every source, and the sums that it gives them do not make the total."""
    found = {one.of: one.cents for one in table.statements if one.about == "source"}
    if set(found) == set(table.sources) and sum(found.values()) != total:
        said = [Said("text", sum(found.values())), Said("cells", total)]
        yield _finding("plan.text_sources_differ", _SOURCES, said)


def _shares(table: PlanTable, sources: Mapping[str, int], total: int) -> Iterator[Finding]:
    for one in table.shares:
        found = share(sources[one.of], total)
        if found != one.percent:
            what = table.sources[one.of]
            values: dict[str, Value] = {"what": what, "said": _percent(one.percent), "found": _percent(found)}
            inputs: dict[str, Input] = {"said": str(one.percent), "found": str(found)}
            yield Finding(what, (), Reason("plan.share_differs", _SHARE, values, inputs))


def _finding(rule: str, what: Text, said: Sequence[Said]) -> Finding:
    sums = Text(
        it=", ".join(f"{euros(one.cents).it} ({one.label.it})" for one in said),
        en=", ".join(f"{euros(one.cents).en} ({one.label.en})" for one in said),
    )
    inputs: dict[str, Input] = {f"{one.where}_{n}": one.cents for n, one in enumerate(said, 1)}
    return Finding(what, tuple(said), Reason(rule, _DIFFER, {"what": what, "sums": sums}, inputs))


def _percent(value: Decimal) -> Text:
    return Text(it=str(value).replace(".", ","), en=str(value))
