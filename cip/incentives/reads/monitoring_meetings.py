"""Meetings with a firm before its balance."""

from collections.abc import Collection, Sequence
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from cip.incentives.monitoring_meetings import MonitoringMeeting, counting
from cip.incentives.records import MonitoringMeetingRow

_G = cast("Table", MonitoringMeetingRow.__table__).c
_SHOWN = ("id", "award_id", "on_day", "place", "state", "minutes", "closed_on")


def meetings_of_award(session: Session, award_id: str) -> Sequence[MonitoringMeeting]:
    """The meetings of an award by day."""
    query = select(*(_G[name] for name in _SHOWN)).where(_G.award_id == award_id).order_by(_G.on_day, _G.invited_at)
    return [MonitoringMeeting(**row._mapping) for row in session.execute(query)]


def meetings_that_count(session: Session, award_ids: Collection[str]) -> dict[str, MonitoringMeeting]:
    """The meeting that counts of each of these awards that has one."""
    query = select(*(_G[name] for name in _SHOWN)).where(_G.award_id.in_(award_ids))
    found: dict[str, list[MonitoringMeeting]] = {}
    for row in session.execute(query.order_by(_G.on_day, _G.invited_at)):
        found.setdefault(row.award_id, []).append(MonitoringMeeting(**row._mapping))
    return {award_id: one for award_id, some in found.items() if (one := counting(some)) is not None}


def meeting_of(session: Session, award_id: str) -> MonitoringMeeting | None:
    """The meeting of an award that counts: the last that was held, else the last there is; None without any."""
    return counting(list(meetings_of_award(session, award_id)))
