"""Days and appointments as a calendar that programs read (iCalendar, RFC 5545): the same events, the same bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, Timezone

from cip.kernel.canonical import sha256_of
from cip.kernel.clock import ROME

PRODUCER = "-//CIP//Conciliazione In Pratica//IT"
# How often a program may ask again.
REFRESH = timedelta(hours=12)
_ID_LENGTH = 32
# The clocks of Italy, by the rule of the European Union since 1996: written here, as what a machine knows of time zones
# changes with its updates, and the same events must give the same bytes.
_ITALY = """BEGIN:VTIMEZONE
TZID:Europe/Rome
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """A whole day, or (with `start`, a moment with offset) an appointment of so many minutes. `key` tells it from all
    others and never changes: a program that reads it again moves the event instead of adding a second one. `url` is
    where it is looked at, whole.
    """

    key: str
    summary: str
    day: date
    description: str = ""
    url: str = ""
    start: datetime | None = None
    minutes: int = 60


def calendar_bytes(name: str, events: Iterable[CalendarEvent], stamp: datetime) -> bytes:
    """The calendar called `name`, its events by day; `stamp` is the moment that each of them bears as its making."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ROME.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    found = sorted(set(events), key=lambda each: (each.day, each.key))
    if any(event.start is not None for event in found):
        # An appointment names its time zone, whose rules must then stand in the file too.
        calendar.add_component(Timezone.from_ical(_ITALY.replace("\n", "\r\n")))
    for event in found:
        calendar.add_component(_event(event, stamp))
    return bytes(calendar.to_ical())


def event_id(key: str) -> str:
    """What an event is called in the file, whatever its key holds."""
    return f"{sha256_of(key)[:_ID_LENGTH]}@cip"


def _event(event: CalendarEvent, stamp: datetime) -> Event:
    made = Event()
    made.add("uid", event_id(event.key))
    made.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    made.add("summary", event.summary)
    if event.start is None:
        made.add("dtstart", event.day)
        # The end is the first day after it (RFC 5545, 3.6.1).
        made.add("dtend", event.day + timedelta(days=1))
        # A day to remember takes nobody's time.
        made.add("transp", "TRANSPARENT")
    else:
        begin = event.start.astimezone(ROME)
        made.add("dtstart", begin)
        made.add("dtend", (event.start + timedelta(minutes=event.minutes)).astimezone(ROME))
    if event.description:
        made.add("description", event.description)
    if event.url:
        made.add("url", event.url)
    return made


def at_in_rome(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by the clocks of Italy."""
    return datetime.combine(day, time(hour, minute), tzinfo=ROME)
