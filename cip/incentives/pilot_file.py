"""The file of a pilot firm: everything about one firm and one call on one page, and what of it each role may see. Pure.

What a role may not see has no value here: `only` empties it before a page or a paper gets the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Literal, get_args

from cip.agreement.attestations import Verdict
from cip.assessment.stored import Stage
from cip.incentives.award_states import AwardState
from cip.incentives.payments import PartState
from cip.kernel.texts import Text

Viewer = Literal["owner", "consultant", "union", "office"]
# Notes of consultants, answers and lines of surveys have no part: nobody finds them here.
Section = Literal[
    "check_ups", "plan", "clauses", "attestations", "measures", "award", "progress", "sums", "owed", "tranches", "bank",
    "documents", "meeting",
]  # fmt: skip
VIEWERS: tuple[Viewer, ...] = get_args(Viewer)
SECTIONS: tuple[Section, ...] = get_args(Section)

_ALL_BUT_UNIONS = frozenset[Viewer]({"owner", "consultant", "office"})
SEES: Mapping[Section, frozenset[Viewer]] = {
    # Dates and levels; single answers are in the check-up, which is the firm's.
    "check_ups": _ALL_BUT_UNIONS,
    "plan": _ALL_BUT_UNIONS,
    # Counts, never which answer made them.
    "clauses": frozenset(VIEWERS),
    "attestations": frozenset(VIEWERS),
    "measures": _ALL_BUT_UNIONS,
    # That there is an award of a published ranking; how far it is concerns the firm and the office.
    "award": frozenset(VIEWERS),
    "progress": _ALL_BUT_UNIONS,
    "sums": _ALL_BUT_UNIONS,
    # What the firm has to give back is between the firm and the office.
    "owed": frozenset({"owner", "office"}),
    "tranches": _ALL_BUT_UNIONS,
    # Of an account only its last digits; not for who has a mandate for applications.
    "bank": frozenset({"owner", "office"}),
    "documents": _ALL_BUT_UNIONS,
    "meeting": _ALL_BUT_UNIONS,
}


@dataclass(frozen=True, slots=True)
class CheckUpLine:
    """A check-up with a result: its stage, the day, the level (1-5), whether it was verified."""

    stage: Stage
    on: date
    level: int | None
    verified: bool


@dataclass(frozen=True, slots=True)
class PlanLine:
    """The plan in force: since when it is signed, the names of its measures."""

    signed_on: date
    measures: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ClauseCounts:
    """How many clauses that are due are met, not met, unknown."""

    met: int
    not_met: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a union says of a clause, and until when it holds."""

    union: str
    clause: str
    verdict: Verdict
    until: date


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure of the award: since when it is in use, until when it is kept; None: not known."""

    name: Text
    started_on: date | None
    keep_until: date | None
    in_use: bool
    broken: bool


@dataclass(frozen=True, slots=True)
class AwardLine:
    """That there is an award: of which call, by which version of the ranking, whether it stands; how far it is; when it
    was granted and closed.
    """

    call: str
    version: int
    published_on: date | None
    stands: bool
    state: AwardState | None
    granted_on: date | None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """Cents awarded, paid (tax kept back included) and still to come."""

    awarded: int
    paid: int
    left: int


@dataclass(frozen=True, slots=True)
class TrancheLine:
    """A part of the award in words: its name, cents, word of its state, when it was paid."""

    label: Text
    cents: int
    state: PartState
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document of the application: what it is, the day on which it was handed in."""

    label: Text
    on: date


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A day that comes: which section it belongs to and in which words it is told (`what`)."""

    day: date
    what: Literal["answer", "plan", "agreement", "attestation", "meeting", "keep"]
    section: Section


@dataclass(frozen=True, kw_only=True)
class PilotFile:
    """The file of a firm for one award. None (or nothing): there is none, or the viewer does not see it."""

    firm: str
    check_ups: Sequence[CheckUpLine] = ()
    plan: PlanLine | None = None
    clauses: ClauseCounts | None = None
    attestations: Sequence[Said] = ()
    measures: Sequence[MeasureLine] = ()
    award: AwardLine
    sums: Sums | None = None
    owed: int | None = None
    tranches: Sequence[TrancheLine] = ()
    bank: str | None = None
    documents: Sequence[DocumentLine] = ()
    meeting: date | None = None
    days: Sequence[ComingDay] = field(default=())

    @property
    def next_day(self) -> ComingDay | None:
        """The next of the days that come."""
        return min(self.days, key=lambda one: (one.day, one.what), default=None)


def sees(viewer: Viewer, section: Section) -> bool:
    """Whether a role sees a section."""
    return viewer in SEES[section]


def only(file: PilotFile, viewer: Viewer) -> PilotFile:
    """The file with nothing in it but what a role may see."""
    plain = {one.name: one.default for one in fields(PilotFile)}
    hidden: dict[str, Any] = {name: plain[name] for name in SECTIONS if name in plain and not sees(viewer, name)}
    award = file.award if sees(viewer, "progress") else replace(file.award, state=None, granted_on=None, closed_on=None)
    return replace(file, **hidden | {"award": award}, days=tuple(one for one in file.days if sees(viewer, one.section)))
