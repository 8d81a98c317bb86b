"""The bank's statement comes in: lines that are new are kept, and settle the payments whose id and sum they carry.

People match what is left, or say that it is not ours. Order of locks: the office's statements, the calls by id, the
awards by id, the money.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from cip.database.locks import lock_words
from cip.database.work import Work
from cip.incentives.actions.move_call import hold_call
from cip.incentives.actions.payment_work import (
    WrongPaymentStateError,
    again,
    can_be_day_of_bank,
    hold_awards,
    move_payment,
)
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.file_fields import FIRST_DAY
from cip.incentives.payments import Payment
from cip.incentives.reads.calls import call_of
from cip.incentives.reads.payments import find_payment, open_lines, sent_of_body
from cip.incentives.reconciling import BankLine, SentPayment, outcome_of, settle
from cip.incentives.records import StatementLineRow, StatementMatchRow, StatementRow
from cip.incentives.records.payments import FILE_NAME
from cip.incentives.statements import StatementError, StatementLine, read_statement
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError

_CAME_BACK = "returned by the bank"


class LineTakenError(RefusalError):
    """The line settled something already, or is not there."""

    def __init__(self) -> None:
        super().__init__("This line was settled already.")


class OtherSumError(RefusalError):
    """A line settles a payment of exactly its sum only."""

    def __init__(self) -> None:
        super().__init__("The sums differ: a line settles a payment of exactly its sum only.")


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: lines that are new, that were known, payments executed and rejected by them."""

    statement_id: str
    new: int
    known: int
    executed: int
    rejected: int


def import_statement(work: Work, body_id: str, name: str, content: bytes) -> Imported:
    """Import a statement of an office's bank. The same line never counts twice, in one file or in several. Raises
    StatementError, also for a line of a day to come.
    """
    kind, lines = read_statement(content)
    for number, line in enumerate(lines, start=1):
        if not FIRST_DAY <= line.day <= today(work.now):
            raise StatementError("line", number)
    _hold_statements(work, body_id)
    there = select(StatementLineRow.digest).where(StatementLineRow.body_id == body_id)
    known = set(work.session.scalars(there).all())
    new = [line for line in lines if line.digest not in known]
    row = StatementRow(
        id=work.new_id(),
        body_id=body_id,
        kind=kind,
        file_name=name[-FILE_NAME:] or "-",
        sha256=sha256_of(content),
        lines=len(new),
        known=len(lines) - len(new),
        at=work.now,
        by_label=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    _keep(work, row, new)
    outcomes = _settle(work, body_id)
    return Imported(row.id, row.lines, row.known, outcomes.count("executed"), outcomes.count("rejected"))


def match_line(work: Work, body_id: str, line_id: str, payment_id: str, reason: str) -> None:
    """Say that a line is about a payment of exactly its sum: executed where money went out, rejected where it came
    back, even after an earlier line said that it was executed. Raises LineTakenError, OtherSumError,
    WrongPaymentStateError, OddBankDayError, MoneyRefusedError where the award has ended meanwhile.
    """
    line, payment = _open(work, body_id, line_id), _of_body(work, body_id, payment_id)
    _hold_payments(work, [payment])
    payment = again(work, payment_id)
    outcome = outcome_of(line)
    if payment.state != "sent" and (payment.state, outcome) != ("executed", "rejected"):
        raise WrongPaymentStateError
    if abs(line.cents) != payment.transferred:
        raise OtherSumError
    move_payment(
        work,
        payment,
        "execute" if outcome == "executed" else "reject",
        line.day,
        person=person_of(work),
        reason=reason or (_CAME_BACK if outcome == "rejected" else ""),
    )
    _match(work, line.id, payment.id, outcome, "person", reason)


def set_line_aside(work: Work, body_id: str, line_id: str, reason: str) -> None:
    """Say that a line is about nothing of ours. Raises LineTakenError."""
    line = _open(work, body_id, line_id)
    _match(work, line.id, None, "set_aside", "person", reason)


def settle_by_hand(work: Work, body_id: str, payment_id: str, *, executed: bool, on: date, reason: str) -> None:
    """Say without a line what became of a payment: executed only where nothing of it reaches the firm (all of it went
    to INPS or INAIL), rejected where the bank said so. `reason` names the paper. Raises WrongPaymentStateError,
    OtherSumError, OddBankDayError.
    """
    _hold_statements(work, body_id)
    payment = _of_body(work, body_id, payment_id)
    _hold_payments(work, [payment])
    payment = again(work, payment_id)
    if executed and payment.transferred:
        raise OtherSumError
    if payment.state != "sent":
        raise WrongPaymentStateError
    move_payment(work, payment, "execute" if executed else "reject", on, person=person_of(work), reason=reason)


def _settle(work: Work, body_id: str) -> list[str]:
    """Let lines settle payments by themselves; what became of each that was."""
    sent = {one.id: one for one in sent_of_body(work.session, body_id)}
    asked = [SentPayment(one.id, one.end_to_end, one.transferred) for one in sent.values() if one.transferred]
    found = settle(open_lines(work.session, body_id), asked)
    _hold_payments(work, [sent[one.payment_id] for one in found])
    done: list[str] = []
    for one in found:
        payment = again(work, one.payment_id)
        if payment.state != "sent" or not can_be_day_of_bank(work, payment.id, one.on):
            continue
        rejected = one.outcome == "rejected"
        action, reason = ("reject", _CAME_BACK) if rejected else ("execute", "")
        move_payment(work, payment, action, one.on, person=None, reason=reason)  # type: ignore[arg-type]
        for line_id in one.line_ids:
            _match(work, line_id, payment.id, one.outcome, "by_itself", "")
        done.append(one.outcome)
    return done


def _keep(work: Work, row: StatementRow, lines: Sequence[StatementLine]) -> None:
    for n, line in enumerate(lines, start=1):
        work.session.add(
            StatementLineRow(
                id=work.new_id(),
                statement_id=row.id,
                body_id=row.body_id,
                n=n,
                digest=line.digest,
                on_day=line.day,
                cents=line.cents,
                end_to_end=line.end_to_end,
                returned=line.returned,
                words=line.text,
            )
        )
    work.session.flush()


def _hold_statements(work: Work, body_id: str) -> None:
    lock_words(work.session, f"statements of {body_id}")


def _hold_payments(work: Work, payments: Sequence[Payment]) -> None:
    for call_id in sorted({one.call_id for one in payments}):
        hold_call(work, call_id)
    hold_awards(work, {one.award_id for one in payments})


def _open(work: Work, body_id: str, line_id: str) -> BankLine:
    _hold_statements(work, body_id)
    found = next((one for one in open_lines(work.session, body_id) if one.id == line_id), None)
    if found is None:
        raise LineTakenError
    return found


def _of_body(work: Work, body_id: str, payment_id: str) -> Payment:
    payment = find_payment(work.session, payment_id)
    if payment is None or call_of(work.session, payment.call_id).body_id != body_id:
        raise WrongPaymentStateError
    return payment


def _match(work: Work, line_id: str, payment_id: str | None, outcome: str, how: str, reason: str) -> None:
    work.session.add(
        StatementMatchRow(
            line_id=line_id,
            order_id=payment_id,
            outcome=outcome,
            how=how,
            reason=reason,
            at=work.now,
            by_label=work.actor.label,
        )
    )
    work.session.flush()
