"""What firms recorded for State aid, as nouns: entries that were not withdrawn, in the order in which they came."""

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from cip.incentives.de_minimis import Regime
from cip.incentives.declared import (
    HUNDRED,
    SHARE_PARTS,
    AidEntry,
    AidRuling,
    AidSource,
    Entry,
    EntryKind,
    Known,
    RecordedAid,
    RecordedLink,
    RecordedSizeTie,
    RecordedStanding,
    RecordedYear,
    SizeTieKind,
)
from cip.incentives.records import (
    AidRow,
    AidRulingRow,
    AidWithdrawalRow,
    FirmLinkRow,
    SizeTieRow,
    SizeYearRow,
    StandingFactRow,
)
from cip.incentives.standing import StandingKind, StandingValue
from cip.incentives.undertaking import TieKind

Row = TypeVar("Row", AidRow, FirmLinkRow, StandingFactRow, SizeYearRow, SizeTieRow)
TABLES: dict[EntryKind, type[Any]] = {
    "aid": AidRow,
    "link": FirmLinkRow,
    "standing": StandingFactRow,
    "year": SizeYearRow,
    "size_tie": SizeTieRow,
}


def aids_where(session: Session, wanted: ColumnElement[bool]) -> list[RecordedAid]:
    """Aid that stands."""
    return [
        RecordedAid(
            _entry(row),
            Known(row.holder_code, row.holder_name),
            row.granted_on,
            row.cents,
            cast(Regime, row.regime),
            cast(AidSource, row.source),
            row.reference,
        )
        for row in _standing(session, AidRow, wanted)
    ]


def links_where(session: Session, wanted: ColumnElement[bool]) -> list[RecordedLink]:
    """Ties that stand."""
    return [
        RecordedLink(
            _entry(row),
            Known(row.a_code, row.a_name),
            Known(row.b_code, row.b_name),
            cast(TieKind, row.kind),
            row.starts_on,
            row.ends_on,
        )
        for row in _standing(session, FirmLinkRow, wanted)
    ]


def aids_of(session: Session, firm_id: str) -> list[RecordedAid]:
    """What a firm itself recorded of aid."""
    return aids_where(session, AidRow.firm_id == firm_id)


def links_of(session: Session, firm_id: str) -> list[RecordedLink]:
    """What a firm itself recorded of ties."""
    return links_where(session, FirmLinkRow.firm_id == firm_id)


def standing_entries_of(session: Session, firm_id: str) -> list[RecordedStanding]:
    """The dated facts of a firm's standing checks."""
    return [
        RecordedStanding(
            _entry(row),
            cast(StandingKind, row.kind),
            cast(StandingValue, row.value),
            row.valid_from,
            row.valid_to,
            row.source,
        )
        for row in _standing(session, StandingFactRow, StandingFactRow.firm_id == firm_id)
    ]


def size_years_of(session: Session, firm_id: str) -> list[RecordedYear]:
    """The figures of a firm's closed years."""
    return [
        RecordedYear(_entry(row), row.year, _units(row.awu_hundredths), row.turnover, row.balance, row.source)
        for row in _standing(session, SizeYearRow, SizeYearRow.firm_id == firm_id)
    ]


def size_ties_of(session: Session, firm_id: str) -> list[RecordedSizeTie]:
    """A firm's partners, linked firms and public shares with their figures."""
    return [
        RecordedSizeTie(
            _entry(row),
            cast(SizeTieKind, row.kind),
            row.name,
            None if row.share is None else Fraction(row.share, SHARE_PARTS),
            _units(row.awu_hundredths),
            row.turnover,
            row.balance,
        )
        for row in _standing(session, SizeTieRow, SizeTieRow.firm_id == firm_id)
    ]


def rulings_of(session: Session, entry_ids: Collection[str]) -> dict[str, AidRuling]:
    """What offices said last of each of these entries; one of which nothing was said is left out."""
    r = AidRulingRow
    query = select(r.entry_id, r.verdict, r.reason, r.at, r.by_label).where(r.entry_id.in_(entry_ids))
    return {row.entry_id: AidRuling(**row._mapping) for row in session.execute(query.order_by(r.entry_id, r.seq))}


def find_entry(session: Session, entry_id: str) -> AidEntry | None:
    """An entry of any kind; None where there is none with this id or it was withdrawn."""
    for kind, table in TABLES.items():
        found = _standing(session, table, table.id == entry_id)
        if found:
            return AidEntry(entry_id, kind, found[0].firm_id)
    return None


def _standing(session: Session, table: type[Row], wanted: ColumnElement[bool]) -> Sequence[Row]:
    gone = select(AidWithdrawalRow.entry_id).where(AidWithdrawalRow.entry_id == table.id)
    query = select(table).where(wanted, ~gone.exists()).order_by(table.recorded_at, table.id)
    return session.scalars(query).all()


def _entry(row: AidRow | FirmLinkRow | StandingFactRow | SizeYearRow | SizeTieRow) -> Entry:
    return Entry(row.id, row.firm_id, row.recorded_at, row.recorded_by)


def _units(hundredths: int | None) -> Fraction | None:
    return None if hundredths is None else Fraction(hundredths, HUNDRED)
