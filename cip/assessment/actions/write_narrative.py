"""What a consultant tells of a check-up is written: each time a new version, never over somebody else's unseen."""

from collections.abc import Mapping

from sqlalchemy import func, select

from cip.assessment.narrative import Narrative, Part, content_text
from cip.assessment.records import CheckUpRow, NarrativeRow
from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.errors import RefusalError


class NewerNarrativeError(RefusalError):
    """Somebody has written another version since this one was begun."""

    def __init__(self) -> None:
        super().__init__("Somebody wrote another version meanwhile: read it before you save yours.")


def write_narrative(work: Work, check_up_id: str, parts: Mapping[Part, str], *, body_id: str, drawn: int) -> Narrative:
    """Keep `parts` (text by part) as the next version, written in the name of the consultancy `body_id`; `drawn` is the
    number of the version that the writer had before their eyes (0: none).

    Raises NewerNarrativeError if there is a later one, RowGoneError if the check-up is gone, ValueError for a part that
    there is not or a text that is too long.
    """
    content = content_text(parts)
    lock(work.session, CheckUpRow, check_up_id)
    newest = select(func.max(NarrativeRow.number)).where(NarrativeRow.check_up_id == check_up_id)
    last = work.session.scalar(newest) or 0
    if last != drawn:
        raise NewerNarrativeError
    found = Narrative(check_up_id, last + 1, body_id, work.actor.label, work.now, content)
    work.session.add(
        NarrativeRow(
            check_up_id=check_up_id,
            number=found.number,
            body_id=body_id,
            made_by=found.made_by,
            at=found.at,
            content=content,
        )
    )
    work.session.flush()
    return found
