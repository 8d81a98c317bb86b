"""A programme as it stands, read at one moment."""

from datetime import date

from sqlalchemy.orm import Session

from cip.incentives.plan_finance import report_of, table_of
from cip.monitoring.indicators import actuals_of, places_in
from cip.monitoring.overview import Overview
from cip.monitoring.programme import EVERYTHING, FollowedProgramme, Scope
from cip.monitoring.reads.evidence import rows_of
from cip.monitoring.reads.money import money_of_programme
from cip.monitoring.reads.programmes import entries_of, meeting_notes_of
from cip.monitoring.timetable import slots_of
from cip.parties.reads import find_body
from cip.rulebook.shapes.programme import Programme


def overview_of(
    session: Session, programme: Programme, followed: FollowedProgramme, on: date, scope: Scope = EVERYTHING
) -> Overview:
    """A programme on a day, its indicators within a scope."""
    body = find_body(session, followed.body_id)
    rows = rows_of(session, programme, followed.body_id, on)
    return Overview(
        programme,
        followed,
        body.name if body is not None else "",
        actuals_of(programme, rows, entries_of(session, followed.id), scope),
        money_of_programme(session, programme, followed.body_id, scope),
        report_of(table_of(programme.finance)) if programme.finance is not None else None,
        slots_of(programme, followed, meeting_notes_of(session, followed.id)),
        places_in(rows),
        on,
    )
