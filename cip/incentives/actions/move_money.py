"""The one place where money moves: sources and shares are held, the rules decide, running sums change under a
condition, legs and transaction are written. Whatever else is held (call, application, award) is held before.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, Table, func, select, update

from cip.database.locks import lock
from cip.database.work import Work
from cip.incentives.calls import OfficeCall
from cip.incentives.ledger import AWARDED, Leg, Posting
from cip.incentives.money import LINE_KINDS, AwardShare, FundingLine, money_of
from cip.incentives.money_events import Budget, Event, Revoke, Waive
from cip.incentives.money_rules import Money
from cip.incentives.reads.money import as_line, as_share, lines_of_call
from cip.incentives.records import AwardRow, AwardShareRow, FundingLineRow, LedgerLegRow, LedgerTransactionRow
from cip.kernel.errors import RefusalError


class MoneyRefusedError(RefusalError):
    """A rule of money refuses this; `rule` is its name, as `cip ledger try` prints it."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"The money does not allow this ({rule}).")
        self.rule = rule


class LedgerBrokenError(RuntimeError):
    """A running sum is not what the ledger says: nothing that this Work did may stay, and `cip verify` names it."""


Plan = Callable[[Money, Sequence[FundingLine], Sequence[AwardShare]], Sequence[Event]]
"""Makes the events from the rules over what is held, the sources of the call, and what the awards hold."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a transaction is written with: the day on which it counts, the paper that says so, and why."""

    on: date
    reference: str = ""
    reason: str = ""


def open_money(work: Work, call: OfficeCall, source_ids: Sequence[str], paper: Paper) -> Sequence[FundingLine]:
    """The sources of money of a held call, opened with the budget that was published where they are not yet. Who comes
    twice finds them there. `source_ids`: as the call's pack orders them.
    """
    found = lines_of_call(work.session, call.id)
    if found:
        return found
    cents_by_line = call.settings.cents_by_line or {}
    for seq, source_id in enumerate(source_ids, start=1):
        row = FundingLineRow(id=work.new_id(), call_id=call.id, source_id=source_id, seq=seq, budget=0)
        for kind in LINE_KINDS:
            setattr(row, kind, 0)
        work.session.add(row)
    work.session.flush()

    def plan(_money: Money, lines: Sequence[FundingLine], _shares: Sequence[AwardShare]) -> list[Event]:
        given = [(line.id, cents_by_line.get(line.source_id)) for line in lines]
        return [Budget(line_id, cents) for line_id, cents in given if cents]

    move_money(work, call.id, (), plan, paper)
    return lines_of_call(work.session, call.id)


@dataclass(frozen=True, slots=True)
class Held:
    """What is held until the Work ends, as it stands: sources, what awards have of them, whose the awards are."""

    lines: Sequence[FundingLine]
    shares: Sequence[AwardShare]
    firms: Mapping[str, str]


def hold_money(work: Work, call_id: str, award_ids: Collection[str]) -> Held:
    """Hold the sources of a call, and of the calls of these awards where they are others, and what the awards hold of
    them. The order is the same for everybody: sources by id, then shares by id.
    """
    awards = work.session.execute(
        select(AwardRow.call_id, AwardRow.id, AwardRow.firm_id).where(AwardRow.id.in_(award_ids))
    ).all()
    calls = {call_id, *(row.call_id for row in awards)}
    ids = work.session.scalars(select(FundingLineRow.id).where(FundingLineRow.call_id.in_(calls))).all()
    lines = [lock(work.session, FundingLineRow, line_id) for line_id in sorted(ids)]
    # Who begins a share holds the sources: from here on there is no other.
    shares = work.session.scalars(select(AwardShareRow.id).where(AwardShareRow.award_id.in_(award_ids))).all()
    rows = [lock(work.session, AwardShareRow, share_id) for share_id in sorted(shares)]
    sources = {line.id: (line.seq, line.source_id) for line in lines}
    return Held(
        [as_line(row) for row in sorted(lines, key=lambda row: (row.call_id, row.seq))],
        [as_share(row, sources[row.line_id][1]) for row in sorted(rows, key=lambda row: sources[row.line_id])],
        {row.id: row.firm_id for row in awards},
    )


def add_share(work: Work, award_id: str, line_id: str) -> str:
    """What an award holds of a source, empty at first; the id that the events of money name. The same where it is
    there already; the sources must be held.
    """
    query = select(AwardShareRow.id).where(AwardShareRow.award_id == award_id, AwardShareRow.line_id == line_id)
    found = work.session.scalar(query)
    if found is not None:
        return found
    row = AwardShareRow(id=work.new_id(), award_id=award_id, line_id=line_id, ended=None, granted=0)
    for kind in LINE_KINDS[1:]:
        setattr(row, kind, 0)
    work.session.add(row)
    work.session.flush()
    return row.id


