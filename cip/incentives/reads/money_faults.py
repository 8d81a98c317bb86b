"""What does not verify of the money: every transaction is booked again in its order, and what then stands on each
account is compared with the running sums, which nobody audits.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from cip.database.chain import Fault
from cip.incentives.award_states import UNDECIDED, AwardState
from cip.incentives.ledger import AWARDED, Account, Books, Kind, Leg, NegativeError, Posting
from cip.incentives.money import LINE_KINDS, SHARE_KINDS
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.records import AwardRow, AwardShareRow, FundingLineRow, LedgerLegRow, LedgerTransactionRow
from cip.kernel.errors import RefusalError

_F = cast("Table", FundingLineRow.__table__).c
_S = cast("Table", AwardShareRow.__table__).c
_L = cast("Table", LedgerLegRow.__table__).c
_T = cast("Table", LedgerTransactionRow.__table__).c
_W = cast("Table", AwardRow.__table__).c

RELEASED: AwardState = "released"
"""In this an award holds no money; in all but this and `UNDECIDED` its money was awarded."""
ENDED = {"waived": "waived", "lapsed": "waived", "closed": "waived", "revoked": "revoked"}
"""What the shares of an award in these states say of its end; in all others they say of none."""


@dataclass
class _Booked:
    """What stands after every transaction of a call, and what was ever awarded by source and award."""

    books: Books = field(default_factory=Books)
    granted: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))


def money_faults(session: Session) -> Iterator[Fault]:
    """Every transaction that does not balance or is missing, every running sum that is not what the transactions make,
    and every award whose money is not what it was given.
    """
    legs = _legs(session)
    calls = {row.id: row.call_id for row in session.execute(select(_F.id, _F.call_id))}
    booked = _Booked()
    for call_id, transactions in _transactions(session).items():
        yield from _numbers(call_id, transactions)
        for row in transactions:
            yield from _book(booked, row, legs.pop(row.id, []), calls)
    for transaction_id in sorted(legs):
        yield Fault(f"ledger transaction {transaction_id}", "it is missing, and its legs are there")
    yield from _lines(session, booked)
    yield from _shares(session, booked)
    yield from _awards(session)
    yield from _ends(session)


def source_faults(session: Session) -> Iterator[Fault]:
    """Every call whose sources of money are not those of its rules, in their order: no transaction says which one is
    which.
    """
    stored: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in session.execute(select(_F.call_id, _F.seq, _F.source_id).order_by(_F.call_id, _F.seq)):
        stored[row.call_id].append((row.seq, row.source_id))
    for call_id, sources in stored.items():
        try:
            rules = pack_of_call(session, call_of(session, call_id)).call.funding
        except (RefusalError, LookupError, TypeError, ValueError):
            continue  # rules that cannot be read: the packs have named them
        if sources != [(seq, line.id) for seq, line in enumerate(rules, start=1)]:
            named = ", ".join(source for _seq, source in sources)
            yield Fault(f"ledger of call {call_id}", f"its sources are {named}: these are not those of its rules")


def _transactions(session: Session) -> Mapping[str, Sequence[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(select(_T.id, _T.call_id, _T.seq, _T.what).order_by(_T.call_id, _T.seq)):
        found[row.call_id].append(cast("Row[Any]", row))
    return found


def _legs(session: Session) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(select(*_L).order_by(_L.transaction_id, _L.n)):
        found[row.transaction_id].append(row)
    return found


def _numbers(call_id: str, transactions: Sequence[Row[Any]]) -> Iterator[Fault]:
    if [row.seq for row in transactions] != list(range(1, len(transactions) + 1)):
        yield Fault(f"ledger of call {call_id}", "a transaction is missing: their numbers have a gap")


def _book(booked: _Booked, row: Row[Any], legs: Sequence[Row[Any]], calls: Mapping[str, str]) -> Iterator[Fault]:
    name = f"ledger transaction {row.id}"
    if any(calls.get(leg.line_id) != row.call_id for leg in legs):
        yield Fault(name, "it moves money of another call")
    try:
        # An account is one of the database: by source and award.
        moved = [Leg(Account(leg.kind, leg.line_id, leg.award_id or ""), leg.cents) for leg in legs]
        posting = Posting(row.what, tuple(moved))
    except ValueError as error:
        yield Fault(name, str(error))
        return
    try:
        booked.books.post(posting)
    except NegativeError as error:
        yield Fault(name, str(error))
    if row.what == "award":
        for leg in legs:
            if leg.kind in AWARDED and leg.award_id:
                booked.granted[leg.line_id, leg.award_id] += leg.cents


def _lines(session: Session, booked: _Booked) -> Iterator[Fault]:
    for row in session.execute(select(*_F).order_by(_F.id)):
        wanted: dict[str, int] = {kind: booked.books.of_source(row.id, kind) for kind in LINE_KINDS}
        wanted["budget"] = booked.books.budget(row.id)
        yield from _differences(f"source of money {row.id}", row, wanted)


def _shares(session: Session, booked: _Booked) -> Iterator[Fault]:
    stored: dict[tuple[str, str], Row[Any]] = {
        (row.line_id, row.award_id): row for row in session.execute(select(*_S).order_by(_S.id))
    }
    held: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(SHARE_KINDS, 0))
    for account, cents in booked.books.balances():
        if account.award:
            held[account.source, account.award][account.kind] = cents
    for key in sorted({*stored, *held}):
        if key in stored:
            wanted = {**held[key], "granted": booked.granted[key]}
            yield from _differences(f"share {stored[key].id} of award {key[1]}", stored[key], wanted)
        elif any(held[key].values()):
            yield Fault(f"award {key[1]}", f"what it holds of the source {key[0]} is missing")


def _differences(name: str, row: Row[Any], wanted: Mapping[str, int]) -> Iterator[Fault]:
    for column, cents in wanted.items():
        stored = getattr(row, column)
        if stored != cents:
            yield Fault(name, f"{column} is {stored} cents, its transactions make {cents}")


def _ends(session: Session) -> Iterator[Fault]:
    """Shares that say otherwise than their award whether it ended: of what ended no money moves any more."""
    query = select(_S.award_id, _S.ended, _W.state).join(AwardRow, _W.id == _S.award_id).where(_S.granted > 0)
    for row in session.execute(query.order_by(_S.award_id, _S.id)):
        if row.ended != ENDED.get(row.state):
            yield Fault(
                f"award {row.award_id}", f"it is {row.state}, and a share of it says: {row.ended or 'not ended'}"
            )


def _awards(session: Session) -> Iterator[Fault]:
    """The cents of every award against what its shares hold, or were given."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: {"reserved": 0, "granted": 0})
    for row in session.execute(select(_S.award_id, _S.reserved, _S.granted)):
        sums[row.award_id]["reserved"] += row.reserved
        sums[row.award_id]["granted"] += row.granted
    for row in session.execute(select(_W.id, _W.state, _W.cents).order_by(_W.id)):
        kind: Kind | str = "reserved" if row.state in UNDECIDED else "granted"
        wanted = 0 if row.state == RELEASED else row.cents
        found = sum(sums[row.id].values())
        if found != wanted or sums[row.id][kind] != wanted:
            yield Fault(f"award {row.id}", f"it is {row.state} with {wanted} cents, and its shares hold {found}")
