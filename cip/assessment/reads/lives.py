"""Whether what a check-up says of its own life (kept, held, closed, erased) is what its chain tells."""

import json
import re
from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cip.assessment.records import HolderRow
from cip.assessment.stored import LIFE, AnswerEvent, ErasedCheckUp, StoredCheckUp
from cip.database.chain import Fault
from cip.kernel.moments import moment_text

_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def holder_counts(session: Session, ids: Sequence[str]) -> dict[str, int]:
    """How many browsers resumed each of these check-ups; none where it is missing."""
    count = select(HolderRow.check_up_id, func.count()).where(HolderRow.check_up_id.in_(ids))
    return {row[0]: row[1] for row in session.execute(count.group_by(HolderRow.check_up_id))}


def life_faults(check_up: StoredCheckUp, events: Sequence[AnswerEvent], holders: int) -> Iterator[Fault]:
    """What the columns of a check-up say and its events do not. The last day of one that nobody asked to keep is in no
    event: it was told once, at the start.
    """
    told = {event.question_id: json.loads(event.value or "null") for event in events if event.section == LIFE}
    kept, said = told.get("kept"), None
    if check_up.kept_on is not None and check_up.expires_on is not None:
        said = {"on": check_up.kept_on.isoformat(), "until": check_up.expires_on.isoformat()}
    if kept != said:
        yield Fault(check_up.name, "how long it is kept is not what its owner asked for")
    closed = None if check_up.closed_at is None else moment_text(check_up.closed_at)
    if told.get("closed") != closed:
        yield Fault(check_up.name, "it was opened or closed behind the back of the application")
    adopted = told.get("adopted") or {}
    if adopted.get("firm") != check_up.firm_id:
        yield Fault(check_up.name, "it belongs to another firm than the one that took it over")
    if (told.get("holders") or 0) != holders:
        yield Fault(check_up.name, "the browsers that hold it are not those that resumed it")


def shape_faults(erased: ErasedCheckUp) -> Iterator[Fault]:
    """What is left of an erased check-up must be an id, a day and a digest, and nothing that could hold content."""
    if not _ID.fullmatch(erased.check_up_id) or not _DIGEST.fullmatch(erased.digest):
        yield Fault(f"erased check-up {erased.check_up_id!r}", "it is not an id, a day and a digest")
