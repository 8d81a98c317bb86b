"""What the scanner said of a file is written down."""

from cip.database.locks import RowGoneError, lock
from cip.database.work import Work
from cip.files.records import FileRow
from cip.files.stored import Verdict

LONGEST_FINDING = 200


def record_scan(work: Work, file_id: str, verdict: Verdict) -> bool:
    """Free a file from quarantine, or refuse it for good; False if it was erased meanwhile or is no longer there.

    Scanning takes seconds, so it is done before, outside of any Work.
    """
    try:
        row = lock(work.session, FileRow, file_id)
    except RowGoneError:
        return False
    if row.state not in ("quarantined", "clean"):
        return False
    row.scanned_at = work.now
    row.state = "clean" if verdict.found is None else "refused"
    row.finding = verdict.found and verdict.found[:LONGEST_FINDING]
    work.session.flush()
    return True
