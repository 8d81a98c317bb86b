"""The tables of the assisted check-up: verified results, what the consultant tells, notes, number links, meetings."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cip.assessment.meetings import MEETING_KINDS
from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of


class VerifiedResultRow(Base):
    """One verified result, with all that replays it. Append-only by triggers; its digest stands in the event of the
    check-up's life that validated it, so the chain of the answers guards it.
    """

    __tablename__ = "verified_results"
    __table_args__ = (
        UniqueConstraint("check_up_id", "number"),
        exact_length("id", 32),
        CheckConstraint("number >= 1", name="number_counts"),
        CheckConstraint("last_seq >= 0", name="last_seq_counts"),
        length_between("engine_version", 1, 40),
        length_between("answers", 2, 1_000_000),
        length_between("result", 2, 10_000_000),
        length_between("made_by", 1, 80),
        exact_length("digest", 64),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    check_up_id: Mapped[Id] = mapped_column(ForeignKey("check_ups.id"))
    number: Mapped[int]
    on_day: Mapped[date]
    last_seq: Mapped[int]
    pack_sha256: Mapped[Digest] = mapped_column(ForeignKey("packs.sha256"))
    engine_version: Mapped[str]
    answers: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"))
    made_by: Mapped[str]
    at: Mapped[datetime]
    digest: Mapped[Digest]


class NarrativeRow(Base):
    """One version of what the consultant tells of a check-up; `content` is a JSON object, a text for each part.
    Append-only by triggers.
    """

    __tablename__ = "narratives"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_counts"),
        length_between("made_by", 1, 80),
        length_between("content", 2, 60_000),
    )

    check_up_id: Mapped[Id] = mapped_column(ForeignKey("check_ups.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"))
    made_by: Mapped[str]
    at: Mapped[datetime]
    content: Mapped[str] = mapped_column(Text)


class NumbersLinkRow(Base):
    """A link by which somebody without an account fills in the numbers of a check-up; only its digest is kept."""

    __tablename__ = "numbers_links"
    __table_args__ = (
        exact_length("id", 32),
        exact_length("digest", 64),
        length_between("made_by", 1, 80),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    check_up_id: Mapped[Id] = mapped_column(ForeignKey("check_ups.id"), index=True)
    digest: Mapped[Digest] = mapped_column(unique=True)
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    expires_on: Mapped[date]
    revoked_at: Mapped[datetime | None]


class ConsultancyNoteRow(Base):
    """A note that a consultancy keeps on a firm, and when it sees it next; never shown to anybody else."""

    __tablename__ = "consultancy_notes"
    __table_args__ = (exact_length("id", 32), length_between("text", 0, 4_000), length_between("made_by", 1, 80))

    id: Mapped[Id] = mapped_column(primary_key=True)
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"), index=True)
    made_by: Mapped[str]
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    next_on: Mapped[date | None]


class MeetingRow(Base):
    """One version of what a focus group or a meeting said; `rules_changed` is a JSON list. Append-only by triggers."""

    __tablename__ = "meetings"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("version >= 1", name="version_counts"),
        one_of("kind", MEETING_KINDS),
        length_between("place", 1, 200),
        CheckConstraint("people BETWEEN 0 AND 10000", name="people_range"),
        length_between("asked", 1, 4_000),
        length_between("said", 0, 8_000),
        length_between("rules_changed", 2, 40_000),
        length_between("made_by", 1, 80),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"), index=True)
    on_day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(200))
    people: Mapped[int]
    asked: Mapped[str] = mapped_column(Text)
    said: Mapped[str] = mapped_column(Text)
    rules_changed: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str]
    at: Mapped[datetime]
