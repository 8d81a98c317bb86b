"""The queries of monitoring; importing this makes its Kind known to `load_for`."""

from cip.monitoring.reads.kinds import PROGRAMME
from cip.monitoring.reads.programmes import (
    all_followed,
    entries_of,
    find_followed,
    followed_of_body,
    meeting_notes_of,
)

__all__ = ["PROGRAMME", "all_followed", "entries_of", "find_followed", "followed_of_body", "meeting_notes_of"]
