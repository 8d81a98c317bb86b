"""The tables of monitoring: the programmes that offices follow, what they wrote by hand, the meetings they held, the
versions of the financial plan and which cell of it pays for a source of a call.
"""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of
from cip.monitoring.plan_versions import LONGEST_CONTENT, LONGEST_FILE_NAME, PLAN_KINDS
from cip.monitoring.programme import LONGEST_EVIDENCE, LONGEST_REFERENCE, LONGEST_SOURCE, MOST_HUNDREDTHS

LABEL, NAME = 80, 64


class FollowedProgrammeRow(Base):
    """A programme of the rules that an office follows, and the month in which its timetable begins there."""

    __tablename__ = "followed_programmes"
    __table_args__ = (
        exact_length("id", 32),
        length_between("rule_id", 1, 64),
        length_between("started_by", 1, LABEL),
        UniqueConstraint("body_id", "rule_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"))
    rule_id: Mapped[str] = mapped_column(String(64))
    first_month: Mapped[date]
    started_at: Mapped[datetime]
    started_by: Mapped[str] = mapped_column(String(LABEL))


class IndicatorEntryRow(Base):
    """What the office wrote of an indicator, as of a day; no value takes back what was written. Append-only."""

    __tablename__ = "indicator_entries"
    __table_args__ = (
        exact_length("id", 32),
        length_between("indicator_id", 1, 64),
        length_between("alliance_id", 1, 64),
        length_between("evidence", 1, LONGEST_EVIDENCE),
        length_between("source", 1, LONGEST_SOURCE),
        length_between("noted_by", 1, LABEL),
        CheckConstraint(f"hundredths BETWEEN 0 AND {MOST_HUNDREDTHS}", name="hundredths_range"),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        UniqueConstraint("programme_id", "seq"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    programme_id: Mapped[Id] = mapped_column(ForeignKey("followed_programmes.id"))
    seq: Mapped[int] = mapped_column(Integer)
    indicator_id: Mapped[str] = mapped_column(String(64))
    alliance_id: Mapped[str | None] = mapped_column(String(64))
    hundredths: Mapped[int | None] = mapped_column(BigInteger)
    on_day: Mapped[date]
    evidence: Mapped[str] = mapped_column(String(LONGEST_EVIDENCE))
    source: Mapped[str] = mapped_column(String(LONGEST_SOURCE))
    noted_at: Mapped[datetime]
    noted_by: Mapped[str] = mapped_column(String(LABEL))


class ProgrammeMeetingRow(Base):
    """That a meeting of the timetable was held; no day takes back what was noted. Append-only."""

    __tablename__ = "programme_meetings"
    __table_args__ = (
        exact_length("id", 32),
        length_between("due_id", 1, 64),
        exact_length("month", 7),
        length_between("reference", 1, LONGEST_REFERENCE),
        length_between("noted_by", 1, LABEL),
        CheckConstraint("meeting_id IS NULL OR held_on IS NOT NULL", name="meeting_has_its_day"),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        UniqueConstraint("programme_id", "seq"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    programme_id: Mapped[Id] = mapped_column(ForeignKey("followed_programmes.id"))
    seq: Mapped[int] = mapped_column(Integer)
    due_id: Mapped[str] = mapped_column(String(64))
    month: Mapped[str] = mapped_column(String(7))
    held_on: Mapped[date | None]
    meeting_id: Mapped[Id | None] = mapped_column(ForeignKey("committee_meetings.id"))
    reference: Mapped[str] = mapped_column(String(LONGEST_REFERENCE))
    noted_at: Mapped[datetime]
    noted_by: Mapped[str] = mapped_column(String(LABEL))


class FinancialPlanRow(Base):
    """A version of the financial plan of a programme: its table, and the file that it came from. Append-only."""

    __tablename__ = "financial_plans"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        one_of("kind", PLAN_KINDS),
        length_between("file_name", 1, LONGEST_FILE_NAME),
        exact_length("sha256", 64),
        length_between("content", 2, LONGEST_CONTENT),
        length_between("kept_by", 1, LABEL),
        UniqueConstraint("programme_id", "seq"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    programme_id: Mapped[Id] = mapped_column(ForeignKey("followed_programmes.id"))
    seq: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(8))
    file_name: Mapped[str] = mapped_column(String(LONGEST_FILE_NAME))
    sha256: Mapped[Digest]
    content: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime]
    kept_by: Mapped[str] = mapped_column(String(LABEL))


class FinancialCellRow(Base):
    """A cell of the newest plan with what hangs on it, in cents: the limit that the database enforces. A cell that a
    later version no longer has may hold nothing.
    """

    __tablename__ = "financial_cells"
    __table_args__ = (
        length_between("line_id", 1, NAME),
        length_between("source_id", 1, NAME),
        CheckConstraint("attached >= 0", name="attached_never_below"),
        CheckConstraint("attached <= cents", name="attached_within"),
    )

    programme_id: Mapped[Id] = mapped_column(ForeignKey("followed_programmes.id"), primary_key=True)
    line_id: Mapped[str] = mapped_column(String(NAME), primary_key=True)
    source_id: Mapped[str] = mapped_column(String(NAME), primary_key=True)
    cents: Mapped[int] = mapped_column(BigInteger)
    attached: Mapped[int] = mapped_column(BigInteger)


class FinancialAttachmentRow(Base):
    """That a source of a call hangs on a cell of the plan with its budget; no cell takes it off. Append-only."""

    __tablename__ = "financial_attachments"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        length_between("call_source", 1, 40),
        CheckConstraint("(line_id IS NULL) = (source_id IS NULL)", name="cell_is_whole"),
        CheckConstraint("cents >= 1", name="cents_from_one"),
        length_between("attached_by", 1, LABEL),
        UniqueConstraint("programme_id", "seq"),
        # The cell exists: its key is that of the row that holds the limit.
        ForeignKeyConstraint(
            ["programme_id", "line_id", "source_id"],
            ["financial_cells.programme_id", "financial_cells.line_id", "financial_cells.source_id"],
            name="fk_financial_attachments_cell",
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    programme_id: Mapped[Id] = mapped_column(ForeignKey("followed_programmes.id"))
    seq: Mapped[int] = mapped_column(Integer)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    # As the call's pack names it.
    call_source: Mapped[str] = mapped_column(String(40))
    line_id: Mapped[str | None] = mapped_column(String(NAME))
    source_id: Mapped[str | None] = mapped_column(String(NAME))
    cents: Mapped[int] = mapped_column(BigInteger)
    attached_at: Mapped[datetime]
    attached_by: Mapped[str] = mapped_column(String(LABEL))
