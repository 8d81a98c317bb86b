"""Whose days stand in a person's calendar: each feature adds a source of its own, a function from the person's standing
to days. The address of a calendar is a secret, so sources tell only what its reader may know without signing in.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cip.database.work import Session
from cip.documents.calendar import CalendarEvent
from cip.parties.standing import Standing

Source = Callable[[Session, Standing], Iterable[CalendarEvent]]


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    source: Source


_sources: list[_Named] = []


def register_source(name: str, source: Source) -> Source:
    """Make a source of days known and give it back; its events bear paths of this site as `url`. It is asked inside a
    request, in the language of the address. Raises ValueError if the name is taken.
    """
    if any(each.name == name for each in _sources):
        raise ValueError(f"the source of days {name} is registered twice")
    _sources.append(_Named(name, source))
    return source


def events_of(session: Session, standing: Standing) -> Sequence[CalendarEvent]:
    """All days of a person, source by source."""
    return [event for each in _sources for event in each.source(session, standing)]
