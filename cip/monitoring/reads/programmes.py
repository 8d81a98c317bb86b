"""The programmes that offices follow, what was written of them by hand, the meetings that were noted."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from cip.monitoring.programme import Entry, FollowedProgramme, MeetingNote
from cip.monitoring.records import FollowedProgrammeRow, IndicatorEntryRow, ProgrammeMeetingRow

_F = cast("Table", FollowedProgrammeRow.__table__).c
_E = cast("Table", IndicatorEntryRow.__table__).c
_M = cast("Table", ProgrammeMeetingRow.__table__).c


def find_followed(session: Session, programme_id: str) -> FollowedProgramme | None:
    """A programme that an office follows, None if there is none with this id."""
    row = session.execute(select(*_F).where(_F.id == programme_id)).one_or_none()
    return None if row is None else FollowedProgramme(**row._mapping)


def followed_of_body(session: Session, body_id: str) -> Sequence[FollowedProgramme]:
    """The programmes that an office follows, in the order in which it began."""
    query = select(*_F).where(_F.body_id == body_id).order_by(_F.started_at, _F.id)
    return [FollowedProgramme(**row._mapping) for row in session.execute(query)]


def all_followed(session: Session) -> Sequence[FollowedProgramme]:
    """Every programme that some office follows, for the public totals."""
    query = select(*_F).order_by(_F.started_at, _F.id)
    return [FollowedProgramme(**row._mapping) for row in session.execute(query)]


def entries_of(session: Session, programme_id: str) -> Sequence[Entry]:
    """What was written by hand, oldest first, what was taken back too."""
    query = select(*_E).where(_E.programme_id == programme_id).order_by(_E.seq)
    return [Entry(**row._mapping) for row in session.execute(query)]


def meeting_notes_of(session: Session, programme_id: str) -> Sequence[MeetingNote]:
    """What was noted of the timetable, oldest first, what was taken back too."""
    query = select(*_M).where(_M.programme_id == programme_id).order_by(_M.seq)
    return [MeetingNote(**row._mapping) for row in session.execute(query)]
