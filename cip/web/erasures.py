"""What is erased goes on the list outside the database, and out of every file, before the page that says so."""

from collections.abc import Iterable

from cip.assessment.actions import append_erased
from cip.assessment.stored import ErasedCheckUp
from cip.database.emptying import empty_log
from cip.files.stored import shelf_for
from cip.jobs.shelving import clear_shelf
from cip.web.state import now, state

# Pages read for some milliseconds; whoever reads longer is waited for by the housekeeping of `cip run`.
WAIT_SECONDS = 2.0


def note_erased(erased: Iterable[ErasedCheckUp]) -> None:
    """Put what was just erased on the list, and out of the log of the database and the folder of files; call it after
    the commit.
    """
    gone = list(erased)
    if gone:
        append_erased(state().settings.erased_list, gone)
        empty_log(state().database, WAIT_SECONDS)
        clear_files()


def clear_files() -> None:
    """Take the bytes of files that were just erased off the disk; call it after the commit."""
    clear_shelf(state().database, shelf_for(state().settings), now())
