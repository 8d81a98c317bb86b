"""Firms as plain values: tax code and VAT number, ATECO code with its version, the five ways of counting people."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

AtecoVersion = Literal["2007", "2025"]
# Five laws count people in five ways and never mean the same number: who has fewer than 20 workers (contribution relief
# for replacements), who has more than 50 (gender report), annual work units (size class of the State-aid rules), up to
# 50 employees (calls), and the bands of the UNI practice on gender parity.
Counter = Literal["under_20", "over_50", "awu", "up_to_50", "uni_band"]
ATECO_VERSIONS: tuple[AtecoVersion, ...] = get_args(AtecoVersion)
COUNTERS: tuple[Counter, ...] = get_args(Counter)


@dataclass(frozen=True, slots=True)
class Seat:
    """A place where a firm works; `municipality_code` is ISTAT's, six digits, None if not known."""

    id: str
    name: str
    municipality: str
    municipality_code: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """People by one way of counting on a day, in hundredths."""

    counter: Counter
    on_day: date
    hundredths: int
    source: str


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm; `pseudonym` stands for it in statistics, `merged_into` is the firm that took it over."""

    id: str
    name: str
    tax_code: str
    vat: str | None
    ateco_code: str | None
    ateco_version: AtecoVersion | None
    ccnl_code: str | None
    created_at: datetime
    pseudonym: str
    merged_into: str | None = None
    closed_at: datetime | None = None
