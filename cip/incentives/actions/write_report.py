"""The firm writes the expense report of its award: lines, proofs, sending it, completing it once within the term."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from cip.database.locks import RowGoneError, lock
from cip.database.work import Work
from cip.files.actions import erase_file
from cip.incentives.actions.accept_award import HeldAward, hold_award_and_call
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.expenses import MOST_CENTS, MOST_LINES, MOST_PROOFS, ExpenseReport, LineKind, number_key
from cip.incentives.reads.calls import pack_of_call
from cip.incentives.reads.expenses import report_of
from cip.incentives.reads.kept_time import funded_measures
from cip.incentives.records import (
    ExpenseLineRow,
    ExpenseProofRow,
    ExpenseReportRow,
    ExpenseRequestRow,
    ReportMoveRow,
)
from cip.incentives.report_states import WRITABLE, ReportMove, report_transition
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError


class WrongReportStateError(RefusalError):
    """The report is not where this can be done: somebody else, or the clock, was faster."""

    def __init__(self) -> None:
        super().__init__("This cannot be done with this report now.")


class OddLineError(RefusalError, ValueError):
    """A line that the call does not have, or whose sums cannot be."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This line cannot be in the report: {what}.")
        self.what = what


class EmptyReportError(RefusalError):
    """A report holds at least one line."""

    def __init__(self) -> None:
        super().__init__("Add at least one line.")


class TooMuchError(RefusalError):
    """A report holds as many lines, or a line as many files, as it can."""

    def __init__(self) -> None:
        super().__init__("There is no room for more.")


class NoAnswerError(RefusalError):
    """An answer says something."""

    def __init__(self) -> None:
        super().__init__("Write what you completed.")


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """What the firm writes: a cost with its invoice (cents), or a measure by its code (`category`)."""

    kind: LineKind
    category: str
    number: str = ""
    issued_on: date | None = None
    supplier_code: str = ""
    supplier: str = ""
    net_cents: int = 0
    vat_cents: int = 0
    claimed_cents: int = 0
    cup: str = ""
    note: str = ""


def owner_key(report_id: str) -> str:
    """Whose room the files of a report take up: its own."""
    return f"expenses:{report_id}"


