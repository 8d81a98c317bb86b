"""The money of a programme: of each source of each call its budget, what is awarded, what is paid; and the same by cell
of the financial plan. Pure; cents.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cip.incentives.plan_finance import PlanTable
from cip.kernel.texts import Text
from cip.monitoring.plan_versions import CellKey


@dataclass(frozen=True, kw_only=True)
class MoneySum:
    """Sums of money: `due` is what is to be paid now; `paid` what left, tax that was kept back included, before
    anything came back; `recovered` what came back.
    """

    budget: int = 0
    awarded: int = 0
    due: int = 0
    paid: int = 0
    recovered: int = 0

    @property
    def left(self) -> int:
        """What is not awarded; what is only reserved is still counted here."""
        return self.budget - self.awarded


@dataclass(frozen=True, kw_only=True)
class MoneyLine(MoneySum):
    """A source of money of a call. `line_id` is its place in the ledger, None before the call's money is opened;
    `annulled` where the call ended before that, and still hangs on a cell.
    """

    call_id: str
    call_title: str
    alliance_id: str
    source_id: str
    label: Text
    line_id: str | None = None
    annulled: bool = False


@dataclass(frozen=True, kw_only=True)
class CellMoney:
    """A cell of the plan: what was planned, and the sources of calls that hang on it."""

    line_id: str
    source_id: str
    planned: int
    money: tuple[MoneyLine, ...]

    @property
    def sums(self) -> MoneySum:
        """What became of it."""
        return sum_of(self.money)

    @property
    def left(self) -> int:
        """What is planned and hangs on no call yet."""
        return self.planned - self.sums.budget


@dataclass(frozen=True, kw_only=True)
class PlanMoney:
    """The money of a programme by cell of its plan, in the plan's order; `loose` hangs on no cell."""

    cells: Sequence[CellMoney]
    loose: Sequence[MoneyLine]

    def along(self, *, line_id: str = "", source_id: str = "") -> CellMoney:
        """A line or a source of the plan as one; all of it where neither is named."""
        found = [one for one in self.cells if line_id in ("", one.line_id) and source_id in ("", one.source_id)]
        money = tuple(money for one in found for money in one.money)
        return CellMoney(line_id=line_id, source_id=source_id, planned=sum(one.planned for one in found), money=money)

    def of(self, line_id: str, source_id: str) -> CellMoney | None:
        """One cell, None where the plan has none there."""
        return next((one for one in self.cells if (one.line_id, one.source_id) == (line_id, source_id)), None)


def sum_of(lines: Iterable[MoneySum]) -> MoneySum:
    """Sums added up."""
    lines = tuple(lines)
    return MoneySum(
        budget=sum(one.budget for one in lines),
        awarded=sum(one.awarded for one in lines),
        due=sum(one.due for one in lines),
        paid=sum(one.paid for one in lines),
        recovered=sum(one.recovered for one in lines),
    )


def plan_money(table: PlanTable, money: Sequence[MoneyLine], hung: Mapping[tuple[str, str], CellKey]) -> PlanMoney:
    """The money by cell. `hung`: by call and its source the cell on which it hangs; one that the plan has not counts
    as none.
    """
    keys = [(line, source) for line in table.lines for source in table.sources if (line, source) in table.cells]
    by_cell: dict[CellKey | None, list[MoneyLine]] = {}
    for one in money:
        cell = hung.get((one.call_id, one.source_id))
        by_cell.setdefault(cell if cell in table.cells else None, []).append(one)
    cells = [
        CellMoney(
            line_id=line,
            source_id=source,
            planned=table.cells[line, source],
            money=tuple(by_cell.get((line, source), ())),
        )
        for line, source in keys
    ]
    return PlanMoney(cells=cells, loose=by_cell.get(None, []))
