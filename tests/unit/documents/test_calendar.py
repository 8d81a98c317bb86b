"""Calendars: as the standard has them, the same events the same bytes, appointments by the clocks of Italy."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from cip.documents.calendar import CalendarEvent, at_in_rome, calendar_bytes, event_id

STAMP = datetime(2026, 11, 21, 9, 30, 15, 7, tzinfo=UTC)
DAY = date(2026, 12, 31)


def read(*events: CalendarEvent) -> Calendar:
    found = Calendar.from_ical(calendar_bytes("CIP: età", events, STAMP))
    assert isinstance(found, Calendar)
    return found


def test_a_day_lasts_until_the_next_one_and_takes_no_time() -> None:
    (event,) = read(
        CalendarEvent("a", "Misura, «x»; è", DAY, "prima riga\nseconda", "https://cip.example.org/it/")
    ).events
    assert (event["summary"], event["url"]) == ("Misura, «x»; è", "https://cip.example.org/it/")
    assert event["description"] == "prima riga\nseconda"
    assert (event.start, event.end) == (DAY, DAY + timedelta(days=1))
    assert event["transp"] == "TRANSPARENT"
    assert event["uid"] == event_id("a")
    assert event.decoded("dtstamp") == STAMP.replace(microsecond=0)


def test_lines_are_those_of_the_standard() -> None:
    raw = calendar_bytes("CIP", [CalendarEvent("a", "è" * 200, DAY)], STAMP)
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = raw.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert b"DTSTART;VALUE=DATE:20261231" in lines
    assert b"DTEND;VALUE=DATE:20270101" in lines
    assert read(CalendarEvent("a", "è" * 200, DAY)).events[0]["summary"] == "è" * 200


def test_what_somebody_typed_adds_no_line() -> None:
    typed = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y"
    calendar = read(CalendarEvent("a", typed, DAY, typed))
    assert len(calendar.events) == 1


def test_order_and_repetition_change_nothing() -> None:
    first, second = CalendarEvent("a", "A", DAY), CalendarEvent("b", "B", date(2026, 1, 1))
    assert calendar_bytes("C", [first, second], STAMP) == calendar_bytes("C", [second, first, first], STAMP)
    assert [event["summary"] for event in read(first, second).events] == ["B", "A"]


def test_an_event_keeps_its_id_when_its_day_moves() -> None:
    ids = {read(CalendarEvent("plan/x/M01/start", "A", day)).events[0]["uid"] for day in (DAY, date(2027, 1, 8))}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 7, 1), datetime(2026, 7, 1, 8, 30, tzinfo=UTC)),
        (date(2026, 12, 1), datetime(2026, 12, 1, 9, 30, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 8, 30, tzinfo=UTC)),  # the clocks went forward that night
        (date(2026, 10, 25), datetime(2026, 10, 25, 9, 30, tzinfo=UTC)),  # and back that one
    ],
)
def test_appointments_follow_the_clocks_of_italy(day: date, utc: datetime) -> None:
    (event,) = read(CalendarEvent("a", "A", day, start=at_in_rome(day, 10, 30), minutes=45)).events
    assert event.start == utc
    assert event.end == utc + timedelta(minutes=45)
    assert event["dtstart"].params["TZID"] == "Europe/Rome"


def test_the_zone_stands_in_the_file_only_where_it_is_named() -> None:
    assert read(CalendarEvent("a", "A", DAY)).timezones == []
    (zone,) = read(CalendarEvent("a", "A", DAY, start=at_in_rome(DAY, 9))).timezones
    mine, rome = zone.to_tz(), ZoneInfo("Europe/Rome")
    moment = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for days in range(0, 3650, 5):
        at = moment + timedelta(days=days)
        naive = at.astimezone(rome).replace(tzinfo=None)
        assert naive.replace(tzinfo=mine).utcoffset() == naive.replace(tzinfo=rome).utcoffset(), at
