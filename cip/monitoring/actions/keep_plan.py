"""A version of the financial plan is kept: from then on its cells are the limits. What hangs on a cell is never left
without room: such a version is refused, and which cells it is about is told.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, Table, update

from cip.database.locks import lock
from cip.database.work import Work
from cip.incentives.plan_finance import PlanTable, table_of
from cip.kernel.canonical import sha256_of
from cip.kernel.errors import RefusalError
from cip.monitoring.plan_versions import (
    LONGEST_CONTENT,
    LONGEST_FILE_NAME,
    CellKey,
    CellRoom,
    FoundPlan,
    PlanVersion,
    plan_content,
    too_small,
)
from cip.monitoring.reads.plans import newest_plan, rooms_of
from cip.monitoring.records import FinancialCellRow, FinancialPlanRow, FollowedProgrammeRow
from cip.rulebook.shapes.programme import Programme


class PlanTooSmallError(RefusalError):
    """The version has less on some cells than what hangs on them: `rooms`, with the sum that it would have."""

    def __init__(self, rooms: Sequence[CellRoom]) -> None:
        super().__init__("Some cells of this plan are smaller than what hangs on them.")
        self.rooms = rooms


class SamePlanError(RefusalError):
    """The version says what the one before says."""

    def __init__(self) -> None:
        super().__init__("This plan is already the one that counts.")


class PlanMovedError(RefusalError):
    """Another version was kept since somebody looked at this one."""

    def __init__(self) -> None:
        super().__init__("Another version was kept meanwhile.")


class PlanTooLongError(RefusalError):
    """The plan is longer than what is kept of one."""

    def __init__(self) -> None:
        super().__init__("This plan is too long.")


class NoPlanError(RefusalError):
    """The programme has no financial plan, neither kept nor in the rules."""

    def __init__(self) -> None:
        super().__init__("This programme has no financial plan yet.")


class PlanBrokenError(RuntimeError):
    """A cell is not what the plan and its attachments say: nothing of this Work may stay; `cip verify` names it."""


def keep_plan(work: Work, programme_id: str, found: FoundPlan, after: int) -> str:
    """Keep a version of the plan that was looked at beside version `after` (0: none); its id. Raises PlanMovedError,
    SamePlanError, PlanTooSmallError, PlanTooLongError, RowGoneError.
    """
    lock(work.session, FollowedProgrammeRow, programme_id)
    newest = newest_plan(work.session, programme_id)
    if (newest.seq if newest is not None else 0) != after:
        raise PlanMovedError
    if newest is not None and newest.content == plan_content(found.table):
        raise SamePlanError
    return _keep(work, programme_id, found, newest)


def hold_plan(work: Work, programme_id: str, programme: Programme) -> PlanTable:
    """Hold a followed programme and give the plan that counts; that of the rules becomes the first version where none
    was kept. Raises NoPlanError, RowGoneError.
    """
    lock(work.session, FollowedProgrammeRow, programme_id)
    newest = newest_plan(work.session, programme_id)
    if newest is not None:
        return newest.table
    if programme.finance is None:
        raise NoPlanError
    table = table_of(programme.finance)
    name = f"{programme.about.id}.yaml"
    _keep(work, programme_id, FoundPlan("rules", name, sha256_of(plan_content(table)), table), None)
    return table


def _keep(work: Work, programme_id: str, found: FoundPlan, newest: PlanVersion | None) -> str:
    content = plan_content(found.table)
    if len(content) > LONGEST_CONTENT:
        raise PlanTooLongError
    rooms = {one.cell: one for one in rooms_of(work.session, programme_id)}
    limits = {**dict.fromkeys(rooms, 0), **found.table.cells}
    small = too_small(list(rooms.values()), limits)
    if small:
        raise PlanTooSmallError(small)
    row = FinancialPlanRow(
        id=work.new_id(),
        programme_id=programme_id,
        seq=1 if newest is None else newest.seq + 1,
        kind=found.kind,
        file_name=found.file_name[-LONGEST_FILE_NAME:] or "-",
        sha256=found.sha256,
        content=content,
        kept_at=work.now,
        kept_by=work.actor.label,
    )
    work.session.add(row)
    _set_limits(work, programme_id, limits, rooms)
    work.session.flush()
    return row.id


def _set_limits(
    work: Work, programme_id: str, limits: Mapping[CellKey, int], rooms: Mapping[CellKey, CellRoom]
) -> None:
    """Let each cell have its limit, where what hangs on it still has room."""
    table = cast("Table", FinancialCellRow.__table__)
    for cell, cents in limits.items():
        line_id, source_id = cell
        if cell not in rooms:
            work.session.add(
                FinancialCellRow(
                    programme_id=programme_id, line_id=line_id, source_id=source_id, cents=cents, attached=0
                )
            )
        elif rooms[cell].cents != cents:
            change = update(table).where(*of_cell(programme_id, cell), table.c.attached <= cents).values(cents=cents)
            if cast("CursorResult[Any]", work.session.execute(change)).rowcount != 1:
                raise PlanBrokenError(f"cell {line_id}/{source_id} holds more than its new limit")


def of_cell(programme_id: str, cell: CellKey) -> tuple[Any, ...]:
    """The conditions that name the row of a cell."""
    columns = cast("Table", FinancialCellRow.__table__).c
    return (columns.programme_id == programme_id, columns.line_id == cell[0], columns.source_id == cell[1])
