"""Whether the stored answers and results are still what was written: hash chains, their ends, and each other."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.assessment.reads.check_ups import batches_of_ids, each_erased
from cip.assessment.reads.lives import holder_counts, life_faults, shape_faults
from cip.assessment.reads.plan_versions import plan_faults, signatures_by_check_up, versions_by_check_up
from cip.assessment.reads.verified import verified_faults, verified_of
from cip.assessment.records import (
    AnswerEventRow,
    CheckUpRow,
    EvidenceRow,
    HolderRow,
    NarrativeRow,
    NumbersLinkRow,
    PlanSignatureRow,
    PlanVersionRow,
    ResumeCodeRow,
    SnapshotRow,
    VerifiedResultRow,
)
from cip.assessment.stored import AnswerEvent, StoredCheckUp, StoredSnapshot, fold, has_digest
from cip.database.chain import Fault, chain_faults


def chain_faults_of_all(session: Session) -> Iterator[Fault]:
    """Every fault of every check-up, by id: changed, missing, added and moved rows, unreadable ones, snapshots whose
    answers are not those of the events they name, and rows of a check-up that was erased.
    """
    for ids in batches_of_ids(session):
        yield from _faults(session, ids)
    yield from _erasure_faults(session)


def chain_faults_of_one(session: Session, check_up_id: str) -> list[Fault]:
    """The faults of one check-up; empty if there is none (or no such check-up)."""
    return list(_faults(session, [check_up_id]))


def _faults(session: Session, ids: Sequence[str]) -> Iterator[Fault]:
    try:
        found = list(_batch_faults(session, ids))
    except (ValueError, TypeError, RecursionError) as error:
        # A row that somebody bent so far that it cannot be read spoils its batch; ask again one by one to name it.
        if len(ids) == 1:
            found = [Fault(f"check-up {ids[0]}", f"it holds a row that cannot be read ({error})")]
        else:
            found = [fault for one in ids for fault in _faults(session, [one])]
    yield from found


def _batch_faults(session: Session, ids: Sequence[str]) -> Iterator[Fault]:
    events: defaultdict[str, list[AnswerEvent]] = defaultdict(list)
    snapshots: defaultdict[str, list[StoredSnapshot]] = defaultdict(list)
    event_rows = select(*AnswerEventRow.__table__.columns).where(AnswerEventRow.check_up_id.in_(ids))
    for row in session.execute(event_rows.order_by(AnswerEventRow.check_up_id, AnswerEventRow.seq)):
        events[row.check_up_id].append(AnswerEvent(**row._mapping))
    snapshot_rows = select(*SnapshotRow.__table__.columns).where(SnapshotRow.check_up_id.in_(ids))
    for row in session.execute(snapshot_rows.order_by(SnapshotRow.check_up_id, SnapshotRow.number)):
        snapshots[row.check_up_id].append(StoredSnapshot(**row._mapping))
    holders = holder_counts(session, ids)
    versions, signatures = versions_by_check_up(session, ids), signatures_by_check_up(session, ids)
    verified = verified_of(session, ids)
    check_ups = select(*CheckUpRow.__table__.columns).where(CheckUpRow.id.in_(ids)).order_by(CheckUpRow.id)
    for row in session.execute(check_ups):
        check_up = StoredCheckUp(**row._mapping)
        yield from _check_up_faults(check_up, events[check_up.id], snapshots[check_up.id])
        yield from life_faults(check_up, events[check_up.id], holders.get(check_up.id, 0))
        found = versions.get(check_up.id, []), signatures.get(check_up.id, [])
        yield from plan_faults(check_up, events[check_up.id], *found)
        yield from verified_faults(check_up, events[check_up.id], verified.get(check_up.id, []))


def _check_up_faults(
    check_up: StoredCheckUp, events: Sequence[AnswerEvent], snapshots: Sequence[StoredSnapshot]
) -> Iterator[Fault]:
    start = check_up.chain_start
    yield from chain_faults(start, (event.link for event in events), check_up.events_head, f"{check_up.name}, answers")
    yield from chain_faults(
        start, (snapshot.link for snapshot in snapshots), check_up.snapshots_head, f"{check_up.name}, snapshots"
    )
    if (check_up.last_seq, check_up.last_number) != (len(events), len(snapshots)):
        yield Fault(check_up.name, "the number of its rows is not the number it remembers")
    for snapshot in snapshots:
        yield from _snapshot_faults(snapshot, events)


def _snapshot_faults(snapshot: StoredSnapshot, events: Sequence[AnswerEvent]) -> Iterator[Fault]:
    if not has_digest(snapshot):
        yield Fault(snapshot.name, "its result does not have the sha256 it was stored with")
    seen = takewhile(lambda event: event.seq <= snapshot.last_seq, events)
    answers = fold((event.seq, event.section, event.question_id, event.value, event.source) for event in seen)
    if answers.last_seq != snapshot.last_seq or answers.canonical != snapshot.answers:
        yield Fault(snapshot.name, "its answers are not those of the events it names")


def _erasure_faults(session: Session) -> Iterator[Fault]:
    """Check-ups that are said to be erased and are not, and rows that hang on a check-up that is gone."""
    try:
        for erased in each_erased(session):
            yield from shape_faults(erased)
            if session.get(CheckUpRow, erased.check_up_id) is not None:
                yield Fault(f"check-up {erased.check_up_id}", "it is said to be erased, yet it is still there")
    except (ValueError, TypeError) as error:
        yield Fault("erased check-ups", f"they hold a row that cannot be read ({error})")
    hanging = (
        (AnswerEventRow, "answers"),
        (SnapshotRow, "results"),
        (VerifiedResultRow, "verified results"),
        (NarrativeRow, "narratives"),
        (NumbersLinkRow, "links for numbers"),
        (PlanVersionRow, "plan versions"),
        (PlanSignatureRow, "plan signatures"),
        (EvidenceRow, "pieces of evidence"),
        (HolderRow, "holders"),
        (ResumeCodeRow, "resume codes"),
    )
    for rows, what in hanging:
        known = select(CheckUpRow.id).where(CheckUpRow.id == rows.check_up_id).exists()
        orphans = select(rows.check_up_id).where(~known).distinct().order_by(rows.check_up_id)
        for check_up_id in session.scalars(orphans).all():
            yield Fault(
                f"check-up {check_up_id}",
                f"its {what} are there, the check-up itself is gone",
            )
