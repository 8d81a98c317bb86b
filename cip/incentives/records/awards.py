"""The tables of awards: each award of a ranking, and its moves."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Id, exact_length, length_between, one_of
from cip.incentives.award_states import AWARD_MOVES, AWARD_STATES

LABEL = 80
LONGEST_WHY, LONGEST_ACT = 1_000, 80


class AwardRow(Base):
    """What an application is awarded: begun with the ranking that is published, decided, accepted, paid, closed."""

    __tablename__ = "awards"
    __table_args__ = (
        exact_length("id", 32),
        one_of("state", AWARD_STATES),
        CheckConstraint("cents >= 1", name="cents_given"),
        UniqueConstraint("application_id"),
        Index("ix_awards_call_id_state", "call_id", "state"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"))
    firm_id: Mapped[Id] = mapped_column(ForeignKey("firms.id"), index=True)
    # The version of the ranking that it was last taken from.
    ranking_id: Mapped[Id] = mapped_column(ForeignKey("rankings.id"))
    state: Mapped[str] = mapped_column(String(20))
    cents: Mapped[int] = mapped_column(BigInteger)
    begun_at: Mapped[datetime]
    # The day of the decision, which counts as the grant; none before it is approved.
    granted_on: Mapped[date | None]


class AwardMoveRow(Base):
    """An award went from one state to another. Append-only."""

    __tablename__ = "award_moves"
    __table_args__ = (
        exact_length("id", 32),
        one_of("action", AWARD_MOVES),
        one_of("from_state", AWARD_STATES),
        one_of("to_state", AWARD_STATES),
        length_between("by_label", 1, LABEL),
        length_between("reason", 0, LONGEST_WHY),
        length_between("reference", 0, LONGEST_ACT),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        Index("uq_award_moves_seq", "award_id", "seq", unique=True),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"))
    seq: Mapped[int] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(20))
    from_state: Mapped[str] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    # Who did it; none for what the system does by itself.
    by_person: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    by_label: Mapped[str] = mapped_column(String(LABEL))
    reason: Mapped[str] = mapped_column(String(LONGEST_WHY))
    reference: Mapped[str] = mapped_column(String(LONGEST_ACT))
