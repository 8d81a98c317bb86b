"""The money of a call as stored: its sources with what became of each, what every award holds, the transactions."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Row, Table, func, select
from sqlalchemy.orm import Session

from cip.incentives.ledger import Kind
from cip.incentives.money import AwardShare, FundingLine
from cip.incentives.records import AwardShareRow, FundingLineRow, LedgerLegRow, LedgerTransactionRow

_F = cast("Table", FundingLineRow.__table__).c
_S = cast("Table", AwardShareRow.__table__).c
_L = cast("Table", LedgerLegRow.__table__).c
_T = cast("Table", LedgerTransactionRow.__table__).c


def lines_of_call(session: Session, call_id: str) -> Sequence[FundingLine]:
    """The sources of money of a call, in the order of its pack; empty before its money was opened."""
    query = select(*_F).where(_F.call_id == call_id).order_by(_F.seq)
    return [_line(row) for row in session.execute(query)]


def shares_of(session: Session, award_ids: Collection[str]) -> dict[str, list[AwardShare]]:
    """What awards hold, by award, in the order of the call's sources."""
    query = (
        select(*_S, _F.source_id, _F.seq)
        .join(FundingLineRow, _F.id == _S.line_id)
        .where(_S.award_id.in_(award_ids))
        .order_by(_S.award_id, _F.seq)
    )
    found: dict[str, list[AwardShare]] = {award_id: [] for award_id in award_ids}
    for row in session.execute(query):
        found[row.award_id].append(_share(cast("Row[Any]", row)))
    return found


def balances_on(session: Session, call_id: str, on: date) -> dict[tuple[str, str | None, Kind], int]:
    """What stood on every account of a call at the end of a day, by line, award, kind; cents, from the legs alone."""
    query = (
        select(_L.line_id, _L.award_id, _L.kind, func.sum(_L.cents).label("cents"))
        .join(LedgerTransactionRow, _T.id == _L.transaction_id)
        .where(_T.call_id == call_id, _T.on_day <= on)
        .group_by(_L.line_id, _L.award_id, _L.kind)
    )
    return {(row.line_id, row.award_id, cast("Kind", row.kind)): int(row.cents) for row in session.execute(query)}


def as_line(row: FundingLineRow) -> FundingLine:
    """A source as its row has it; who holds the row reads it so."""
    return FundingLine(**{name: getattr(row, name) for name in _F.keys()})  # noqa: SIM118 columns, not a dict


def as_share(row: AwardShareRow, source_id: str) -> AwardShare:
    """What an award holds of a source as its row has it."""
    return AwardShare(source_id=source_id, **{name: getattr(row, name) for name in _S.keys()})  # noqa: SIM118


def _line(row: Row[Any]) -> FundingLine:
    return FundingLine(**row._mapping)


def _share(row: Row[Any]) -> AwardShare:
    held = dict(row._mapping)
    del held["seq"]
    return AwardShare(**held)
