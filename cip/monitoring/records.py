"""The tables of monitoring: the programmes that offices follow, what they wrote by hand, the meetings they held."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Id, exact_length, length_between
from cip.monitoring.programme import LONGEST_EVIDENCE, LONGEST_REFERENCE, LONGEST_SOURCE, MOST_HUNDREDTHS

LABEL = 80


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
