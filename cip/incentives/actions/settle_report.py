"""The office looks at an expense report line by line, asks once, settles it, and opens it again with a reason.

What is accepted is posted in the ledger. A report that was opened again can only be settled for as much or more: what
was accepted falls by a revocation only.
"""

from collections.abc import Sequence

from sqlalchemy import func, select

from cip.agreement.days import Holidays
from cip.database.locks import RowGoneError
from cip.database.work import Work
from cip.incentives.actions.accept_award import HeldAward
from cip.incentives.actions.move_money import Paper, move_money
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.tell_firm import tell_firm
from cip.incentives.actions.write_report import (
    WrongReportStateError,
    hold_report,
    need_report_move,
    record_report_move,
)
from cip.incentives.awards import StoredAward
from cip.incentives.clarifying import LEAST_DAYS, MOST_DAYS
from cip.incentives.expenses import ExpenseReport, Settlement, settle
from cip.incentives.legal_clock import last_day
from cip.incentives.money import AwardShare, FundingLine, split
from cip.incentives.money_events import Event, Expense
from cip.incentives.money_rules import Money
from cip.incentives.reads.calls import pack_of_call
from cip.incentives.reads.expenses import ruling_for
from cip.incentives.reads.payments import payments_of_awards
from cip.incentives.records import ExpenseJudgementRow, ExpenseRequestRow, ExpenseSettlementRow
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError

__all__ = [
    "AcceptsLessError",
    "NotJudgedError",
    "OddTermError",
    "PaidOnItError",
    "WrongReportStateError",
    "ask_to_complete",
    "judge_line",
    "reopen_report",
    "settle_report",
]


class NotJudgedError(RefusalError):
    """A line was not looked at yet."""

    def __init__(self) -> None:
        super().__init__("Look at every line before you settle the report.")


class OddTermError(RefusalError, ValueError):
    """A term that is too short or too long."""

    def __init__(self) -> None:
        super().__init__(f"Give from {LEAST_DAYS} to {MOST_DAYS} days.")


class AcceptsLessError(RefusalError):
    """What was accepted once is not taken back by settling again."""

    def __init__(self) -> None:
        super().__init__("More was accepted before: what was accepted falls by a revocation only.")


class PaidOnItError(RefusalError):
    """A part that waited for the report is paid, or at the bank: nothing of what would be accepted besides could be
    paid any more.
    """

    def __init__(self) -> None:
        super().__init__("What was accepted is paid already: the report is not opened again.")


def judge_line(work: Work, award_id: str, line_id: str, admitted: int, reason: str = "") -> None:
    """Say what is admitted of a line: cents of a cost, 1 or 0 of a measure; less than all needs the reason.

    Raises WrongReportStateError, RowGoneError, NoReasonError, ValueError for more than it claims.
    """
    _held, report = hold_report(work, award_id)
    need_report_move(report, "accept", "cut")
    line = next((one for one in report.lines if one.id == line_id), None)
    if line is None:
        raise RowGoneError("This line is not there any more.")
    if not 0 <= admitted <= line.full:
        raise ValueError("no line is admitted above its claim")
    why = reason.strip()
    if admitted < line.full and not why:
        raise NoReasonError
    j = ExpenseJudgementRow
    last = work.session.scalar(select(func.max(j.seq)).where(j.line_id == line_id)) or 0
    work.session.add(
        ExpenseJudgementRow(
            line_id=line_id,
            seq=last + 1,
            full_claim=line.full,
            admitted=admitted,
            reason=why,
            on_day=today(work.now),
            at=work.now,
            by_label=work.actor.label,
        )
    )
    work.session.flush()


