"""What the office writes by hand of a programme: the value of an indicator with its evidence, a meeting held."""

from dataclasses import dataclass
from datetime import date

from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.errors import RefusalError
from cip.monitoring.reads.programmes import entries_of, meeting_notes_of
from cip.monitoring.records import FollowedProgrammeRow, IndicatorEntryRow, ProgrammeMeetingRow
from cip.rulebook.shapes.programme import Programme, ResultIndicator

_HUNDRED = 100


class OddEntryError(RefusalError, ValueError):
    """A value that the indicator cannot have, or a meeting that the timetable does not know."""

    def __init__(self) -> None:
        super().__init__("The indicator is written by hand and takes no such value, or there is no such meeting.")


@dataclass(frozen=True, slots=True)
class Value:
    """The value of an indicator in hundredths as of a day (None takes back what was written), what proves it, and where
    it comes from; of one alliance, or of the whole programme.
    """

    indicator_id: str
    alliance_id: str | None
    hundredths: int | None
    on_day: date
    evidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting of the timetable that was held on a day (None takes it back), and where its minutes are. `meeting_id`
    is the committee's own meeting where it is one.
    """

    due_id: str
    month: str
    held_on: date | None
    reference: str
    meeting_id: str | None = None


def note_value(work: Work, programme_id: str, programme: Programme, value: Value) -> str:
    """Write the value of an indicator; the id of the entry. Raises OddEntryError, RowGoneError."""
    indicator = next((one for one in programme.indicators if one.id == value.indicator_id), None)
    alliances = (None, *(one.id for one in programme.alliances))
    if indicator is None or value.alliance_id not in alliances or not fits(indicator, value.hundredths):
        raise OddEntryError
    lock(work.session, FollowedProgrammeRow, programme_id)
    row = IndicatorEntryRow(
        id=work.new_id(),
        programme_id=programme_id,
        seq=len(entries_of(work.session, programme_id)) + 1,
        indicator_id=value.indicator_id,
        alliance_id=value.alliance_id,
        hundredths=value.hundredths,
        on_day=value.on_day,
        evidence=value.evidence,
        source=value.source,
        noted_at=work.now,
        noted_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def fits(indicator: ResultIndicator, hundredths: int | None) -> bool:
    """Whether an indicator is written by hand and can have this value."""
    if indicator.measured != "by_hand":
        return False
    if hundredths is None:
        return True
    if indicator.type == "percent":
        return 0 <= hundredths <= _HUNDRED * _HUNDRED
    if indicator.type == "yes_no":
        return hundredths in (0, _HUNDRED)
    return hundredths >= 0 and hundredths % _HUNDRED == 0


def note_held(work: Work, programme_id: str, programme: Programme, held: Held) -> str:
    """Note that a meeting of the timetable was held; the id of the note. Raises OddEntryError, RowGoneError."""
    due = next((one for one in programme.timetable if one.id == held.due_id), None)
    if due is None or held.month not in due.months or (held.meeting_id is not None and held.held_on is None):
        raise OddEntryError
    lock(work.session, FollowedProgrammeRow, programme_id)
    row = ProgrammeMeetingRow(
        id=work.new_id(),
        programme_id=programme_id,
        seq=len(meeting_notes_of(work.session, programme_id)) + 1,
        due_id=held.due_id,
        month=held.month,
        held_on=held.held_on,
        meeting_id=held.meeting_id,
        reference=held.reference,
        noted_at=work.now,
        noted_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    return row.id
