"""Verified results, and what the last validation saw."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cip.assessment.coverage import Coverage, read_coverage
from cip.assessment.records import AnswerEventRow, VerifiedResultRow
from cip.assessment.stored import LIFE, AnswerEvent, StoredCheckUp, fold
from cip.assessment.verified import VALIDATED, VerifiedResult, verified_file
from cip.database.chain import Fault
from cip.kernel.canonical import canonical_json
from cip.kernel.moments import moment_text

_ALL = select(*VerifiedResultRow.__table__.columns)


def last_number(session: Session, check_up_id: str) -> int:
    """The number of a check-up's newest verified result; 0 if it has none."""
    query = select(func.max(VerifiedResultRow.number)).where(VerifiedResultRow.check_up_id == check_up_id)
    return session.scalar(query) or 0


def latest_verified(session: Session, check_up_id: str) -> VerifiedResult | None:
    """The newest verified result of a check-up, None if nobody validated it yet."""
    query = _ALL.where(VerifiedResultRow.check_up_id == check_up_id).order_by(VerifiedResultRow.number.desc())
    row = session.execute(query.limit(1)).one_or_none()
    return None if row is None else VerifiedResult(**row._mapping)


def verified_of(session: Session, ids: Sequence[str]) -> dict[str, list[VerifiedResult]]:
    """All verified results of these check-ups, oldest first."""
    found: defaultdict[str, list[VerifiedResult]] = defaultdict(list)
    query = _ALL.where(VerifiedResultRow.check_up_id.in_(ids))
    for row in session.execute(query.order_by(VerifiedResultRow.check_up_id, VerifiedResultRow.number)):
        found[row.check_up_id].append(VerifiedResult(**row._mapping))
    return dict(found)


def coverages_of(session: Session, ids: Sequence[str]) -> dict[str, Coverage]:
    """How many answers the last validation of each of these check-ups looked at, where it says so."""
    e = AnswerEventRow.__table__.columns
    query = select(e.check_up_id, e.value).where(
        e.check_up_id.in_(ids), e.section == LIFE, e.question_id == VALIDATED, e.value.is_not(None)
    )
    found: dict[str, Coverage] = {}
    for row in session.execute(query.order_by(e.check_up_id, e.seq)):
        said = read_coverage(json.loads(row.value))
        if said is not None:
            found[row.check_up_id] = said
    return found


def verified_faults(
    check_up: StoredCheckUp, events: Sequence[AnswerEvent], found: Sequence[VerifiedResult]
) -> Iterator[Fault]:
    """Verified results that are not what was stored, or not what the chain of the check-up tells."""
    said = [json.loads(event.value or "{}") for event in events if _validates(event)]
    if [(item.get("number"), item.get("digest")) for item in said] != [(item.number, item.digest) for item in found]:
        yield Fault(check_up.name, "its verified results are not those that its chain tells of")
    for item in found:
        yield from _own_faults(item, events)
    yield from _lock_faults(check_up, events)


def _own_faults(item: VerifiedResult, events: Sequence[AnswerEvent]) -> Iterator[Fault]:
    if item.own_digest != item.digest:
        yield Fault(item.name, "its content was changed after it was written")
    seen = takewhile(lambda event: event.seq <= item.last_seq, events)
    answers = fold((event.seq, event.section, event.question_id, event.value, event.source) for event in seen)
    if answers.last_seq != item.last_seq or canonical_json(verified_file(answers)) != item.answers:
        yield Fault(item.name, "its answers are not those of the events it names")


def _lock_faults(check_up: StoredCheckUp, events: Sequence[AnswerEvent]) -> Iterator[Fault]:
    told: Any = None
    for event in events:
        if (event.section, event.question_id) == (LIFE, VALIDATED):
            told = None if event.value is None else json.loads(event.value)
    at = None if check_up.validated_at is None else moment_text(check_up.validated_at)
    if (told or {}).get("at") != at:
        yield Fault(check_up.name, "it was validated or reopened behind the back of the application")


def _validates(event: AnswerEvent) -> bool:
    return (event.section, event.question_id) == (LIFE, VALIDATED) and event.value is not None
