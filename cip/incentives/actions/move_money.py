"""The one place where money moves: sources and shares are held, the rules decide, running sums change under a
condition, legs and transaction are written. Whatever else is held (call, application, award) is held before.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, Table, select, update

from cip.database.locks import lock
from cip.database.work import Work
from cip.incentives.calls import OfficeCall
from cip.incentives.ledger import AWARDED, Kind, Leg, Posting
from cip.incentives.money import LINE_KINDS, AwardShare, FundingLine, money_of
from cip.incentives.money_events import Event, Revoke, Waive
from cip.incentives.money_rules import Money
from cip.incentives.reads.money import lines_of_call, shares_of
from cip.incentives.records import AwardRow, AwardShareRow, FundingLineRow, LedgerLegRow, LedgerTransactionRow
from cip.kernel.errors import RefusalError


class MoneyRefusedError(RefusalError):
    """A rule of money refuses this; `rule` is its name, as `cip ledger try` prints it."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"The money does not allow this ({rule}).")
        self.rule = rule


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
        if cents_by_line.get(source_id):
            _give_budget(work, call.id, row.id, cents_by_line[source_id], paper)
    return lines_of_call(work.session, call.id)


def hold_money(work: Work, call_id: str, award_ids: Iterable[str]) -> tuple[Sequence[FundingLine], list[AwardShare]]:
    """Hold the sources of a call and what these awards hold of them, until the Work ends; both as they stand now."""
    ids = sorted(set(award_ids))
    for line in sorted(lines_of_call(work.session, call_id), key=lambda line: line.id):
        lock(work.session, FundingLineRow, line.id)
    query = select(AwardShareRow.id).where(AwardShareRow.award_id.in_(ids)).order_by(AwardShareRow.id)
    for share_id in work.session.scalars(query).all():
        lock(work.session, AwardShareRow, share_id)
    shares = [share for award in shares_of(work.session, ids).values() for share in award]
    return lines_of_call(work.session, call_id), shares


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


Plan = Callable[[Money, Sequence[FundingLine], Sequence[AwardShare]], Sequence[Event]]


def move_money(work: Work, call_id: str, award_ids: Iterable[str], plan: Plan, paper: Paper) -> Sequence[Event]:
    """Let events happen to awards of a call, all of them or nothing; what happened.

    `plan` makes the events from what is held (sources are named by the id of their line, awards by that of their
    share: `add_share` makes one) once nobody else can change it: nothing that was read before counts.

    Raises MoneyRefusedError.
    """
    ids = sorted(set(award_ids))
    lines, shares = hold_money(work, call_id, ids)
    money = money_of(lines, shares, _firms(work, ids))
    events = plan(money, lines, shares)
    awards = {share.id: share.award_id for one in shares_of(work.session, ids).values() for share in one}
    for event in events:
        rule = money.refusal(event)
        if rule is not None:
            raise MoneyRefusedError(rule)
        postings = money.postings(event)
        money.do(event)
        for posting in postings:
            _write(work, call_id, posting, awards, paper)
        if isinstance(event, Waive | Revoke):
            _end(work, event)
    return events


def _give_budget(work: Work, call_id: str, line_id: str, cents: int, paper: Paper) -> None:
    work.session.execute(
        update(FundingLineRow)
        .where(FundingLineRow.id == line_id)
        .values(budget=FundingLineRow.budget + cents, available=FundingLineRow.available + cents),
        execution_options={"synchronize_session": False},
    )
    legs: list[tuple[str, str | None, Kind, int]] = [
        (line_id, None, "funds", -cents),
        (line_id, None, "available", cents),
    ]
    _book(work, call_id, "budget", legs, paper)


def _firms(work: Work, award_ids: Sequence[str]) -> dict[str, str]:
    query = select(AwardRow.id, AwardRow.firm_id).where(AwardRow.id.in_(award_ids))
    return {row.id: row.firm_id for row in work.session.execute(query)}


def _write(work: Work, call_id: str, posting: Posting, awards: dict[str, str], paper: Paper) -> None:
    for line_id, legs in _by(posting, lambda leg: leg.account.source).items():
        _change(work, cast("Table", FundingLineRow.__table__), line_id, _sums(legs))
    for share_id, legs in _by(posting, lambda leg: leg.account.award).items():
        if share_id:
            _change(work, cast("Table", AwardShareRow.__table__), share_id, _sums(legs))
    rows = []
    for leg in posting.legs:
        award = awards[leg.account.award] if leg.account.award else None
        rows.append((leg.account.source, award, leg.account.kind, leg.cents))
    _book(work, call_id, posting.what, rows, paper)


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
    granted = sum(cents for kind, cents in sums.items() if kind in AWARDED)
    # Only an award raises the sum of these; paying moves it within, giving back lowers it and takes no grant back.
    return {**sums, **({"granted": granted} if granted > 0 and _of_one_award(legs) else {})}


def _of_one_award(legs: Iterable[Leg]) -> bool:
    """Whether legs are those of one award, and not those of its source."""
    return all(leg.account.award for leg in legs)


def _change(work: Work, table: Table, row_id: str, sums: dict[str, int]) -> None:
    """Change running sums where none would pass zero: the wall behind the rules. Raises MoneyRefusedError."""
    if not sums:
        return
    columns: Any = table.c
    change = (
        update(table)
        .where(columns.id == row_id, *(columns[name] + cents >= 0 for name, cents in sums.items()))
        .values({name: columns[name] + cents for name, cents in sums.items()})
    )
    result = cast("CursorResult[Any]", work.session.execute(change))
    if result.rowcount != 1:
        raise MoneyRefusedError("sums.below_zero")


def _end(work: Work, event: Waive | Revoke) -> None:
    row = lock(work.session, AwardShareRow, event.award)
    row.ended = "waived" if isinstance(event, Waive) else "revoked"
    work.session.flush()


def _book(work: Work, call_id: str, what: str, legs: Sequence[tuple[str, str | None, Kind, int]], paper: Paper) -> None:
    transaction_id = work.new_id()
    for n, (line_id, award_id, kind, cents) in enumerate(legs, start=1):
        row = LedgerLegRow(
            transaction_id=transaction_id, n=n, line_id=line_id, award_id=award_id, kind=kind, cents=cents
        )
        work.session.add(row)
    work.session.flush()
    work.session.add(
        LedgerTransactionRow(
            id=transaction_id,
            call_id=call_id,
            what=what,
            on_day=paper.on,
            at=work.now,
            by_label=work.actor.label,
            reference=paper.reference,
            reason=paper.reason,
        )
    )
    work.session.flush()
