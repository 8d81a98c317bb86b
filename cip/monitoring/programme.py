"""A programme that an office follows, what was written by hand of its indicators, and the meetings it held. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

LONGEST_EVIDENCE, LONGEST_SOURCE, LONGEST_REFERENCE = 1_000, 300, 300
MOST_HUNDREDTHS = 10**11


@dataclass(frozen=True, slots=True)
class FollowedProgramme:
    """A programme of the rules (`rule_id`) that an office follows. `first_month` is the first day of the month in which
    its timetable begins here: that of the plan, unless the office runs it again later.
    """

    id: str
    body_id: str
    rule_id: str
    first_month: date
    started_at: datetime
    started_by: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody of the office wrote of an indicator: its value in hundredths as of a day (None: taken back), what
    proves it, where it comes from. `seq` counts what was written of a
    programme; the last of an indicator and an alliance counts.
    """

    id: str
    programme_id: str
    seq: int
    indicator_id: str
    alliance_id: str | None
    hundredths: int | None
    on_day: date
    evidence: str
    source: str
    noted_at: datetime
    noted_by: str


@dataclass(frozen=True, slots=True)
class MeetingNote:
    """That a meeting of the timetable was held (`held_on` None: taken back): its day, where its minutes are, and the
    meeting of a committee where it is one. `month` is the month that the plan prints.
    """

    id: str
    programme_id: str
    seq: int
    due_id: str
    month: str
    held_on: date | None
    meeting_id: str | None
    reference: str
    noted_at: datetime
    noted_by: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row behind a number: on which day, of which firm, under which alliance, where, how many, and the code of the
    measure where it is one. `source` is what the row was taken from, `source_id` which one.
    """

    on: date
    firm_id: str
    firm_name: str
    alliance_id: str
    place: str
    source: str
    source_id: str
    call_id: str
    amount: int = 1
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: an alliance, a municipality, days from and to (both included); None: all of it."""

    alliance_id: str | None = None
    place: str | None = None
    since: date | None = None
    until: date | None = None

    def holds_day(self, day: date) -> bool:
        """Whether a day lies within it."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def holds(self, row: Evidence) -> bool:
        """Whether a row lies within it."""
        of_alliance = self.alliance_id in (None, row.alliance_id)
        return of_alliance and self.place in (None, row.place) and self.holds_day(row.on)


EVERYTHING = Scope()


def standing_entries(entries: Sequence[Entry], scope: Scope = EVERYTHING) -> Sequence[Entry]:
    """The entries that count: of each indicator and alliance the latest day within the scope, and of one day what was
    written last; those taken back are left out. Nothing written by hand is known by place.
    """
    latest: dict[tuple[str, str | None], Entry] = {}
    for entry in sorted(entries, key=lambda one: (one.on_day, one.seq)):
        if scope.holds_day(entry.on_day) and scope.alliance_id in (None, entry.alliance_id):
            latest[entry.indicator_id, entry.alliance_id] = entry
    return [entry for entry in latest.values() if entry.hundredths is not None and scope.place is None]


def standing_notes(notes: Sequence[MeetingNote]) -> Mapping[tuple[str, str], MeetingNote]:
    """Which meeting of the timetable was held, by due and month: what was noted last counts."""
    latest = {(note.due_id, note.month): note for note in sorted(notes, key=lambda one: one.seq)}
    return {key: note for key, note in latest.items() if note.held_on is not None}
