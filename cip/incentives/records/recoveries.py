"""The tables of breaches, of what is taken back, and of debts. Moves, recoveries and rates are append-only."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Id, exact_length, length_between, one_of
from cip.incentives.breach_states import BREACH_MOVES, BREACH_STATES
from cip.incentives.breaches import LONGEST_ACT, LONGEST_FACTS, LONGEST_GROUNDS, LONGEST_WHY, RETURN_KINDS
from cip.incentives.recoveries import LONGEST_REFERENCE, LONGEST_SOURCE, MOST_INSTALMENTS, MOST_RATE, RECOVERY_KINDS

LABEL, CODE, LONGEST_CONTENT = 80, 40, 50_000


class BreachRow(Base):
    """A clause that was found broken while it had to be kept."""

    __tablename__ = "breaches"
    __table_args__ = (
        exact_length("id", 32),
        one_of("state", BREACH_STATES),
        length_between("clause_id", 0, CODE),
        length_between("measure", 0, CODE),
        length_between("facts", 1, LONGEST_FACTS),
        length_between("found_by", 1, LABEL),
        CheckConstraint("repair_by IS NULL OR repair_by > found_on", name="repaired_after_found"),
        CheckConstraint("state IN ('found', 'dropped') OR repair_by IS NOT NULL", name="warned_with_a_term"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    clause_id: Mapped[str] = mapped_column(String(CODE))
    measure: Mapped[str] = mapped_column(String(CODE))
    facts: Mapped[str] = mapped_column(String(LONGEST_FACTS))
    found_on: Mapped[date]
    found_at: Mapped[datetime]
    found_by: Mapped[str] = mapped_column(String(LABEL))
    repair_by: Mapped[date | None]


class BreachMoveRow(Base):
    """A breach went from one state to another. Append-only."""

    __tablename__ = "breach_moves"
    __table_args__ = (
        one_of("action", BREACH_MOVES),
        one_of("from_state", BREACH_STATES),
        one_of("to_state", BREACH_STATES),
        length_between("reason", 0, LONGEST_WHY),
        length_between("by_label", 1, LABEL),
        CheckConstraint("seq >= 1", name="seq_from_one"),
    )

    breach_id: Mapped[Id] = mapped_column(ForeignKey("breaches.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    action: Mapped[str] = mapped_column(String(20))
    from_state: Mapped[str] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    on_day: Mapped[date]
    at: Mapped[datetime]
    by_person: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    by_label: Mapped[str] = mapped_column(String(LABEL))
    reason: Mapped[str] = mapped_column(String(LONGEST_WHY))


class RevocationRow(Base):
    """What is taken back of an award; who prepared it never decides it."""

    __tablename__ = "revocations"
    __table_args__ = (
        exact_length("id", 32),
        one_of("kind", RETURN_KINDS),
        length_between("grounds", 1, LONGEST_GROUNDS),
        length_between("because", 2, LONGEST_CONTENT),
        length_between("act", 0, LONGEST_ACT),
        CheckConstraint("paid_cents >= 0 AND owed_cents >= 0", name="cents_not_below_zero"),
        CheckConstraint("owed_cents <= paid_cents", name="owes_no_more_than_paid"),
        CheckConstraint("days >= 1 AND days <= 365", name="days_range"),
        CheckConstraint("decided_by IS NULL OR decided_by <> prepared_by", name="two_people"),
        CheckConstraint("decided_by IS NULL OR sent_back_on IS NULL", name="decided_or_sent_back"),
        CheckConstraint(
            "(decided_by IS NULL) = (decided_on IS NULL) AND (decided_by IS NULL) = (due_on IS NULL) AND"
            " (decided_by IS NULL OR act <> '')",
            name="decided_is_whole",
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    breach_id: Mapped[Id] = mapped_column(ForeignKey("breaches.id"), index=True)
    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    grounds: Mapped[str] = mapped_column(String(LONGEST_GROUNDS))
    # What was computed, in words and numbers (JSON).
    because: Mapped[str] = mapped_column(String(LONGEST_CONTENT))
    paid_cents: Mapped[int] = mapped_column(BigInteger)
    owed_cents: Mapped[int] = mapped_column(BigInteger)
    # In how many days it is to be paid, from the decision.
    days: Mapped[int] = mapped_column(Integer)
    prepared_on: Mapped[date]
    prepared_by: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    sent_back_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    decided_by: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    act: Mapped[str] = mapped_column(String(LONGEST_ACT))
    due_on: Mapped[date | None]


class RecoveryRow(Base):
    """One thing that happened to what a firm owes for an award. Append-only; the ledger holds the same money."""

    __tablename__ = "recoveries"
    __table_args__ = (
        exact_length("id", 32),
        one_of("kind", RECOVERY_KINDS),
        length_between("reference", 0, LONGEST_REFERENCE),
        length_between("by_label", 1, LABEL),
        CheckConstraint("cents >= 1", name="cents_of_something"),
        CheckConstraint("(kind = 'netted') = (against_award_id IS NOT NULL)", name="netted_against_another"),
        CheckConstraint("against_award_id IS NULL OR against_award_id <> award_id", name="not_against_itself"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    cents: Mapped[int] = mapped_column(BigInteger)
    against_award_id: Mapped[Id | None] = mapped_column(ForeignKey("awards.id"))
    on_day: Mapped[date]
    at: Mapped[datetime]
    reference: Mapped[str] = mapped_column(String(LONGEST_REFERENCE))
    by_label: Mapped[str] = mapped_column(String(LABEL))


class InterestRateRow(Base):
    """A rate of interest on debts of a call, which the office entered with its source; hundredths of a percent a year.
    Append-only.
    """

    __tablename__ = "interest_rates"
    __table_args__ = (
        length_between("source", 1, LONGEST_SOURCE),
        length_between("by_label", 1, LABEL),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint(f"rate >= 0 AND rate <= {MOST_RATE}", name="rate_range"),
    )

    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    starts_on: Mapped[date]
    rate: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(LONGEST_SOURCE))
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))


class InstalmentRow(Base):
    """A part of a payment plan of a debt; the plan with the highest `seq` holds. Append-only."""

    __tablename__ = "debt_instalments"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint(f"n >= 1 AND n <= {MOST_INSTALMENTS}", name="n_range"),
        CheckConstraint("cents >= 1", name="cents_of_something"),
        length_between("by_label", 1, LABEL),
    )

    award_id: Mapped[Id] = mapped_column(ForeignKey("awards.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    n: Mapped[int] = mapped_column(Integer, primary_key=True)
    due_on: Mapped[date]
    cents: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    by_label: Mapped[str] = mapped_column(String(LABEL))
