"""The stored results of check-ups."""

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.assessment.reads.check_ups import batches_of_ids
from cip.assessment.records import SnapshotRow
from cip.assessment.stored import StoredSnapshot

COLUMNS = SnapshotRow.__table__.columns


def find_snapshot(session: Session, snapshot_id: str) -> StoredSnapshot | None:
    """The snapshot with this id, None if there is none. Tells nothing about who may see it: that is `load_for`."""
    row = session.execute(select(*COLUMNS).where(SnapshotRow.id == snapshot_id)).one_or_none()
    return None if row is None else StoredSnapshot(**row._mapping)


def snapshots_by_id(session: Session, ids: Collection[str]) -> dict[str, StoredSnapshot]:
    """Those of these snapshots that there are, by id."""
    query = select(*COLUMNS).where(SnapshotRow.id.in_(ids))
    return {row.id: StoredSnapshot(**row._mapping) for row in session.execute(query)}


def latest_snapshot(session: Session, check_up_id: str) -> StoredSnapshot | None:
    """The newest result of a check-up, None if it has none."""
    query = select(*COLUMNS).where(SnapshotRow.check_up_id == check_up_id).order_by(SnapshotRow.number.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else StoredSnapshot(**row._mapping)


def snapshots_of(session: Session, check_up_id: str) -> list[StoredSnapshot]:
    """The results of one check-up, oldest first."""
    query = select(*COLUMNS).where(SnapshotRow.check_up_id == check_up_id).order_by(SnapshotRow.number)
    return [StoredSnapshot(**row._mapping) for row in session.execute(query)]


def each_snapshot(session: Session) -> Iterator[StoredSnapshot]:
    """Every stored result, by check-up and number, a few at a time."""
    for ids in batches_of_ids(session):
        query = (
            select(*COLUMNS)
            .where(SnapshotRow.check_up_id.in_(ids))
            .order_by(SnapshotRow.check_up_id, SnapshotRow.number)
        )
        for row in session.execute(query):
            yield StoredSnapshot(**row._mapping)
