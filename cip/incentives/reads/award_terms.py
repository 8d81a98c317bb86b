"""The days that run for firms after an award: a report to complete, a breach to repair, a meeting, a debt."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, cast

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from cip.incentives.award_terms import AwardTerm
from cip.incentives.reads.recoveries import debts_open
from cip.incentives.records import (
    AwardRow,
    BreachRow,
    ExpenseReportRow,
    ExpenseRequestRow,
    MonitoringMeetingRow,
)

_W = cast("Table", AwardRow.__table__).c
_B = cast("Table", BreachRow.__table__).c
_R = cast("Table", ExpenseReportRow.__table__).c
_Q = cast("Table", ExpenseRequestRow.__table__).c
_M = cast("Table", MonitoringMeetingRow.__table__).c
_WHOSE = (_W.id.label("award_id"), _W.firm_id, _W.call_id)


def award_terms(session: Session, firm_ids: Collection[str] | None = None) -> Sequence[AwardTerm]:
    """What runs for these firms (None: for all), by day; days that are over are among them."""
    return sorted(_terms(session, firm_ids))


def _terms(session: Session, firm_ids: Collection[str] | None) -> Iterator[AwardTerm]:
    asked = select(*_WHOSE, _Q.due_on.label("until")).join(ExpenseReportRow, _R.award_id == _W.id)
    asked = asked.join(ExpenseRequestRow, _Q.report_id == _R.id).where(_R.state == "completing")
    warned = select(*_WHOSE, _B.repair_by.label("until")).join(BreachRow, _B.award_id == _W.id)
    invited = select(*_WHOSE, _M.on_day.label("until")).join(MonitoringMeetingRow, _M.award_id == _W.id)
    for row in session.execute(_of(firm_ids, asked)):
        yield AwardTerm(row.until, row.award_id, row.firm_id, row.call_id, "request")
    for row in session.execute(_of(firm_ids, warned.where(_B.state == "warned"))):
        yield AwardTerm(row.until, row.award_id, row.firm_id, row.call_id, "warning")
    for row in session.execute(_of(firm_ids, invited.where(_M.state == "invited"))):
        yield AwardTerm(row.until, row.award_id, row.firm_id, row.call_id, "meeting")
    yield from _debts(session, firm_ids)


def _debts(session: Session, firm_ids: Collection[str] | None) -> Iterator[AwardTerm]:
    """The parts of the payment plan where there is one, else the day by which all of it is due."""
    for debt in debts_open(session, firm_ids):
        whole = [debt.due_on] if debt.due_on is not None else []
        for day in [part.due_on for part in debt.plan] or whole:
            yield AwardTerm(day, debt.award_id, debt.firm_id, debt.call_id, "debt")


def _of(firm_ids: Collection[str] | None, query: Select[Any]) -> Select[Any]:
    return query if firm_ids is None else query.where(_W.firm_id.in_(firm_ids))
