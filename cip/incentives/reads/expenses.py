"""Expense reports: that of an award, those of a call, the same invoice elsewhere, the rules for one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Row, Table, func, select, tuple_
from sqlalchemy.orm import Session

from cip.incentives.expenses import ExpenseReport, Line, Proof, Request, Ruling, duplicates, number_key, ruling_of
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.kept_time import funded_measures
from cip.incentives.records import (
    AwardRow,
    ExpenseJudgementRow,
    ExpenseLineRow,
    ExpenseProofRow,
    ExpenseReportRow,
    ExpenseRequestRow,
    ExpenseSettlementRow,
    ReportMoveRow,
)
from cip.incentives.report_states import ReportMove, ReportState

_R = cast("Table", ExpenseReportRow.__table__).c
_L = cast("Table", ExpenseLineRow.__table__).c
_P = cast("Table", ExpenseProofRow.__table__).c
_J = cast("Table", ExpenseJudgementRow.__table__).c
_Q = cast("Table", ExpenseRequestRow.__table__).c
_S = cast("Table", ExpenseSettlementRow.__table__).c
_M = cast("Table", ReportMoveRow.__table__).c
_W = cast("Table", AwardRow.__table__).c
_OF_LINE = (
    "id", "report_id", "kind", "category", "number", "issued_on", "supplier_code", "supplier", "net_cents",
    "vat_cents", "claimed_cents", "cup", "note", "put_at",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ReportStep:
    """One move of a report."""

    seq: int
    action: ReportMove
    to_state: ReportState
    on_day: date
    by_label: str
    reason: str


def report_of(session: Session, award_id: str) -> ExpenseReport | None:
    """The expense report of an award, None while the firm has not begun one."""
    return reports_of(session, (award_id,)).get(award_id)


def reports_of(session: Session, award_ids: Collection[str]) -> dict[str, ExpenseReport]:
    """The reports of awards that have one, by award."""
    rows = session.execute(select(_R.id, _R.award_id, _R.state).where(_R.award_id.in_(award_ids))).all()
    ids = [row.id for row in rows]
    lines, requests, settled = _lines(session, ids), _requests(session, ids), _settled(session, ids)
    found = {}
    for row in rows:
        last = settled.get(row.id)
        found[row.award_id] = ExpenseReport(
            id=row.id,
            award_id=row.award_id,
            state=row.state,
            lines=tuple(lines.get(row.id, ())),
            request=requests.get(row.id),
            accepted_cents=0 if last is None else int(last.accepted_cents),
            settled_on=None if last is None else last.on_day,
        )
    return found


def reports_of_call(session: Session, call_id: str) -> dict[str, ExpenseReport]:
    """The reports of a call, by award."""
    query = select(_R.award_id).join(AwardRow, _W.id == _R.award_id).where(_W.call_id == call_id)
    return reports_of(session, session.scalars(query).all())


def steps_of_report(session: Session, report_id: str) -> Sequence[ReportStep]:
    """The moves of a report, oldest first."""
    names = ("seq", "action", "to_state", "on_day", "by_label", "reason")
    query = select(*(_M[name] for name in names)).where(_M.report_id == report_id).order_by(_M.seq)
    return [ReportStep(**row._mapping) for row in session.execute(query)]


def ruling_for(session: Session, award_id: str) -> Ruling:
    """The rules of its call for the report of an award. Raises LookupError for no award."""
    award = award_of(session, award_id)
    pack = pack_of_call(session, call_of(session, award.call_id))
    return ruling_of(pack.call, award.cents, funded_measures(session, award))


def handed_in_twice(session: Session, report: ExpenseReport) -> dict[str, tuple[str, ...]]:
    """Lines of a report whose invoice stands elsewhere too, in the report of any firm: by line, the other lines."""
    keys = {(one.supplier_code, number_key(one.number)) for one in report.lines if one.kind == "cost"}
    if not keys:
        return {}
    same = tuple_(_L.supplier_code, _L.number_key).in_(keys)
    query = select(_L.id, _L.supplier_code, _L.number, _L.issued_on).where(same, _L.removed_at.is_(None))
    rows = session.execute(query.order_by(_L.put_at, _L.id))
    return duplicates(report.lines, ((row.id, row.supplier_code, row.number, row.issued_on) for row in rows))


def _lines(session: Session, report_ids: Sequence[str]) -> dict[str, list[Line]]:
    columns = [_L[name] for name in _OF_LINE]
    query = select(*columns).where(_L.report_id.in_(report_ids), _L.removed_at.is_(None)).order_by(_L.put_at, _L.id)
    rows = session.execute(query).all()
    ids = [row.id for row in rows]
    proofs, said = _proofs(session, ids), _judged(session, ids)
    found: dict[str, list[Line]] = {}
    for row in rows:
        judged = said.get(row.id)
        line = Line(
            **row._mapping,
            proofs=tuple(proofs.get(row.id, ())),
            admitted=None if judged is None else int(judged.admitted),
            because="" if judged is None else judged.reason,
        )
        found.setdefault(row.report_id, []).append(line)
    return found


def _proofs(session: Session, line_ids: Sequence[str]) -> dict[str, list[Proof]]:
    query = select(_P.id, _P.line_id, _P.file_id, _P.put_at).where(_P.line_id.in_(line_ids), _P.removed_at.is_(None))
    found: dict[str, list[Proof]] = {}
    for row in session.execute(query.order_by(_P.put_at, _P.id)):
        found.setdefault(row.line_id, []).append(Proof(**row._mapping))
    return found


def _judged(session: Session, line_ids: Sequence[str]) -> dict[str, Row[Any]]:
    """What the office said last of each line."""
    last = select(_J.line_id, func.max(_J.seq).label("seq")).where(_J.line_id.in_(line_ids)).group_by(_J.line_id)
    newest = last.subquery()
    query = select(_J.line_id, _J.admitted, _J.reason).join(
        newest, (newest.c.line_id == _J.line_id) & (newest.c.seq == _J.seq)
    )
    return {row.line_id: cast("Row[Any]", row) for row in session.execute(query)}


def _requests(session: Session, report_ids: Sequence[str]) -> dict[str, Request]:
    names = ("reason", "asked_on", "due_on", "answer", "answered_on")
    query = select(_Q.report_id, *(_Q[name] for name in names)).where(_Q.report_id.in_(report_ids))
    rows = session.execute(query)
    return {row.report_id: Request(**{name: getattr(row, name) for name in names}) for row in rows}


def _settled(session: Session, report_ids: Sequence[str]) -> dict[str, Row[Any]]:
    query = select(_S.report_id, _S.accepted_cents, _S.on_day).where(_S.report_id.in_(report_ids)).order_by(_S.seq)
    return {row.report_id: cast("Row[Any]", row) for row in session.execute(query)}
