"""Check-ups themselves, what is left of erased ones, and how many rows there are."""

from collections.abc import Iterator, Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from cip.assessment.records import AnswerEventRow, CheckUpRow, ErasedCheckUpRow, SnapshotRow
from cip.assessment.stored import Counts, ErasedCheckUp, StoredCheckUp
from cip.database.packs import count_packs

BATCH = 200
COLUMNS = CheckUpRow.__table__.columns
# Built once: every request asks it, and building a statement costs more than SQLite needs to answer it.
_BY_ID = select(*COLUMNS).where(COLUMNS.id == bindparam("check_up_id"))


def find_check_up(session: Session, check_up_id: str) -> StoredCheckUp | None:
    """The check-up with this id, None if there is none. Tells nothing about who may see it: that is `load_for`."""
    row = session.execute(_BY_ID, {"check_up_id": check_up_id}).one_or_none()
    return None if row is None else StoredCheckUp(**row._mapping)


def each_check_up(session: Session) -> Iterator[StoredCheckUp]:
    """Every check-up by id, a batch at a time, so that a large database fits in memory."""
    for ids in batches_of_ids(session):
        for row in session.execute(select(*COLUMNS).where(CheckUpRow.id.in_(ids)).order_by(CheckUpRow.id)):
            yield StoredCheckUp(**row._mapping)


def each_id(session: Session) -> Iterator[str]:
    """The ids of all check-ups in order."""
    return (check_up_id for ids in batches_of_ids(session) for check_up_id in ids)


def batches_of_ids(session: Session) -> Iterator[Sequence[str]]:
    """The ids of all check-ups in order, at most BATCH at a time."""
    after = ""
    while True:
        query = select(CheckUpRow.id).where(CheckUpRow.id > after).order_by(CheckUpRow.id).limit(BATCH)
        ids = session.scalars(query).all()
        if not ids:
            return
        yield ids
        after = ids[-1]


def each_erased(session: Session) -> Iterator[ErasedCheckUp]:
    """What remains of every erased check-up, by id."""
    query = select(*ErasedCheckUpRow.__table__.columns).order_by(ErasedCheckUpRow.check_up_id)
    for row in session.execute(query).all():
        yield ErasedCheckUp(**row._mapping)


def count_rows(session: Session) -> Counts:
    """How many rows of each sort there are."""
    return Counts(
        packs=count_packs(session),
        check_ups=session.scalar(select(func.count()).select_from(CheckUpRow)) or 0,
        answer_events=session.scalar(select(func.count()).select_from(AnswerEventRow)) or 0,
        snapshots=session.scalar(select(func.count()).select_from(SnapshotRow)) or 0,
        erased=session.scalar(select(func.count()).select_from(ErasedCheckUpRow)) or 0,
    )
