"""The tables of what firms answer: the obligations that they agreed to with an award, and their appeals."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of
from cip.incentives.appeal_states import APPEAL_MOVES, APPEAL_STATES
from cip.incentives.appeals import APPEAL_WAYS, LONGEST_ANSWER, LONGEST_APPEAL

LABEL = 80
LONGEST_PROMISES, LONGEST_ACT = 100_000, 80


class AwardAcceptanceRow(Base):
    """A firm accepted its award, with every obligation in the words that it read. Append-only."""

    __tablename__ = "award_acceptances"
    __table_args__ = (
        length_between("promises", 2, LONGEST_PROMISES),
        exact_length("promises_sha256", 64),
        length_between("accepted_label", 1, LABEL),
    )

    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"), primary_key=True)
    # Canonical JSON (`cip.incentives.acceptance`): the call's rules may be read anew, what was agreed stays.
    promises: Mapped[str] = mapped_column(Text)
    promises_sha256: Mapped[Digest]
    pack_sha256: Mapped[Digest] = mapped_column(ForeignKey("packs.sha256"))
    accepted_at: Mapped[datetime]
    accepted_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    accepted_label: Mapped[str] = mapped_column(String(LABEL))


class AppealRow(Base):
    """A firm's appeal against a version of a ranking that was published; its state changes, nothing else does."""

    __tablename__ = "appeals"
    __table_args__ = (
        exact_length("id", 32),
        one_of("way", APPEAL_WAYS),
        one_of("state", APPEAL_STATES),
        length_between("said", 1, LONGEST_APPEAL),
        length_between("filed_label", 1, LABEL),
        # One way is gone once against one version.
        UniqueConstraint("application_id", "ranking_id", "way"),
        Index("ix_appeals_call_id_state", "call_id", "state"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"))
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    ranking_id: Mapped[Id] = mapped_column(ForeignKey("ranking_publications.ranking_id"))
    way: Mapped[str] = mapped_column(String(12))
    said: Mapped[str] = mapped_column(String(LONGEST_APPEAL))
    until: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12))
    filed_at: Mapped[datetime]
    filed_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    filed_label: Mapped[str] = mapped_column(String(LABEL))


class AppealMoveRow(Base):
    """An appeal went on. Append-only."""

    __tablename__ = "appeal_moves"
    __table_args__ = (
        exact_length("id", 32),
        one_of("action", APPEAL_MOVES),
        one_of("to_state", APPEAL_STATES),
        length_between("by_label", 1, LABEL),
        length_between("reason", 0, LONGEST_ANSWER),
        length_between("reference", 0, LONGEST_ACT),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        # Who accepts says what changes, who does anything else changes nothing.
        CheckConstraint("(to_state IN ('accepted', 'partly')) = (change_id IS NOT NULL)", name="accepted_changes"),
        CheckConstraint("to_state NOT IN ('accepted', 'partly', 'rejected') OR length(reason) > 0", name="says_why"),
        Index("uq_appeal_moves_seq", "appeal_id", "seq", unique=True),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    appeal_id: Mapped[Id] = mapped_column(ForeignKey("appeals.id"))
    seq: Mapped[int] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    by_person: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    by_label: Mapped[str] = mapped_column(String(LABEL))
    reason: Mapped[str] = mapped_column(String(LONGEST_ANSWER))
    reference: Mapped[str] = mapped_column(String(LONGEST_ACT))
    change_id: Mapped[Id | None] = mapped_column(ForeignKey("ranking_changes.id"))
