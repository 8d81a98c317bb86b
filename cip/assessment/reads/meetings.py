"""Records of focus groups and meetings."""

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from cip.assessment.meetings import Meeting, read_changes
from cip.assessment.records import MeetingRow

_COLUMNS = MeetingRow.__table__.columns


def newest_version(session: Session, meeting_id: str) -> int:
    """The number of the newest version of a record; 0 if there is none."""
    return session.scalar(select(func.max(MeetingRow.version)).where(MeetingRow.id == meeting_id)) or 0


def find_meeting(session: Session, meeting_id: str) -> Meeting | None:
    """The newest version of a record. Tells nothing about who may see it: that is `load_for`."""
    query = select(*_COLUMNS).where(MeetingRow.id == meeting_id).order_by(MeetingRow.version.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else _meeting(row)


def versions_of(session: Session, meeting_id: str) -> list[Meeting]:
    """All versions of a record, newest first."""
    query = select(*_COLUMNS).where(MeetingRow.id == meeting_id).order_by(MeetingRow.version.desc())
    return [_meeting(row) for row in session.execute(query)]


def meetings_of(session: Session, body_id: str) -> list[Meeting]:
    """The newest version of every record of a body, the latest meeting first."""
    alias = MeetingRow.__table__.alias("kept")
    last = select(alias.c.id, func.max(alias.c.version).label("version")).where(alias.c.body_id == body_id)
    newest = last.group_by(alias.c.id).subquery()
    query = (
        select(*_COLUMNS)
        .join(newest, (newest.c.id == MeetingRow.id) & (newest.c.version == MeetingRow.version))
        .order_by(MeetingRow.on_day.desc(), MeetingRow.id)
    )
    return [_meeting(row) for row in session.execute(query)]


def _meeting(row: Row[tuple[object, ...]]) -> Meeting:
    values = dict(row._mapping)
    values["changes"] = read_changes(str(values.pop("rules_changed")))
    return Meeting(**values)