def begin_report(work: Work, award_id: str) -> str:
    """The id of the report of an accepted award, begun where there is none. Raises WrongAwardStateError."""
    held = hold_award_and_call(work, award_id)
    found = work.session.scalar(select(ExpenseReportRow.id).where(ExpenseReportRow.award_id == award_id))
    if found is not None:
        return found
    if held.award.state != "accepted":
        raise WrongAwardStateError
    row = ExpenseReportRow(
        id=work.new_id(), award_id=award_id, state="draft", begun_at=work.now, begun_by=work.actor.label
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def add_line(work: Work, award_id: str, line: NewLine) -> str:
    """Add a line to the report, which is begun where there is none; the id of the line.

    Raises WrongAwardStateError, WrongReportStateError, OddLineError, TooMuchError.
    """
    begin_report(work, award_id)
    held, report = hold_report(work, award_id)
    _need_writable(report)
    _need_sound(work, held, report, line)
    row = ExpenseLineRow(
        id=work.new_id(),
        report_id=report.id,
        kind=line.kind,
        category=line.category,
        number=line.number.strip(),
        number_key=number_key(line.number),
        issued_on=line.issued_on,
        supplier_code=line.supplier_code,
        supplier=line.supplier.strip(),
        net_cents=line.net_cents,
        vat_cents=line.vat_cents,
        claimed_cents=line.claimed_cents,
        cup=line.cup,
        note=line.note.strip(),
        put_at=work.now,
        put_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def remove_line(work: Work, award_id: str, line_id: str) -> bool:
    """Take a line back with its files; False where it was taken back before. Raises WrongReportStateError."""
    _held, report = hold_report(work, award_id)
    _need_writable(report)
    line = next((one for one in report.lines if one.id == line_id), None)
    if line is None:
        return False
    for proof in line.proofs:
        _take_back(work, proof.id)
    row = lock(work.session, ExpenseLineRow, line_id)
    row.removed_at, row.removed_by = work.now, work.actor.label
    work.session.flush()
    return True


def attach_proof(work: Work, award_id: str, line_id: str, file_id: str) -> str:
    """Put a file (received before, in this Work, into the room of the report) to a line; the id of the entry.

    Raises WrongReportStateError, RowGoneError, TooMuchError.
    """
    _held, report = hold_report(work, award_id)
    _need_writable(report)
    line = next((one for one in report.lines if one.id == line_id), None)
    if line is None:
        raise RowGoneError("This line is not there any more.")
    if len(line.proofs) >= MOST_PROOFS:
        raise TooMuchError
    row = ExpenseProofRow(id=work.new_id(), line_id=line_id, file_id=file_id, put_at=work.now, put_by=work.actor.label)
    work.session.add(row)
    work.session.flush()
    return row.id


def remove_proof(work: Work, award_id: str, proof_id: str) -> bool:
    """Take a file back; False where it was taken back before. Raises WrongReportStateError."""
    _held, report = hold_report(work, award_id)
    _need_writable(report)
    if not any(proof.id == proof_id for line in report.lines for proof in line.proofs):
        return False
    _take_back(work, proof_id)
    return True


def send_report(work: Work, award_id: str) -> None:
    """Send the report. Raises WrongReportStateError, EmptyReportError."""
    _held, report = hold_report(work, award_id)
    need_report_move(report, "send")
    if not report.lines:
        raise EmptyReportError
    record_report_move(work, report, "send")


def answer_request(work: Work, award_id: str, answer: str) -> None:
    """Say what was completed, once, within the term. Raises WrongReportStateError (also after it), NoAnswerError."""
    _held, report = hold_report(work, award_id)
    need_report_move(report, "answer")
    if not answer.strip():
        raise NoAnswerError
    row = lock(work.session, ExpenseRequestRow, report.id)
    row.answer, row.answered_on, row.answered_by = answer.strip(), today(work.now), work.actor.label
    work.session.flush()
    record_report_move(work, report, "answer")


def hold_report(work: Work, award_id: str) -> tuple[HeldAward, ExpenseReport]:
    """Hold an award with its report, as they stand now; a request whose term is over is over.

    Raises RowGoneError, WrongReportStateError once the award is closed.
    """
    held = hold_award_and_call(work, award_id)
    report = report_of(work.session, award_id)
    if report is None:
        raise RowGoneError("There is no report yet.")
    if held.award.state == "closed":
        raise WrongReportStateError
    lock(work.session, ExpenseReportRow, report.id)
    report = report_of(work.session, award_id)
    if report is None:  # pragma: no cover - a report never goes
        raise RowGoneError("There is no report yet.")
    if report.state == "completing" and report.request is not None and not report.request.open(today(work.now)):
        record_report_move(work, report, "lapse", by="clock")
        return held, _read_again(work, award_id)
    return held, report


def need_report_move(report: ExpenseReport, *actions: ReportMove) -> None:
    """Refuse what the table does not let be done now. Raises WrongReportStateError."""
    if not any(report_transition(report.state, action) for action in actions):
        raise WrongReportStateError


def record_report_move(
    work: Work, report: ExpenseReport, action: ReportMove, *, reason: str = "", by: str = ""
) -> None:
    """Write a move of a held report and the state that it leads to. Raises WrongReportStateError."""
    row = lock(work.session, ExpenseReportRow, report.id)
    step = report_transition(row.state, action)  # type: ignore[arg-type]  # the table holds no other
    if step is None:
        raise WrongReportStateError
    last = work.session.scalar(select(func.max(ReportMoveRow.seq)).where(ReportMoveRow.report_id == report.id)) or 0
    work.session.add(
        ReportMoveRow(
            report_id=report.id,
            seq=last + 1,
            action=action,
            from_state=step.state,
            to_state=step.next,
            on_day=today(work.now),
            at=work.now,
            by_label=by or work.actor.label,
            reason=reason,
        )
    )
    row.state = step.next
    work.session.flush()


def _read_again(work: Work, award_id: str) -> ExpenseReport:
    found = report_of(work.session, award_id)
    if found is None:  # pragma: no cover - a report never goes
        raise RowGoneError("There is no report yet.")
    return found


def _need_writable(report: ExpenseReport) -> None:
    if report.state not in WRITABLE:
        raise WrongReportStateError


def _need_sound(work: Work, held: HeldAward, report: ExpenseReport, line: NewLine) -> None:
    if len(report.lines) >= MOST_LINES:
        raise TooMuchError
    call = pack_of_call(work.session, held.call).call
    if call.expenses is None:
        _need_measure(report, line, funded_measures(work.session, held.award))
        return
    if line.kind != "cost" or line.category not in {one.id for one in call.expenses.categories}:
        raise OddLineError("category")
    whole = line.net_cents + line.vat_cents
    if line.net_cents < 0 or line.vat_cents < 0 or not 1 <= line.claimed_cents <= min(whole, MOST_CENTS):
        raise OddLineError("sums")
    if not (number_key(line.number) and line.supplier.strip() and line.supplier_code) or line.issued_on is None:
        raise OddLineError("invoice")
    if line.issued_on > today(work.now):
        raise OddLineError("day")


def _need_measure(report: ExpenseReport, line: NewLine, funded: Collection[str]) -> None:
    if line.kind != "measure" or line.category not in funded:
        raise OddLineError("measure")
    if any(one.category == line.category for one in report.lines):
        raise OddLineError("twice")


def _take_back(work: Work, proof_id: str) -> None:
    row = lock(work.session, ExpenseProofRow, proof_id)
    row.removed_at, row.removed_by = work.now, work.actor.label
    erase_file(work, row.file_id)
    work.session.flush()