def ask_to_complete(work: Work, award_id: str, reason: str, days: int, free: Holidays) -> None:
    """Ask the firm to complete its report, once, with a term; everybody of it who may answer is told.

    Raises WrongReportStateError (also where it was asked before), NoReasonError, OddTermError.
    """
    held, report = hold_report(work, award_id)
    need_report_move(report, "ask")
    if report.request is not None:
        raise WrongReportStateError
    if not reason.strip():
        raise NoReasonError
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise OddTermError
    on = today(work.now)
    work.session.add(
        ExpenseRequestRow(
            report_id=report.id,
            reason=reason.strip(),
            asked_on=on,
            due_on=last_day(on, days, free),
            asked_by=work.actor.label,
        )
    )
    work.session.flush()
    record_report_move(work, report, "ask", reason=reason.strip())
    tell_about_award(work, held.award, held.call.title, "report", key=f"ask/{report.id}")


def settle_report(work: Work, award_id: str) -> Settlement:
    """Settle a report whose lines were all looked at: what is accepted is computed, kept and posted in the ledger.

    Raises WrongReportStateError, NotJudgedError, AcceptsLessError, MoneyRefusedError.
    """
    held, report = hold_report(work, award_id)
    need_report_move(report, "accept", "cut")
    if not report.judged:
        raise NotJudgedError
    settled = settle(ruling_for(work.session, award_id), report.lines)
    before = report.accepted_cents
    if settled.accepted < before:
        raise AcceptsLessError
    if settled.accepted > before:
        _post(work, held.award, settled.accepted - before)
    _keep(work, report, settled)
    record_report_move(work, report, "cut" if settled.cuts else "accept")
    tell_about_award(work, held.award, held.call.title, "report", key=f"settled/{report.id}/{work.now.isoformat()}")
    return settled


def reopen_report(work: Work, award_id: str, reason: str) -> None:
    """Open a settled report again, with the reason, until a part that waited for it is paid or at the bank. Raises
    WrongReportStateError, NoReasonError, PaidOnItError.
    """
    held, report = hold_report(work, award_id)
    if not reason.strip():
        raise NoReasonError
    need_report_move(report, "reopen")
    if _paid_on_it(work, held):
        raise PaidOnItError
    record_report_move(work, report, "reopen", reason=reason.strip())


def tell_about_award(work: Work, award: StoredAward, title: str, page: str, *, key: str) -> None:
    """Tell the firm by mail that something about its award waits at a page of it; never what."""
    tell_firm(work, award.firm_id, "award_followed", {"call": title}, f"awards/{award.id}/{page}", key=key)


def _paid_on_it(work: Work, held: HeldAward) -> bool:
    tranches = pack_of_call(work.session, held.call).call.tranches
    wait = {one.id for one in tranches if "report_accepted" in one.asks} if not isinstance(tranches, str) else set()
    payments = payments_of_awards(work.session, [held.award.id])[held.award.id]
    return any(one.tranche_id in wait and one.state in ("sent", "executed") for one in payments)


def _post(work: Work, award: StoredAward, cents: int) -> None:
    def plan(money: Money, _lines: Sequence[FundingLine], shares: Sequence[AwardShare]) -> list[Event]:
        rooms = [(share.id, money.awarded(share.id) - share.accepted) for share in shares]
        return [Expense(share_id, part) for share_id, part in split(cents, rooms)]

    move_money(work, award.call_id, [award.id], plan, Paper(today(work.now)))


def _keep(work: Work, report: ExpenseReport, settled: Settlement) -> None:
    content = canonical_json(
        {
            "lines": [
                {"id": line.id, "category": line.category, "claimed": line.full, "admitted": line.admitted}
                for line in report.lines
            ],
            "by_category": dict(settled.by_category),
            "cuts": [reason.as_json() for reason in settled.cuts],
            "accepted": settled.accepted,
        }
    )
    s = ExpenseSettlementRow
    last = work.session.scalar(select(func.max(s.seq)).where(s.report_id == report.id)) or 0
    work.session.add(
        ExpenseSettlementRow(
            report_id=report.id,
            seq=last + 1,
            accepted_cents=settled.accepted,
            content=content,
            digest=sha256_of(content),
            on_day=today(work.now),
            at=work.now,
            by_label=work.actor.label,
        )
    )
    work.session.flush()
