"""The committee of an agreement: who sits in it, whether the sides are equal (clause F-07), when it meets. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from cip.agreement.facts import FactValue
from cip.kernel.days import add_months

Side = Literal["employers", "union", "public"]
MeetingKind = Literal["steering", "committee", "assembly"]
PartySide = Literal["union", "employers", "public", "other"]
NoteKind = Literal[
    "list_published", "deposit_wanted", "deposited", "plans_kept", "party_asked", "monitoring_attended",
]  # fmt: skip

SIDES: tuple[Side, ...] = get_args(Side)
MEETING_KINDS: tuple[MeetingKind, ...] = get_args(MeetingKind)
NOTE_KINDS: tuple[NoteKind, ...] = get_args(NoteKind)
DAY_KINDS: frozenset[NoteKind] = frozenset({"list_published", "deposited", "party_asked", "monitoring_attended"})
"""What is noted with its day; the rest is yes or no."""
_FACT_OF: Mapping[NoteKind, str] = {
    "list_published": "list_published_on",
    "deposit_wanted": "deposit_wanted",
    "deposited": "deposited_on",
    "plans_kept": "running_plans_kept",
    "party_asked": "new_party_asked_on",
}
PARTY_SIDES: tuple[PartySide, ...] = get_args(PartySide)


@dataclass(frozen=True, slots=True)
class Committee:
    """The body that is the committee of one agreement."""

    body_id: str
    name: str
    agreement_id: str
    closed: bool = False

    @property
    def id(self) -> str:
        """The body's id."""
        return self.body_id


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat: which organisation holds it, for which side, from which day to which (both included). Never a name of a
    person: whoever sits there is the organisation's own affair.
    """

    id: str
    body_id: str
    side: Side
    organisation: str
    from_day: date
    to_day: date | None = None

    def held(self, on: date) -> bool:
        """Whether it is held on a day."""
        return self.from_day <= on and (self.to_day is None or on <= self.to_day)


@dataclass(frozen=True, slots=True)
class Balance:
    """How many seats each side holds on a day. `because` names the rule that decides: F-07."""

    employers: int
    unions: int
    public: int
    because: str = "F-07"

    @property
    def kept(self) -> bool | None:
        """Equal numbers of employers and unions, and at least one public body; None while nobody sits there."""
        if not self.employers and not self.unions and not self.public:
            return None
        return self.employers == self.unions and self.employers > 0 and self.public > 0


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that was held. Its minutes are a file, or a reference to the paper."""

    id: str
    body_id: str
    kind: MeetingKind
    held_on: date
    decided: str
    minutes_ref: str
    file_id: str | None
    noted_by: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the committee or the parties noted once of their agreement: a day, yes or no, where the paper is;
    `adherence_id` where it is about one firm. The newest of its kind counts.
    """

    id: str
    agreement_id: str
    kind: NoteKind
    on_day: date | None
    yes: bool | None
    reference: str
    noted_on: date
    adherence_id: str | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """A party that joined the agreement after it was signed (H-04), from its day until it left."""

    id: str
    agreement_id: str
    name: str
    side: PartySide
    from_day: date
    to_day: date | None
    reference: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When the committee should meet again: the day by which, and whether that day is past. `because`: clause F-07."""

    last: date | None
    due: date | None
    late: bool
    because: str = "F-07"


def balance(seats: Iterable[Seat], on: date) -> Balance:
    """The seats held on a day, counted by side."""
    held = [seat.side for seat in seats if seat.held(on)]
    return Balance(held.count("employers"), held.count("union"), held.count("public"))


def rhythm(meetings: Sequence[Meeting], months: int | None, since: date | None, on: date) -> Rhythm:
    """When the committee is to meet, every `months` (None: the agreement does not say), counted from its last meeting,
    else from `since`, the day on which the agreement took effect.
    """
    held = [one.held_on for one in meetings if one.kind == "committee" and one.held_on <= on]
    last = max(held, default=None)
    start = last or since
    if months is None or start is None:
        return Rhythm(last, None, late=False)
    due = add_months(start, months)
    return Rhythm(last, due, late=due < on)


def facts_of(
    seats: Sequence[Seat], meetings: Sequence[Meeting], notes: Sequence[Note], on: date
) -> dict[str, FactValue]:
    """What the register of the committee says of the clauses on a day; what is not there is unknown."""
    facts: dict[str, FactValue] = {}
    kept = balance(seats, on).kept
    if kept is not None:
        facts["committee_balanced"] = kept
    last = rhythm(meetings, None, None, on).last
    if last is not None:
        facts["committee_met_on"] = last
    for note in sorted(notes, key=lambda one: (one.noted_on, one.id)):
        if note.noted_on <= on:
            facts |= _note_fact(note)
    return facts


def facts_of_firm(notes: Iterable[Note], adherence_id: str, on: date) -> dict[str, FactValue]:
    """What the register says of one firm on a day: when it attended a monitoring meeting (clause F-06)."""
    days = [one.on_day for one in notes if one.adherence_id == adherence_id and one.noted_on <= on]
    attended = [day for day in days if day is not None]
    return {"monitoring_attended_on": max(attended)} if attended else {}


def _note_fact(note: Note) -> dict[str, FactValue]:
    if note.adherence_id is not None:
        return {}
    said = note.on_day if note.on_day is not None else bool(note.yes)
    return {_FACT_OF[note.kind]: said} if note.kind in _FACT_OF else {}
