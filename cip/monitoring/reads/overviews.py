"""A programme as it stands, read at one moment."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from cip.incentives.plan_finance import report_of
from cip.monitoring.finance import MoneyLine, plan_money
from cip.monitoring.indicators import actuals_of, places_in
from cip.monitoring.overview import Overview, PlanSeen
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
    money, plan = money_seen(session, programme, followed)
    rows = rows_of(session, programme, followed.body_id, on)
    return Overview(
        programme,
        followed,
        body.name if body is not None else "",
        actuals_of(programme, rows, entries_of(session, followed.id), scope),
        [one for one in money if scope.alliance_id in (None, one.alliance_id)],
        plan,
        slots_of(programme, followed, meeting_notes_of(session, followed.id)),
        places_in(rows),
        on,
    )


def money_seen(
    session: Session, programme: Programme, followed: FollowedProgramme
) -> tuple[Sequence[MoneyLine], PlanSeen | None]:
    """All money of a followed programme, and the same by cell of the plan that counts (None where there is no plan)."""
    hung = {key: one.cell for key, one in standing(attachments_of(session, followed.id)).items() if one.cell}
    money = money_of_programme(session, programme, followed.body_id, hung)
    version = newest_plan(session, followed.id)
    table = plan_that_counts(version, programme)
    if table is None:
        return money, None
    return money, PlanSeen(report_of(table), plan_money(table, money, hung), version)
