"""What a firm owes comes back: given back, set against what another award still has to be paid, with its interest.

Nothing of a debt is let go here: what is not given back and not set off stays due. The ledger holds the same money.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from cip.database.locks import lock
from cip.database.work import Work
from cip.incentives.actions.accept_award import hold_award_and_call
from cip.incentives.actions.move_call import hold_call
from cip.incentives.actions.move_money import Paper, Plan, hold_money, move_money
from cip.incentives.awards import StoredAward
from cip.incentives.money import AwardShare, FundingLine, split
from cip.incentives.money_events import Event, Interest, InterestPaid, Net, Pay, Refund
from cip.incentives.money_rules import Money
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.recoveries import debt_of
from cip.incentives.reads.tranches import netting_now
from cip.incentives.records import AwardRow, InstalmentRow, InterestRateRow, RecoveryRow
from cip.incentives.recoveries import MOST_RATE, Debt, RecoveryKind, instalments
from cip.kernel.clock import today
from cip.kernel.days import add_months
from cip.kernel.errors import RefusalError


class NoDebtError(RefusalError):
    """Nothing is owed for this award, or not so much."""

    def __init__(self) -> None:
        super().__init__("So much is not owed for this award.")


class NotToNetError(RefusalError):
    """The other award has nothing to be paid, is of another firm or office, or a payment of it is on its way."""

    def __init__(self) -> None:
        super().__init__("Nothing can be set against this award now.")


class OddRateError(RefusalError, ValueError):
    """A rate has its source, and is no less than nothing."""

    def __init__(self) -> None:
        super().__init__("Enter the rate with its source.")


class OddDayError(RefusalError, ValueError):
    """Money came in on a day from the decision to today."""

    def __init__(self) -> None:
        super().__init__("The day lies between the decision and today.")


def note_recovery(
    work: Work, award_id: str, kind: RecoveryKind, cents: int, on: date, reference: str, against: str | None = None
) -> None:
    """Write what happened to the debt of a held award."""
    work.session.add(
        RecoveryRow(
            id=work.new_id(),
            award_id=award_id,
            kind=kind,
            cents=cents,
            against_award_id=against,
            on_day=on,
            at=work.now,
            reference=reference[:120],
            by_label=work.actor.label,
        )
    )
    work.session.flush()


def refund_debt(work: Work, award_id: str, cents: int, on: date, reference: str) -> None:
    """Write that the firm gave back so much on a day; the interest up to that day is added first.

    Raises NoDebtError, OddDayError, MoneyRefusedError.
    """
    debt = _hold_debt(work, award_id, on)
    if not 1 <= cents <= debt.owed:
        raise NoDebtError
    _charge(work, debt, on)

    def plan(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        return [Refund(id, part) for id, part in split(cents, [(share.id, share.owed) for share in shares])]

    move_money(work, debt.call_id, [award_id], plan, Paper(on, reference[:120]))
    note_recovery(work, award_id, "refunded", cents, on, reference)


def net_debt(work: Work, award_id: str, against_id: str, cents: int, reference: str) -> None:
    """Set so much of what is owed for one award against what another award of the same firm, of the same office, still
    has to be paid, as much as its next part lets; the tax on it is kept back. Across calls it is a refund in one ledger
    and a payment in the other, with the same day and paper.

    Raises NoDebtError, NotToNetError, MoneyRefusedError.
    """
    owing, against = award_of(work.session, award_id), award_of(work.session, against_id)
    if (owing.firm_id, owing.body_id) != (against.firm_id, against.body_id) or award_id == against_id:
        raise NotToNetError
    for call_id in sorted({owing.call_id, against.call_id}):
        hold_call(work, call_id)
    for one in sorted((award_id, against_id)):
        lock(work.session, AwardRow, one)
    on = today(work.now)
    debt = debt_of(work.session, award_id)
    if debt is None or not 1 <= cents <= debt.owed:
        raise NoDebtError
    netting = netting_now(work.session, award_of(work.session, against_id), on)
    if cents > netting.cents:
        raise NotToNetError
    for call_id in sorted({owing.call_id, against.call_id}):
        hold_money(work, call_id, [one.id for one in (owing, against) if one.call_id == call_id])
    _charge(work, debt, on)
    _set_off(work, owing, against, cents, Paper(on, reference[:120], "net"))
    tax = netting.tax(cents)
    if tax:
        move_money(work, against.call_id, [against_id], _keeping(tax), Paper(on, reference[:120], "tax"))
    note_recovery(work, award_id, "netted", cents, on, reference, against_id)


def _set_off(work: Work, owing: StoredAward, against: StoredAward, cents: int, paper: Paper) -> None:
    if owing.call_id == against.call_id:
        move_money(work, owing.call_id, [owing.id, against.id], _netting(owing.id, against.id, cents), paper)
    else:
        move_money(work, owing.call_id, [owing.id], _refunding(cents), paper)
        move_money(work, against.call_id, [against.id], _paying(cents), paper)


def charge_interest(work: Work, award_id: str, on: date) -> int:
    """Add the interest up to a day; how many cents were added. Raises NoDebtError, OddDayError."""
    return _charge(work, _hold_debt(work, award_id, on), on)


def pay_interest(work: Work, award_id: str, cents: int, on: date, reference: str) -> None:
    """Write that the firm paid so much of the interest. Raises NoDebtError, OddDayError, MoneyRefusedError."""
    debt = _hold_debt(work, award_id, on)
    if not 1 <= cents <= debt.interest:
        raise NoDebtError

    def plan(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        return [InterestPaid(id, part) for id, part in split(cents, [(share.id, share.interest) for share in shares])]

    move_money(work, debt.call_id, [award_id], plan, Paper(on, reference[:120]))
    note_recovery(work, award_id, "interest_paid", cents, on, reference)


def set_rate(work: Work, call_id: str, starts_on: date, rate: int, source: str) -> None:
    """Enter the rate of interest of a call from a day on, in hundredths of a percent a year, with its source. Raises
    OddRateError.
    """
    hold_call(work, call_id)
    if not 0 <= rate <= MOST_RATE or not source.strip():
        raise OddRateError
    i = InterestRateRow
    last = work.session.scalar(select(func.max(i.seq)).where(i.call_id == call_id)) or 0
    work.session.add(
        InterestRateRow(
            call_id=call_id,
            seq=last + 1,
            starts_on=starts_on,
            rate=rate,
            source=source.strip(),
            at=work.now,
            by_label=work.actor.label,
        )
    )
    work.session.flush()


def plan_debt(work: Work, award_id: str, count: int, first: date) -> None:
    """Let what is due be paid in so many monthly parts from a day on; a plan before it holds no more.

    Raises NoDebtError, OddDayError for a first day that is over, ValueError for an odd number of parts.
    """
    on = today(work.now)
    debt = _hold_debt(work, award_id, on)
    if not debt.owed:
        raise NoDebtError
    if first < on:
        raise OddDayError
    parts = instalments(debt.owed, count, first, [add_months(first, n) for n in range(1, count)])
    p = InstalmentRow
    last = work.session.scalar(select(func.max(p.seq)).where(p.award_id == award_id)) or 0
    for n, part in enumerate(parts, start=1):
        row = InstalmentRow(
            award_id=award_id, seq=last + 1, n=n, due_on=part.due_on, cents=part.cents, at=work.now,
            by_label=work.actor.label,
        )  # fmt: skip
        work.session.add(row)
    work.session.flush()


def _hold_debt(work: Work, award_id: str, on: date) -> Debt:
    """The debt of an award, held; `on` is a day on which something happened to it. Raises NoDebtError, OddDayError."""
    hold_award_and_call(work, award_id)
    debt = debt_of(work.session, award_id)
    if debt is None:
        raise NoDebtError
    hold_money(work, debt.call_id, [award_id])
    first = max((one.on_day for one in debt.happened), default=on)
    if not first <= on <= today(work.now):
        raise OddDayError
    return debt


def _charge(work: Work, debt: Debt, on: date) -> int:
    added = debt.interest_until(on) - debt.interest - debt.interest_paid
    if added < 1 or debt.owed == 0:
        return 0

    def plan(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        return [Interest(next(share.id for share in shares if share.owed), added)]

    move_money(work, debt.call_id, [debt.award_id], plan, Paper(on))
    note_recovery(work, debt.award_id, "interest", added, on, "")
    return added


def _netting(owing: str, against: str, cents: int) -> Plan:
    def plan(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        takes = split(cents, [(one.id, one.owed) for one in shares if one.award_id == owing])
        gives = split(cents, [(one.id, one.committed) for one in shares if one.award_id == against])
        return _pairs(takes, gives)

    return plan


def _pairs(takes: list[tuple[str, int]], gives: list[tuple[str, int]]) -> list[Event]:
    """Both sides of a setting-off, source by source, in steps that fit both."""
    events: list[Event] = []
    left, right = list(takes), list(gives)
    while left and right:
        (owing, owed), (against, unpaid) = left.pop(0), right.pop(0)
        part = min(owed, unpaid)
        events.append(Net(owing, against, part))
        if owed > part:
            left.insert(0, (owing, owed - part))
        if unpaid > part:
            right.insert(0, (against, unpaid - part))
    return events


def _refunding(cents: int) -> Plan:
    def plan(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        return [Refund(id, part) for id, part in split(cents, [(one.id, one.owed) for one in shares])]

    return plan


def _paying(cents: int) -> Plan:
    def plan(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        return [Pay(id, part) for id, part in split(cents, [(one.id, one.committed) for one in shares])]

    return plan


def _keeping(tax: int) -> Plan:
    """The tax of what was set off is kept back: it is paid for the firm, and none of it reaches the firm."""

    def plan(_money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        return [Pay(id, part, part) for id, part in split(tax, [(one.id, one.committed) for one in shares])]

    return plan
