"""The tables of calls: each call, its moves, the outages that moved its deadline, its rehearsals."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of
from cip.incentives.call_states import MOVES, STATES
from cip.incentives.calls import LONGEST_CONTACT, LONGEST_NOTE, LONGEST_REASON, LONGEST_TITLE, ZONE

LONGEST_ACTOR = 80
SAMPLES = ("invented", "uploaded", "archive")


class CallRow(Base):
    """A call of an office. Once it is published, a trigger keeps what it says: no column changes but its state, its
    closing (later only, by an outage that is noted) and the seed, which is written once when it is revealed.
    """

    __tablename__ = "calls"
    __table_args__ = (
        exact_length("id", 32),
        length_between("rule_id", 1, 80),
        length_between("title", 1, LONGEST_TITLE),
        length_between("contact", 0, LONGEST_CONTACT),
        one_of("state", STATES),
        one_of("zone", (ZONE,)),
        exact_length("pack_sha256", 64),
        exact_length("seed_sha256", 64),
        length_between("seed", 16, 200),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint(
            "(published_at IS NULL) = (pack_sha256 IS NULL) AND (published_at IS NULL) = (seed_sha256 IS NULL)"
            " AND (published_at IS NULL) = (seed_sealed IS NULL)",
            name="published_whole",
        ),
        CheckConstraint("(published_at IS NULL) OR state NOT IN ('draft', 'rehearsed')", name="published_for_good"),
        CheckConstraint(
            "(published_at IS NOT NULL AND opens_at IS NOT NULL AND closes_at IS NOT NULL)"
            " OR state IN ('draft', 'rehearsed', 'annulled')",
            name="public_is_published",
        ),
        CheckConstraint("seed IS NULL OR published_at IS NOT NULL", name="seed_of_published"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    body_id: Mapped[Id] = mapped_column(ForeignKey("bodies.id"), index=True)
    rule_id: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    contact: Mapped[str] = mapped_column(String(LONGEST_CONTACT))
    state: Mapped[str] = mapped_column(String(20), index=True)
    zone: Mapped[str] = mapped_column(String(40))
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    # Cents by line of money, as canonical JSON.
    budget: Mapped[str] = mapped_column(Text)
    pack_sha256: Mapped[Digest | None] = mapped_column(ForeignKey("packs.sha256"))
    seed_sha256: Mapped[Digest | None]
    seed_sealed: Mapped[str | None] = mapped_column(Text)
    seed: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None]


class CallMoveRow(Base):
    """A call went from one state to another (or did something in the same). Append-only."""

    __tablename__ = "call_moves"
    __table_args__ = (
        exact_length("id", 32),
        one_of("action", MOVES),
        one_of("from_state", STATES),
        one_of("to_state", STATES),
        length_between("by_label", 1, LONGEST_ACTOR),
        length_between("reason", 0, LONGEST_REASON),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        Index("uq_call_moves_seq", "call_id", "seq", unique=True),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    seq: Mapped[int] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(20))
    from_state: Mapped[str] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LONGEST_ACTOR))
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))


class CallOutageRow(Base):
    """A time without the site, who measured it, and what it did to the deadline. Append-only."""

    __tablename__ = "call_outages"
    __table_args__ = (
        exact_length("id", 32),
        length_between("measured_by", 1, 200),
        length_between("note", 1, LONGEST_NOTE),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("to_at > from_at", name="ends_after_start"),
        CheckConstraint("noted_at >= to_at", name="noted_after_end"),
        CheckConstraint("hours BETWEEN 0 AND 24", name="hours_range"),
        CheckConstraint("closes_after >= closes_before", name="never_earlier"),
        CheckConstraint("(hours = 0) = (closes_after = closes_before)", name="hours_move_the_closing"),
        Index("uq_call_outages_seq", "call_id", "seq", unique=True),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    seq: Mapped[int] = mapped_column(Integer)
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]
    measured_by: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    hours: Mapped[int] = mapped_column(Integer)
    closes_before: Mapped[datetime]
    closes_after: Mapped[datetime]
    noted_at: Mapped[datetime]
    noted_by: Mapped[str] = mapped_column(String(LONGEST_ACTOR))


class RehearsalRow(Base):
    """A rehearsal of a call: of which content, on which firms, with which seed, what came out. Append-only."""

    __tablename__ = "rehearsals"
    __table_args__ = (
        exact_length("id", 32),
        exact_length("pack_sha256", 64),
        one_of("sample", SAMPLES),
        length_between("seed", 1, 200),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("firms BETWEEN 1 AND 100000", name="firms_range"),
        length_between("report", 2, 5_000_000),
        length_between("made_by", 1, LONGEST_ACTOR),
        Index("uq_rehearsals_seq", "call_id", "seq", unique=True),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    seq: Mapped[int] = mapped_column(Integer)
    pack_sha256: Mapped[Digest]
    sample: Mapped[str] = mapped_column(String(20))
    firms: Mapped[int] = mapped_column(Integer)
    seed: Mapped[str] = mapped_column(String(200))
    report: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(LONGEST_ACTOR))
