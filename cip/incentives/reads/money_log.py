"""The ledger of a call as people read it: by source on any day, transaction by transaction, award by award."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import cast

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from cip.incentives.ledger import Kind
from cip.incentives.money_log import AwardSums, EntryLeg, MoneyEntry, SourceSums
from cip.incentives.reads.awards import awards_of_call
from cip.incentives.reads.money import balances_on, lines_of_call, shares_of
from cip.incentives.records import FundingLineRow, LedgerLegRow, LedgerTransactionRow

_F = cast("Table", FundingLineRow.__table__).c
_L = cast("Table", LedgerLegRow.__table__).c
_T = cast("Table", LedgerTransactionRow.__table__).c


def sources_on(session: Session, call_id: str, on: date) -> Sequence[SourceSums]:
    """What stood on each source of a call at the end of a day, in the order of the call's pack; from the transactions
    alone, so that any past day can be asked. Empty before the money of the call was opened.
    """
    sums: dict[str, dict[Kind, int]] = defaultdict(lambda: defaultdict(int))
    for (line_id, _award_id, kind), cents in balances_on(session, call_id, on).items():
        sums[line_id][kind] += cents
    return [SourceSums(line.source_id, dict(sums[line.id])) for line in lines_of_call(session, call_id)]


def count_entries(session: Session, call_id: str) -> int:
    """How many transactions a call has."""
    return session.scalar(select(func.count()).select_from(LedgerTransactionRow).where(_T.call_id == call_id)) or 0


def entries_of_call(session: Session, call_id: str, *, skip: int = 0, most: int | None = None) -> Sequence[MoneyEntry]:
    """Transactions of a call, the newest first."""
    query = select(*_T).where(_T.call_id == call_id).order_by(_T.seq.desc()).offset(skip)
    found = session.execute(query if most is None else query.limit(most)).all()
    legs: dict[str, list[EntryLeg]] = defaultdict(list)
    whole = (
        select(_L.transaction_id, _F.source_id, _L.award_id, _L.kind, _L.cents)
        .join(FundingLineRow, _F.id == _L.line_id)
        .join(LedgerTransactionRow, _T.id == _L.transaction_id)
        .where(_T.call_id == call_id)
        .order_by(_L.transaction_id, _L.n)
    )
    if found:
        whole = whole.where(_T.seq.between(found[-1].seq, found[0].seq))
    for row in session.execute(whole):
        legs[row.transaction_id].append(EntryLeg(row.source_id, row.award_id, cast("Kind", row.kind), row.cents))
    fields = ("id", "seq", "what", "on_day", "at", "by_label", "reference", "reason")
    return [MoneyEntry(legs=tuple(legs[row.id]), **{name: getattr(row, name) for name in fields}) for row in found]


def award_sums(session: Session, call_id: str) -> Sequence[AwardSums]:
    """Every award of a call with what it holds."""
    awards = awards_of_call(session, call_id)
    shares = shares_of(session, [one.id for one in awards])
    return [AwardSums(one, shares[one.id]) for one in awards]