def move_money(work: Work, call_id: str, award_ids: Iterable[str], plan: Plan, paper: Paper) -> Sequence[Event]:
    """Let events happen to awards, all of them or nothing; what happened. The awards may be of other calls too (a debt
    set against a payment of another call): whoever asks holds those calls as well.

    `plan` makes the events from what is held (sources of `call_id` are named by the id of their line, awards by that of
    their share: `add_share` makes one) once nobody else can change it: nothing that was read before counts.

    Raises MoneyRefusedError, in which case nothing moved.
    """
    ids = sorted(set(award_ids))
    held = hold_money(work, call_id, ids)
    money = money_of(held.lines, held.shares, dict(held.firms))
    events = plan(money, [line for line in held.lines if line.call_id == call_id], held.shares)
    postings: list[Posting] = []
    for event in events:
        rule = money.refusal(event)
        if rule is not None:
            raise MoneyRefusedError(rule)
        postings += money.postings(event)
        money.do(event)
    for posting in postings:
        _change_sums(work, posting)
    for event in events:
        if isinstance(event, Waive | Revoke):
            _end(work, event)
    if postings:
        # The plan may have begun shares: so they are read again.
        query = select(AwardShareRow.id, AwardShareRow.award_id).where(AwardShareRow.award_id.in_(ids))
        awards = {row.id: row.award_id for row in work.session.execute(query)}
        _book(work, postings, awards, {line.id: line.call_id for line in held.lines}, paper)
    return events


def _change_sums(work: Work, posting: Posting) -> None:
    """Change the running sums that a posting changes, of its sources and of its awards."""
    for line_id, legs in _by(posting, lambda leg: leg.account.source).items():
        budget = -sum(leg.cents for leg in legs if leg.account.kind == "funds")
        _change(work, FundingLineRow, line_id, {**_sums(legs), **({"budget": budget} if budget else {})})
    for share_id, legs in _by(posting, lambda leg: leg.account.award).items():
        if share_id:
            sums = _sums(legs)
            # Only an award raises these together; a payment moves within them, and giving back takes no grant back.
            granted = sum(cents for kind, cents in sums.items() if kind in AWARDED)
            _change(work, AwardShareRow, share_id, {**sums, **({"granted": granted} if granted > 0 else {})})


def _by(posting: Posting, key: Callable[[Leg], str]) -> dict[str, list[Leg]]:
    found: dict[str, list[Leg]] = {}
    for leg in posting.legs:
        found.setdefault(key(leg), []).append(leg)
    return found


def _sums(legs: Iterable[Leg]) -> dict[str, int]:
    """By column what these legs change; accounts on the other side have no column."""
    sums: dict[str, int] = {}
    for leg in legs:
        if leg.account.kind in LINE_KINDS:
            sums[leg.account.kind] = sums.get(leg.account.kind, 0) + leg.cents
    return sums


def _change(work: Work, model: type[FundingLineRow | AwardShareRow], row_id: str, sums: dict[str, int]) -> None:
    """Change running sums where none would pass zero: the wall behind the rules. Raises LedgerBrokenError."""
    if not sums:
        return
    table = cast("Table", model.__table__)
    columns: Any = table.c
    change = (
        update(table)
        .where(columns.id == row_id, *(columns[name] + cents >= 0 for name, cents in sums.items()))
        .values({name: columns[name] + cents for name, cents in sums.items()})
    )
    result = cast("CursorResult[Any]", work.session.execute(change))
    if result.rowcount != 1:
        raise LedgerBrokenError(f"a sum of {table.name} {row_id} would pass zero")


def _end(work: Work, event: Waive | Revoke) -> None:
    row = lock(work.session, AwardShareRow, event.award)
    row.ended = "waived" if isinstance(event, Waive) else "revoked"
    work.session.flush()


def _book(work: Work, postings: Sequence[Posting], awards: dict[str, str], calls: dict[str, str], paper: Paper) -> None:
    """Write the legs, then the transactions that close them; `calls` says whose each source is."""
    transactions, last = [], _last_numbers(work, set(calls.values()))
    for posting in postings:
        call_id, transaction_id = calls[posting.legs[0].account.source], work.new_id()
        last[call_id] += 1
        for n, leg in enumerate(posting.legs, start=1):
            at = leg.account
            row = LedgerLegRow(transaction_id=transaction_id, n=n, line_id=at.source, kind=at.kind, cents=leg.cents)
            row.award_id = awards[at.award] if at.award else None
            work.session.add(row)
        row_of = LedgerTransactionRow(
            id=transaction_id,
            call_id=call_id,
            seq=last[call_id],
            what=posting.what,
            on_day=paper.on,
            at=work.now,
            by_label=work.actor.label,
            reference=paper.reference,
            reason=paper.reason,
        )
        transactions.append(row_of)
    work.session.flush()
    work.session.add_all(transactions)
    work.session.flush()


def _last_numbers(work: Work, call_ids: Iterable[str]) -> dict[str, int]:
    # Their sources are held, so nobody else numbers transactions of these calls now.
    query = select(func.max(LedgerTransactionRow.seq))
    return {one: work.session.scalar(query.where(LedgerTransactionRow.call_id == one)) or 0 for one in call_ids}
