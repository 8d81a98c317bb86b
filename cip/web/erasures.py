"""What is erased goes on the list outside the database, after the commit and before the page that says so."""

from collections.abc import Iterable

from cip.assessment.actions import append_erased
from cip.assessment.stored import ErasedCheckUp
from cip.web.state import state


def note_erased(erased: Iterable[ErasedCheckUp]) -> None:
    """Put what was just erased on the list."""
    append_erased(state().settings.erased_list, erased)
