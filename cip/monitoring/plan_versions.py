"""Versions of the financial plan of a programme that an office keeps, and which cell pays for a source of a call. Pure.

A cell is one line and one source of the plan. What is attached to it are whole budgets: each source of a call hangs on
one cell, or on none.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from cip.incentives.plan_finance import PlanTable, ShareStatement, Statement
from cip.kernel.canonical import canonical_json
from cip.kernel.texts import Text

PlanKind = Literal["rules", "csv", "xlsx"]
PLAN_KINDS: tuple[PlanKind, ...] = ("rules", "csv", "xlsx")
LONGEST_FILE_NAME, LONGEST_CONTENT = 160, 500_000
CellKey = tuple[str, str]
"""Line and source of a plan, by id."""


@dataclass(frozen=True, slots=True)
class FoundPlan:
    """A plan as somebody brings it: from which kind of file, under which name, with which digest."""

    kind: PlanKind
    file_name: str
    sha256: str
    table: PlanTable


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A version of the plan that an office kept: the newest counts."""

    id: str
    programme_id: str
    seq: int
    kind: PlanKind
    file_name: str
    sha256: str
    content: str
    kept_at: datetime
    kept_by: str

    @property
    def table(self) -> PlanTable:
        """The plan itself."""
        return plan_from(self.content)


@dataclass(frozen=True, slots=True)
class Attachment:
    """That a source of a call hangs on a cell with its whole budget, or hangs on none any more (`cell` None)."""

    id: str
    programme_id: str
    seq: int
    call_id: str
    call_source: str
    cell: CellKey | None
    cents: int
    attached_at: datetime
    attached_by: str


@dataclass(frozen=True, slots=True)
class CellRoom:
    """What a cell may hold and what hangs on it, in cents."""

    cell: CellKey
    cents: int
    attached: int

    @property
    def left(self) -> int:
        """What more may hang on it."""
        return self.cents - self.attached


def standing(attachments: Sequence[Attachment]) -> Mapping[tuple[str, str], Attachment]:
    """By call and its source the cell on which it hangs: what was written last counts."""
    latest = {(one.call_id, one.call_source): one for one in sorted(attachments, key=lambda one: one.seq)}
    return {key: one for key, one in latest.items() if one.cell is not None}


def attached_to(attachments: Sequence[Attachment]) -> dict[CellKey, int]:
    """By cell the cents that hang on it."""
    sums: dict[CellKey, int] = {}
    for one in standing(attachments).values():
        if one.cell is not None:
            sums[one.cell] = sums.get(one.cell, 0) + one.cents
    return sums


def too_small(rooms: Sequence[CellRoom], cells: Mapping[CellKey, int]) -> list[CellRoom]:
    """The cells on which more hangs than these would allow, each with what it would be."""
    found = [CellRoom(one.cell, cells.get(one.cell, 0), one.attached) for one in rooms]
    return [one for one in found if one.attached > one.cents]


def moved_cells(before: PlanTable, after: PlanTable) -> list[tuple[CellKey, int | None, int | None]]:
    """The cells that two plans have differently, each with what it was and what it becomes (None: empty)."""
    both = dict.fromkeys((*after.cells, *before.cells))
    found = [(cell, before.cells.get(cell), after.cells.get(cell)) for cell in both]
    return [(cell, old, new) for cell, old, new in found if old != new]


def plan_content(table: PlanTable) -> str:
    """A plan as it is kept: canonical JSON, lines and sources in their order."""
    return canonical_json(
        {
            "lines": [[one, label.it, label.en] for one, label in table.lines.items()],
            "sources": [[one, label.it, label.en] for one, label in table.sources.items()],
            "cells": sorted([line, source, cents] for (line, source), cents in table.cells.items()),
            "line_totals": dict(table.line_totals),
            "source_totals": dict(table.source_totals),
            "total": table.total,
            "statements": [[one.about, one.of, one.cents, one.quote] for one in table.statements],
            "shares": [[one.of, str(one.percent), one.quote] for one in table.shares],
        }
    )


def plan_from(content: str) -> PlanTable:
    """What `plan_content` wrote."""
    held: dict[str, Any] = json.loads(content)
    return PlanTable(
        lines={one: Text(it=it, en=en) for one, it, en in held["lines"]},
        sources={one: Text(it=it, en=en) for one, it, en in held["sources"]},
        cells={(line, source): cents for line, source, cents in held["cells"]},
        line_totals=held["line_totals"],
        source_totals=held["source_totals"],
        total=held["total"],
        statements=[Statement(*one) for one in held["statements"]],
        shares=[ShareStatement(of, Decimal(percent), quote) for of, percent, quote in held["shares"]],
    )
