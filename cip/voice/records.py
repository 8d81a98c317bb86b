"""The tables of the voice. Between a code and an answer there is nothing in common but the survey.

Codes, answers and free lines have no moment, no number and no order: their keys are random, SQLite keeps them without
row ids, and with each answer all of a survey are written again in the order of those keys, so that neither the place in
the file nor the transaction of PostgreSQL tells which came last. They live only while the survey is open.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between

SECTOR_LENGTH, AREA_LENGTH = 40, 120


class ReleaseRow(Base):
    """A pool of firms as published; which firms are in it, with how many answers, is sealed."""

    __tablename__ = "survey_releases"
    __table_args__ = (exact_length("id", 32), CheckConstraint("answers >= 1", name="answers_counts"))

    id: Mapped[Id] = mapped_column(primary_key=True)
    sector: Mapped[str] = mapped_column(String(SECTOR_LENGTH))
    area: Mapped[str] = mapped_column(String(AREA_LENGTH))
    released_on: Mapped[date]
    answers: Mapped[int]
    asked: Mapped[str] = mapped_column(Text)
    published: Mapped[str] = mapped_column(Text)
    sealed_firms: Mapped[str] = mapped_column(Text)


class SurveyRow(Base):
    """A survey of a firm: fixed when it opens, counted once when it closes.

    `sealed_counts` holds the counts and how many answered; `published` is what the firm may see, written once.
    `codes_drawn` says how often codes were drawn: it changes with each time, so that the audit shows it.
    """

    __tablename__ = "surveys"
    __table_args__ = (
        exact_length("id", 32),
        exact_length("protection_sha256", 64),
        CheckConstraint("wave >= 1", name="wave_counts"),
        CheckConstraint("headcount BETWEEN 1 AND 4999", name="headcount_range"),
        CheckConstraint("codes_drawn >= 0", name="codes_drawn_counts"),
        CheckConstraint("closes_on >= opened_on", name="closes_after_opening"),
        CheckConstraint("(closed_on IS NULL) = (sealed_counts IS NULL)", name="counted_when_closed"),
        CheckConstraint("(closed_on IS NULL) = (published IS NULL)", name="published_when_closed"),
        length_between("sector", 1, SECTOR_LENGTH),
        length_between("area", 1, AREA_LENGTH),
        Index("uq_surveys_firm_id_wave", "firm_id", "wave", unique=True),
        Index(
            "uq_surveys_open_of_firm",
            "firm_id",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"))
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"))
    wave: Mapped[int]
    book: Mapped[str] = mapped_column(String(64))
    opened_on: Mapped[date]
    closes_on: Mapped[date]
    closed_on: Mapped[date | None]
    headcount: Mapped[int]
    codes_drawn: Mapped[int]
    sector: Mapped[str] = mapped_column(String(SECTOR_LENGTH))
    area: Mapped[str] = mapped_column(String(AREA_LENGTH))
    asked: Mapped[str] = mapped_column(Text)
    protection: Mapped[str] = mapped_column(Text)
    protection_sha256: Mapped[Digest]
    sealed_counts: Mapped[str | None] = mapped_column(Text)
    published: Mapped[str | None] = mapped_column(Text)
    release_id: Mapped[str | None] = mapped_column(String(32), ForeignKey("survey_releases.id"), index=True)


class TokenRow(Base):
    """A code that nobody has used yet, as a digest. A used one is gone."""

    __tablename__ = "survey_tokens"
    __table_args__ = (exact_length("digest", 64), {"sqlite_with_rowid": False})

    survey_id: Mapped[Id] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    digest: Mapped[Digest] = mapped_column(primary_key=True)


class AnswerRow(Base):
    """One person's answers, sealed, all of one length."""

    __tablename__ = "survey_answers"
    __table_args__ = (exact_length("id", 32), {"sqlite_with_rowid": False})

    survey_id: Mapped[Id] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    id: Mapped[Id] = mapped_column(primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)


class LineRow(Base):
    """A free line, sealed, apart from the answers of the same person."""

    __tablename__ = "survey_lines"
    __table_args__ = (exact_length("id", 32), {"sqlite_with_rowid": False})

    survey_id: Mapped[Id] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    id: Mapped[Id] = mapped_column(primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
