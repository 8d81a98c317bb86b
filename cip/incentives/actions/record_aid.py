"""Something for State aid is recorded of a firm: aid, a tie, a closed year, a tie for the size, a standing fact."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select

from cip.database.locks import lock_words
from cip.database.work import Work
from cip.incentives.aid_law import PARTNER_TO, Law, share_on
from cip.incentives.de_minimis import Regime
from cip.incentives.declared import SHARE_PARTS, AidSource, EntryKind, Known, SizeTieKind
from cip.incentives.reads.state_aid_entries import TABLES
from cip.incentives.records import AidRow, FirmLinkRow, SizeTieRow, SizeYearRow, StandingFactRow
from cip.incentives.standing import StandingFact, StandingKind, StandingValue, last_day
from cip.incentives.undertaking import TieKind
from cip.kernel.errors import RefusalError

MOST_ENTRIES = 500


class TooManyEntriesError(RefusalError):
    """A firm has as many entries of a kind as it can."""

    def __init__(self) -> None:
        super().__init__(f"There are {MOST_ENTRIES} entries already: no more can be recorded.")


class SameFirmError(RefusalError, ValueError):
    """A firm is not tied to itself."""

    def __init__(self) -> None:
        super().__init__("These two are the same firm.")


class LinkedFirmError(RefusalError, ValueError):
    """A share this large makes a firm linked, not a partner."""

    def __init__(self) -> None:
        super().__init__("With this share the firm is linked, not a partner.")


@dataclass(frozen=True, slots=True)
class NewFigures:
    """The figures of one firm in a year: hundredths of a work unit and whole cents; None is not known."""

    awu_hundredths: int | None = None
    turnover: int | None = None
    balance: int | None = None


def record_aid(
    work: Work,
    firm_id: str,
    holder: Known,
    *,
    granted_on: date,
    cents: int,
    regime: Regime,
    source: AidSource,
    reference: str | None = None,
) -> str:
    """Aid that a firm, or one tied to it, was granted; the id of the entry. Raises TooManyEntriesError."""
    return _add(
        work,
        "aid",
        AidRow(
            **_entry(work, firm_id),
            holder_code=holder.tax_code,
            holder_name=holder.name,
            granted_on=granted_on,
            cents=cents,
            regime=regime,
            source=source,
            reference=reference,
        ),
    )


def record_link(
    work: Work, firm_id: str, a: Known, b: Known, kind: TieKind, start: date | None, end: date | None
) -> str:
    """A tie between two firms; the id of the entry. Raises SameFirmError, TooManyEntriesError."""
    if a.tax_code == b.tax_code:
        raise SameFirmError
    return _add(
        work,
        "link",
        FirmLinkRow(
            **_entry(work, firm_id),
            a_code=a.tax_code,
            a_name=a.name,
            b_code=b.tax_code,
            b_name=b.name,
            kind=kind,
            starts_on=start,
            ends_on=end,
        ),
    )


def record_year(work: Work, firm_id: str, year: int, figures: NewFigures, source: str) -> str:
    """The figures of a closed year; the id of the entry. Raises TooManyEntriesError."""
    row = SizeYearRow(**_entry(work, firm_id), year=year, source=source, **_figures(figures))
    return _add(work, "year", row)


def record_size_tie(
    work: Work,
    firm_id: str,
    kind: SizeTieKind,
    name: str,
    share_parts: int | None,
    figures: NewFigures,
    *,
    law: Law,
    on: date,
) -> str:
    """A partner, a linked firm or a public share (in ten-thousandths); the id of the entry. Raises
    TooManyEntriesError, LinkedFirmError for a partner whose share makes it a linked firm.
    """
    if kind == "partner" and Fraction(share_parts or 0, SHARE_PARTS) > share_on(law, PARTNER_TO, on):
        raise LinkedFirmError
    row = SizeTieRow(**_entry(work, firm_id), kind=kind, name=name, share=share_parts, **_figures(figures))
    return _add(work, "size_tie", row)


def record_standing(
    work: Work,
    firm_id: str,
    kind: StandingKind,
    value: StandingValue,
    *,
    start: date,
    end: date | None,
    source: str,
    law: Law,
) -> str:
    """A dated fact; a DURC without a last day gets the one that the law gives it. The id of the entry. Raises
    TooManyEntriesError, ParameterError for a DURC of a day before that law.
    """
    end = last_day(StandingFact(kind, value, start, end, source, work.now), law)
    row = StandingFactRow(
        **_entry(work, firm_id), kind=kind, value=value, valid_from=start, valid_to=end, source=source
    )
    return _add(work, "standing", row)


def _figures(figures: NewFigures) -> dict[str, Any]:
    return {
        "awu_hundredths": figures.awu_hundredths,
        "turnover": figures.turnover,
        "balance": figures.balance,
    }


def _entry(work: Work, firm_id: str) -> dict[str, Any]:
    return {"id": work.new_id(), "firm_id": firm_id, "recorded_at": work.now, "recorded_by": work.actor.label}


def _add(work: Work, kind: EntryKind, row: AidRow | FirmLinkRow | StandingFactRow | SizeYearRow | SizeTieRow) -> str:
    lock_words(work.session, f"aid entries {row.firm_id}")
    table = TABLES[kind]
    there = select(func.count()).select_from(table).where(table.firm_id == row.firm_id)
    if (work.session.scalar(there) or 0) >= MOST_ENTRIES:
        raise TooManyEntriesError
    work.session.add(row)
    work.session.flush()
    return row.id
