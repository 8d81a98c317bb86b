"""A programme as it stands, read at one moment."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from cip.incentives.plan_finance import PlanTable, report_of
from cip.monitoring.finance import MoneyLine, PlanMoney, plan_money
from cip.monitoring.indicators import actuals_of, places_in
from cip.monitoring.overview import Overview
from cip.monitoring.plan_versions import standing
from cip.monitoring.programme import EVERYTHING, FollowedProgramme, Scope
from cip.monitoring.reads.evidence import rows_of
from cip.monitoring.reads.money import money_of_programme
from cip.monitoring.reads.plans import attachments_of, newest_plan, plan_that_counts
from cip.monitoring.reads.programmes import entries_of, meeting_notes_of
from cip.monitoring.timetable import slots_of
from cip.parties.reads import find_body
from cip.rulebook.shapes.programme import Programme


def overview_of(
    session: Session, programme: Programme, followed: FollowedProgramme, on: date, scope: Scope = EVERYTHING
) -> Overview:
    """A programme on a day, its indicators within a scope."""
    body = find_body(session, followed.body_id)
    version = newest_plan(session, followed.id)
    table = plan_that_counts(version, programme)
    money = money_of_programme(session, programme, followed.body_id)
    rows = rows_of(session, programme, followed.body_id, on)
    return Overview(
        programme,
        followed,
        body.name if body is not None else "",
        actuals_of(programme, rows, entries_of(session, followed.id), scope),
        [one for one in money if scope.alliance_id in (None, one.alliance_id)],
        report_of(table) if table is not None else None,
        money_by_cell(session, followed.id, table, money) if table is not None else None,
        version,
        slots_of(programme, followed, meeting_notes_of(session, followed.id)),
        places_in(rows),
        on,
    )


def money_by_cell(session: Session, programme_id: str, table: PlanTable, money: Sequence[MoneyLine]) -> PlanMoney:
    """Money of a followed programme by cell of its plan."""
    hung = {key: one.cell for key, one in standing(attachments_of(session, programme_id)).items() if one.cell}
    return plan_money(table, money, hung)
