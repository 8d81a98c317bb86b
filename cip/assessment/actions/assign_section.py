"""The owner says who answers which section: the owner, whoever prepares the payslips, the consultant."""

from cip.assessment.actions.appending import append_events, refuse_closed
from cip.assessment.reads.assignments import assignments_of
from cip.assessment.records import CheckUpRow
from cip.assessment.sections_of import ASSIGNED, ASSIGNEES
from cip.assessment.stored import LIFE
from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.canonical import canonical_json


def assign_sections(work: Work, check_up_id: str, wanted: dict[str, str | None]) -> int:
    """Keep who answers each of the sections (None: nobody in particular); how many really changed.

    Whether a section exists is the caller's to check. Raises ValueError for somebody unknown, RowGoneError,
    CheckUpClosedError.
    """
    if any(who is not None and who not in ASSIGNEES for who in wanted.values()):
        raise ValueError("nobody of that name answers sections")
    check_up = lock(work.session, CheckUpRow, check_up_id)
    refuse_closed(check_up)
    held = assignments_of(work.session, check_up_id)
    changes = [
        ((LIFE, ASSIGNED + section), None if who is None else canonical_json(who))
        for section, who in wanted.items()
        if held.get(section) != who
    ]
    return append_events(work, check_up, changes, "sections")
