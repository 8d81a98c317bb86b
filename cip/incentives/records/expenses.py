"""The tables of expense reports, of the time for which measures are kept, and of the meeting before the balance.

A line that was taken back stays, with who did it. What the office says of a line, the moves and what was settled are
append-only: the last word counts.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Id, exact_length, length_between, one_of
from cip.incentives.expenses import LONGEST_NAME, LONGEST_NOTE, LONGEST_NUMBER, LONGEST_REASON, MOST_CENTS
from cip.incentives.kept_time import LONGEST_SOURCE
from cip.incentives.monitoring_meetings import LONGEST_MINUTES, LONGEST_PLACE, MEETING_STATES
from cip.incentives.report_states import REPORT_MOVES, REPORT_STATES

LABEL, CODE, LONGEST_CONTENT = 80, 40, 200_000


class ExpenseReportRow(Base):
    """The expense report of an award: one, which is completed and opened again where needed."""

    __tablename__ = "expense_reports"
    __table_args__ = (
        exact_length("id", 32),
        one_of("state", REPORT_STATES),
        length_between("begun_by", 1, LABEL),
        UniqueConstraint("award_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"))
    state: Mapped[str] = mapped_column(String(20))
    begun_at: Mapped[datetime]
    begun_by: Mapped[str] = mapped_column(String(LABEL))


class ReportMoveRow(Base):
    """A report went from one state to another. Append-only."""

    __tablename__ = "report_moves"
    __table_args__ = (
        one_of("action", REPORT_MOVES),
        one_of("from_state", REPORT_STATES),
        one_of("to_state", REPORT_STATES),
        length_between("reason", 0, LONGEST_REASON),
        length_between("by_label", 1, LABEL),
        CheckConstraint("seq >= 1", name="seq_from_one"),
    )

    report_id: Mapped[Id] = mapped_column(ForeignKey("expense_reports.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    action: Mapped[str] = mapped_column(String(20))
    from_state: Mapped[str] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    on_day: Mapped[date]
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))


class ExpenseLineRow(Base):
    """One line: a cost with its invoice, or a measure that is proved; cents."""

    __tablename__ = "expense_lines"
    __table_args__ = (
        exact_length("id", 32),
        one_of("kind", ("cost", "measure")),
        length_between("category", 1, CODE),
        length_between("number", 0, LONGEST_NUMBER),
        length_between("number_key", 0, LONGEST_NUMBER),
        length_between("supplier_code", 0, 16),
        length_between("supplier", 0, LONGEST_NAME),
        length_between("cup", 0, 15),
        length_between("note", 0, LONGEST_NOTE),
        length_between("put_by", 1, LABEL),
        length_between("removed_by", 1, LABEL),
        CheckConstraint("net_cents >= 0 AND vat_cents >= 0", name="sums_not_below_zero"),
        CheckConstraint(f"claimed_cents <= {MOST_CENTS}", name="claims_not_too_much"),
        CheckConstraint("claimed_cents <= net_cents + vat_cents", name="claims_no_more_than_the_invoice"),
        CheckConstraint(
            "(kind <> 'measure' AND claimed_cents >= 1 AND number_key <> '' AND issued_on IS NOT NULL AND"
            " supplier_code <> '' AND supplier <> '') OR (kind = 'measure' AND claimed_cents = 0 AND net_cents = 0 AND"
            " vat_cents = 0 AND number = '' AND number_key = '' AND issued_on IS NULL AND supplier_code = '' AND"
            " supplier = '' AND cup = '')",
            name="invoice_or_none",
        ),
        CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed_is_whole"),
        Index("ix_expense_lines_same_invoice", "supplier_code", "number_key", "issued_on"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    report_id: Mapped[Id] = mapped_column(ForeignKey("expense_reports.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    # The call's category, or the code of the measure.
    category: Mapped[str] = mapped_column(String(CODE))
    number: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    # The number without signs and case, by which the same invoice is found again.
    number_key: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    issued_on: Mapped[date | None]
    supplier_code: Mapped[str] = mapped_column(String(16))
    supplier: Mapped[str] = mapped_column(String(LONGEST_NAME))
    net_cents: Mapped[int] = mapped_column(BigInteger)
    vat_cents: Mapped[int] = mapped_column(BigInteger)
    claimed_cents: Mapped[int] = mapped_column(BigInteger)
    cup: Mapped[str] = mapped_column(String(15))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    put_at: Mapped[datetime]
    put_by: Mapped[str] = mapped_column(String(LABEL))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None] = mapped_column(String(LABEL))


class ExpenseProofRow(Base):
    """A file that was handed in for a line; taken back, its line stays."""

    __tablename__ = "expense_proofs"
    __table_args__ = (
        exact_length("id", 32),
        length_between("put_by", 1, LABEL),
        length_between("removed_by", 1, LABEL),
        CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed_is_whole"),
        UniqueConstraint("file_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    line_id: Mapped[Id] = mapped_column(ForeignKey("expense_lines.id"), index=True)
    file_id: Mapped[Id] = mapped_column(ForeignKey("files.id"))
    put_at: Mapped[datetime]
    put_by: Mapped[str] = mapped_column(String(LABEL))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None] = mapped_column(String(LABEL))


class ExpenseJudgementRow(Base):
    """What the office admits of a line: cents of a cost, 1 or 0 of a measure. Less than all needs a reason."""

    __tablename__ = "expense_judgements"
    __table_args__ = (
        length_between("reason", 0, LONGEST_REASON),
        length_between("by_label", 1, LABEL),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("admitted >= 0 AND admitted <= full_claim", name="within_the_claim"),
        CheckConstraint("admitted = full_claim OR reason <> ''", name="cut_with_why"),
    )

    line_id: Mapped[Id] = mapped_column(ForeignKey("expense_lines.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    full_claim: Mapped[int] = mapped_column(BigInteger)
    admitted: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    on_day: Mapped[date]
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class ExpenseRequestRow(Base):
    """What the office asks the firm to complete, once a report, and the answer, once."""

    __tablename__ = "expense_requests"
    __table_args__ = (
        length_between("reason", 1, LONGEST_REASON),
        length_between("asked_by", 1, LABEL),
        length_between("answer", 1, LONGEST_REASON),
        length_between("answered_by", 1, LABEL),
        CheckConstraint("due_on > asked_on", name="has_a_term"),
        CheckConstraint(
            "(answered_on IS NULL) = (answer IS NULL) AND (answered_on IS NULL) = (answered_by IS NULL)",
            name="answer_is_whole",
        ),
        CheckConstraint("answered_on IS NULL OR answered_on <= due_on", name="answered_in_term"),
    )

    report_id: Mapped[Id] = mapped_column(ForeignKey("expense_reports.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    asked_on: Mapped[date]
    due_on: Mapped[date]
    asked_by: Mapped[str] = mapped_column(String(LABEL))
    answer: Mapped[str | None] = mapped_column(String(LONGEST_REASON))
    answered_on: Mapped[date | None]
    answered_by: Mapped[str | None] = mapped_column(String(LABEL))


class ExpenseSettlementRow(Base):
    """What the office accepted of a report, with everything it was computed from. Append-only."""

    __tablename__ = "expense_settlements"
    __table_args__ = (
        length_between("content", 2, LONGEST_CONTENT),
        exact_length("digest", 64),
        length_between("by_label", 1, LABEL),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("accepted_cents >= 0", name="accepted_not_below_zero"),
    )

    report_id: Mapped[Id] = mapped_column(ForeignKey("expense_reports.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    accepted_cents: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[str] = mapped_column(String(LONGEST_CONTENT))
    digest: Mapped[str] = mapped_column(String(64))
    on_day: Mapped[date]
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class UseNoteRow(Base):
    """What the office noted of a funded measure: since when and until when it is in use, and where it knows it from."""

    __tablename__ = "use_notes"
    __table_args__ = (
        length_between("measure", 1, CODE),
        length_between("source", 1, LONGEST_SOURCE),
        length_between("by_label", 1, LABEL),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("ended_on IS NULL OR (started_on IS NOT NULL AND ended_on >= started_on)", name="ends_later"),
    )

    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    measure: Mapped[str] = mapped_column(String(CODE))
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    seasonal: Mapped[bool] = mapped_column(Boolean)
    source: Mapped[str] = mapped_column(String(LONGEST_SOURCE))
    noted_on: Mapped[date]
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class MonitoringMeetingRow(Base):
    """A meeting with a firm before the balance: invited, then held with minutes or not."""

    __tablename__ = "monitoring_meetings"
    __table_args__ = (
        exact_length("id", 32),
        one_of("state", MEETING_STATES),
        length_between("place", 1, LONGEST_PLACE),
        length_between("minutes", 0, LONGEST_MINUTES),
        length_between("invited_by", 1, LABEL),
        length_between("closed_by", 1, LABEL),
        CheckConstraint("(state = 'invited') = (closed_on IS NULL)", name="closed_with_its_end"),
        CheckConstraint("(closed_on IS NULL) = (closed_by IS NULL)", name="closed_is_whole"),
        CheckConstraint("state <> 'held' OR minutes <> ''", name="held_with_minutes"),
        CheckConstraint("closed_on IS NULL OR closed_on >= on_day", name="closed_after_its_day"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"), index=True)
    on_day: Mapped[date]
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE))
    state: Mapped[str] = mapped_column(String(10))
    minutes: Mapped[str] = mapped_column(String(LONGEST_MINUTES))
    invited_at: Mapped[datetime]
    invited_by: Mapped[str] = mapped_column(String(LABEL))
    closed_on: Mapped[date | None]
    closed_by: Mapped[str | None] = mapped_column(String(LABEL))
