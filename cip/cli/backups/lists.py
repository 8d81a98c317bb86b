"""The list of what was erased, beside the database: check-ups (see `cip.assessment.actions.erased_list`) and closed
accounts, as lines `{"person": ID, "on": DAY}` of the same file, so that one file has to be kept elsewhere.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from cip.assessment.actions import append_erased, read_erased, reapply_erasures
from cip.assessment.actions.erased_list import append_lines
from cip.assessment.stored import ErasedCheckUp
from cip.database.engine import Database
from cip.database.work import Work, open_reading
from cip.kernel.clock import today
from cip.kernel.settings import Settings
from cip.parties.actions.after_restore import close_again
from cip.parties.reads.people import closed_accounts


def list_closed_accounts(settings: Settings, database: Database, _moment: datetime) -> int:
    """Write the accounts that were closed to the list, those it does not know; how many. A duty of the housekeeping."""
    with open_reading(database) as session:
        closed = closed_accounts(session)
    known = set(read_people(settings.erased_list)) if closed else set()
    fresh = {person_id: moment for person_id, moment in closed.items() if person_id not in known}
    lines = (_line(person_id, today(moment).isoformat()) for person_id, moment in fresh.items())
    append_lines(settings.erased_list, lines)
    return len(fresh)


def read_people(path: Path) -> dict[str, str]:
    """The closed accounts of a list, by the id of the person, with the day (ISO)."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", errors="replace") as lines:
        return dict(_people(lines))


def merge_lists(into: Path, other: Path) -> None:
    """Add to the list what another one knows and it does not; what it knows stays as it is."""
    known, people = read_erased(into), read_people(into)
    append_erased(into, (each for id, each in read_erased(other).items() if id not in known))
    append_lines(into, (_line(id, day) for id, day in read_people(other).items() if id not in people))


def erase_again(work: Work, listed: Mapping[str, ErasedCheckUp], people: Iterable[str]) -> tuple[int, int]:
    """Erase the listed check-ups and close the listed accounts that are back; how many of each."""
    return len(reapply_erasures(work, listed)), close_again(work, people)


def _people(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        try:
            entry = json.loads(line)
            yield str(entry["person"]), str(entry["on"])
        except (ValueError, TypeError, KeyError):
            continue


def _line(person_id: str, day: str) -> str:
    return json.dumps({"person": person_id, "on": day})
