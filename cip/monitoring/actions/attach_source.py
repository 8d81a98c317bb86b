"""A source of a call hangs on a cell of the financial plan, with its whole budget: the cell pays for it.

What hangs on a cell never passes it: the action says so in words, and the sum of the cell changes by one `UPDATE` with
the limit in its condition, behind a `CHECK`. Order of locks: the call, then the programme.
"""

from typing import Any, cast

from sqlalchemy import CursorResult, Table, update

from cip.database.work import Work
from cip.incentives.actions.move_call import hold_call
from cip.kernel.errors import RefusalError
from cip.monitoring.actions.keep_plan import PlanBrokenError, hold_plan, of_cell
from cip.monitoring.plan_versions import CellKey, CellRoom, standing
from cip.monitoring.programme import FollowedProgramme
from cip.monitoring.reads.evidence import calls_of_programme
from cip.monitoring.reads.money import budgets_of_call
from cip.monitoring.reads.plans import attachments_of, attachments_of_call, rooms_of
from cip.monitoring.records import FinancialAttachmentRow, FinancialCellRow
from cip.rulebook.shapes.programme import Programme


class CellFullError(RefusalError):
    """The cell has not the room: `room` is what it holds, `cents` what should come on it."""

    def __init__(self, room: CellRoom, cents: int) -> None:
        super().__init__(f"The cell {'/'.join(room.cell)} has {room.left} cents left, {cents} are needed.")
        self.room = room
        self.cents = cents


class OddAttachmentError(RefusalError):
    """The call is not one of the programme, has no such source with money, or the plan has no such cell."""

    def __init__(self) -> None:
        super().__init__("There is no such source of a call of this programme, or no such cell in its plan.")


class AttachedElsewhereError(RefusalError):
    """The source hangs on the plan of another programme."""

    def __init__(self) -> None:
        super().__init__("This source hangs on the plan of another programme: take it off there first.")


def attach_source(
    work: Work, followed: FollowedProgramme, programme: Programme, source: tuple[str, str], cell: CellKey | None
) -> None:
    """Hang a source of a call (`source`: the call's id, the source's) on a cell, or on none; nothing happens where it
    hangs there already.

    Raises CellFullError, OddAttachmentError, AttachedElsewhereError, NoPlanError.
    """
    call_id, call_source = source
    if all(call.id != call_id for call, _alliance in calls_of_programme(work.session, programme, followed.body_id)):
        raise OddAttachmentError
    call = hold_call(work, call_id)
    table = hold_plan(work, followed.id, programme)
    held = standing(attachments_of(work.session, followed.id)).get(source)
    cents = held.cents if cell is None and held else budgets_of_call(work.session, call).get(call_source, 0)
    if cents < 1 or (cell is not None and cell not in table.cells):
        raise OddAttachmentError
    if cell == (held.cell if held else None):
        return
    elsewhere = [one for one in attachments_of_call(work.session, call_id) if one.programme_id != followed.id]
    if source in standing(elsewhere):
        raise AttachedElsewhereError
    if held is not None and held.cell is not None:
        _change(work, followed.id, held.cell, -held.cents)
    if cell is not None:
        room = next(one for one in rooms_of(work.session, followed.id) if one.cell == cell)
        if cents > room.left:
            raise CellFullError(room, cents)
        _change(work, followed.id, cell, cents)
    _write(work, followed.id, source, cell, cents)


def _write(work: Work, programme_id: str, source: tuple[str, str], cell: CellKey | None, cents: int) -> None:
    last = max((one.seq for one in attachments_of(work.session, programme_id)), default=0)
    line_id, source_id = cell or (None, None)
    row = FinancialAttachmentRow(
        id=work.new_id(),
        programme_id=programme_id,
        seq=last + 1,
        call_id=source[0],
        call_source=source[1],
        line_id=line_id,
        source_id=source_id,
        cents=cents,
        attached_at=work.now,
        attached_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()


def _change(work: Work, programme_id: str, cell: CellKey, cents: int) -> None:
    """Change what hangs on a cell where it stays within: the wall behind the action. Raises PlanBrokenError."""
    table = cast("Table", FinancialCellRow.__table__)
    after = table.c.attached + cents
    change = (
        update(table).where(*of_cell(programme_id, cell), after >= 0, after <= table.c.cents).values(attached=after)
    )
    if cast("CursorResult[Any]", work.session.execute(change)).rowcount != 1:
        raise PlanBrokenError(f"what hangs on cell {'/'.join(cell)} would pass it")
