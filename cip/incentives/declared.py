"""What is recorded of a firm for State aid: aid received, ties with other firms, closed years, checks. Nouns, pure.

Nothing of it is changed or removed: a wrong entry is withdrawn and a right one recorded. Firms are known by their tax
code here, since most of those that a firm is tied to are not in CIP.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal, get_args

from cip.incentives.de_minimis import Regime
from cip.incentives.standing import StandingKind, StandingValue
from cip.incentives.undertaking import TieKind

EntryKind = Literal["aid", "link", "standing", "year", "size_tie"]
ENTRY_KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
AidSource = Literal["declared", "register"]
AID_SOURCES: tuple[AidSource, ...] = get_args(AidSource)
SizeTieKind = Literal["partner", "linked", "public"]
SIZE_TIE_KINDS: tuple[SizeTieKind, ...] = get_args(SizeTieKind)
AidVerdict = Literal["confirmed", "set_aside"]
"""What an office says of an entry that is about another firm than the one that recorded it."""
AID_VERDICTS: tuple[AidVerdict, ...] = get_args(AidVerdict)
ReservationEnd = Literal["released", "granted"]
RESERVATION_ENDS: tuple[ReservationEnd, ...] = get_args(ReservationEnd)

LONGEST_NAME = 200
LONGEST_SOURCE = 200
LONGEST_REFERENCE = 80
LONGEST_RULING = 500
MOST_CENTS = 10**13
MOST_AWU_HUNDREDTHS = 10**8
SHARE_PARTS = 10_000
"""A share is kept in ten-thousandths: 2500 is 25 %."""
FIRST_YEAR, LAST_YEAR = 1970, 2100
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Known:
    """A firm as it is named here."""

    tax_code: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What every entry has: its id, the firm in CIP that it hangs on, who wrote it and when."""

    id: str
    firm_id: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class AidEntry:
    """An entry of any kind, as it is withdrawn."""

    id: str
    kind: EntryKind
    firm_id: str


@dataclass(frozen=True, slots=True)
class AidRuling:
    """What an office said of an entry, with the reason; of several the last counts."""

    entry_id: str
    verdict: AidVerdict
    reason: str
    at: datetime
    by_label: str


@dataclass(frozen=True, slots=True)
class RecordedAid:
    """Aid that the firm, or one tied to it, was granted."""

    entry: Entry
    holder: Known
    granted_on: date
    cents: int
    regime: Regime
    source: AidSource
    reference: str | None


def aid_counts(aid: RecordedAid, ruling: AidRuling | None, firms: Collection[str]) -> bool:
    """Whether aid counts for who grants: an office said so, or, where no office spoke, one of these firms (by id: those
    that count as one with its holder) recorded it.
    """
    return ruling.verdict == "confirmed" if ruling is not None else aid.entry.firm_id in firms


@dataclass(frozen=True, slots=True)
class RecordedLink:
    """A tie between two firms."""

    entry: Entry
    a: Known
    b: Known
    kind: TieKind
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class RecordedStanding:
    """A dated fact of a standing check."""

    entry: Entry
    kind: StandingKind
    value: StandingValue
    start: date
    end: date | None
    source: str


@dataclass(frozen=True, slots=True)
class RecordedYear:
    """The figures of a closed year; None is not known."""

    entry: Entry
    year: int
    awu: Fraction | None
    turnover: int | None
    balance: int | None
    source: str


@dataclass(frozen=True, slots=True)
class RecordedSizeTie:
    """A partner or linked firm with its figures, or the share in public hands (without any)."""

    entry: Entry
    kind: SizeTieKind
    name: str
    share: Fraction | None
    awu: Fraction | None
    turnover: int | None
    balance: int | None
