"""Versions of the financial plan of a programme, and what hangs on its cells."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from cip.incentives.plan_finance import PlanTable, table_of
from cip.monitoring.plan_versions import Attachment, CellRoom, PlanVersion
from cip.monitoring.records import FinancialAttachmentRow, FinancialCellRow, FinancialPlanRow
from cip.rulebook.shapes.programme import Programme

_P = cast("Table", FinancialPlanRow.__table__).c
_C = cast("Table", FinancialCellRow.__table__).c
_A = cast("Table", FinancialAttachmentRow.__table__).c


def plan_versions_of(session: Session, programme_id: str) -> Sequence[PlanVersion]:
    """The versions that an office kept, the newest first."""
    query = select(*_P).where(_P.programme_id == programme_id).order_by(_P.seq.desc())
    return [PlanVersion(**row._mapping) for row in session.execute(query)]


def newest_plan(session: Session, programme_id: str) -> PlanVersion | None:
    """The version that counts, None before one was kept."""
    query = select(*_P).where(_P.programme_id == programme_id).order_by(_P.seq.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else PlanVersion(**row._mapping)


def plan_that_counts(newest: PlanVersion | None, programme: Programme) -> PlanTable | None:
    """The plan that counts: the newest that was kept, else that of the rules, if they have one."""
    if newest is not None:
        return newest.table
    return table_of(programme.finance) if programme.finance is not None else None


def attachments_of(session: Session, programme_id: str) -> Sequence[Attachment]:
    """What was hung on cells and taken off, oldest first."""
    return _attachments(session, select(*_A).where(_A.programme_id == programme_id).order_by(_A.seq))


def attachments_of_call(session: Session, call_id: str) -> Sequence[Attachment]:
    """The same of a call, under whichever programme."""
    return _attachments(session, select(*_A).where(_A.call_id == call_id).order_by(_A.programme_id, _A.seq))


def rooms_of(session: Session, programme_id: str) -> Sequence[CellRoom]:
    """What each cell may hold and holds; empty before a version was kept."""
    query = select(*_C).where(_C.programme_id == programme_id).order_by(_C.line_id, _C.source_id)
    return [CellRoom((row.line_id, row.source_id), row.cents, row.attached) for row in session.execute(query)]


def _attachments(session: Session, query: Any) -> list[Attachment]:
    return [_attachment(row) for row in session.execute(query)]


def _attachment(row: Row[Any]) -> Attachment:
    held = dict(row._mapping)
    line, source = held.pop("line_id"), held.pop("source_id")
    return Attachment(cell=None if line is None else (line, source), **held)
